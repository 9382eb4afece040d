"""The `openai` package, version of the lock."""

import os

import openai

client = openai.OpenAI(base_url=os.environ["BASE_URL"], api_key=os.environ["KEY"], max_retries=0)
said = [{"role": "user", "content": "Bonjour"}]

assert "talker" in [model.id for model in client.models.list()]
answer = client.chat.completions.create(model="talker", messages=said)
assert answer.choices[0].message.content == "Bonjour à tous."
assert answer.usage.total_tokens == 19
assert answer._request_id

stream = client.chat.completions.create(
    model="talker", messages=said, stream=True, stream_options={"include_usage": True}
)
chunks = list(stream)
assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == "Bonjour à tous."
assert chunks[-1].usage.total_tokens == 19

tool = {
    "type": "function",
    "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}},
}
called = client.chat.completions.create(model="talker", messages=said, tools=[tool])
assert called.choices[0].message.tool_calls[0].function.name == "weather"
image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
parts = [{"role": "user", "content": [{"type": "text", "text": "Décris."}, image]}]
formatted = client.chat.completions.create(
    model="talker", messages=parts, response_format={"type": "json_object"}
)
assert formatted.choices[0].finish_reason == "stop"
vectors = client.embeddings.create(model="vectors", input=["Bonjour"], encoding_format="float")
assert vectors.data[0].embedding == [0.5, -0.25]


def refused(call: object) -> str | None:
    """Give the code that a call is refused with."""
    try:
        call()
    except (openai.NotFoundError, openai.AuthenticationError) as error:
        return error.code
    return None


stranger = openai.OpenAI(base_url=os.environ["BASE_URL"], api_key="wrong", max_retries=0)
assert refused(lambda: client.chat.completions.create(model="nobody", messages=said)) == "model_not_found"
assert refused(stranger.models.list) == "invalid_api_key"
