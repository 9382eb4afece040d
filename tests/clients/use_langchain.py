"""LangChain's `langchain-openai`."""

import os

from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings

door = {"base_url": os.environ["BASE_URL"], "api_key": os.environ["KEY"], "max_retries": 0}
chat = ChatOpenAI(model="talker", **door)


@tool
def weather(town: str) -> str:
    """Tell the weather of a town."""
    return town


answer = chat.invoke("Bonjour")
assert answer.content == "Bonjour à tous."
assert answer.usage_metadata["total_tokens"] == 19
assert "".join(piece.content for piece in chat.stream("Bonjour")) == "Bonjour à tous."
assert chat.bind_tools([weather]).invoke("Bonjour").tool_calls[0]["args"] == {"town": "Lormes"}
vectors = OpenAIEmbeddings(model="vectors", check_embedding_ctx_length=False, **door)
assert vectors.embed_query("Bonjour") == [0.5, -0.25]
