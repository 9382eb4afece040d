"""LlamaIndex's `llama-index-llms-openai-like`."""

import os

from llama_index.core.llms import ChatMessage
from llama_index.llms.openai_like import OpenAILike

model = OpenAILike(
    model="talker",
    api_base=os.environ["BASE_URL"],
    api_key=os.environ["KEY"],
    is_chat_model=True,
    max_retries=0,
)
said = [ChatMessage(role="user", content="Bonjour")]
assert model.chat(said).message.content == "Bonjour à tous."
assert "".join(piece.delta or "" for piece in model.stream_chat(said)) == "Bonjour à tous."
