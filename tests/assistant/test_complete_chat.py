"""Chat completions, as OpenAI's own client asks for them."""

import openai
import pytest

from tests.assistant.conftest import Rows, until
from tests.assistant.supplier import USAGE, WORDS, FakeSupplier

pytestmark = pytest.mark.usefixtures("settled")

LETTER = [
    {"role": "user", "content": "Rédige un courrier de remerciement aux bénévoles de la fête du village."}
]
TEXT = "".join(WORDS)


async def test_it_answers_by_itself_when_no_model_is_named(client: openai.AsyncOpenAI) -> None:
    answer = await client.chat.completions.create(model="auto", messages=LETTER)
    assert answer.model == "terrain-embarque"
    text = answer.choices[0].message.content
    assert text
    assert len(text.split()) > 5
    assert answer.usage
    assert answer.usage.completion_tokens == len(text.split())
    assert answer.usage.model_extra == {"unit": "words"}


async def test_it_streams_by_itself(client: openai.AsyncOpenAI) -> None:
    whole = await client.chat.completions.create(model="auto", messages=LETTER)
    stream = await client.chat.completions.create(
        model="auto", messages=LETTER, stream=True, stream_options={"include_usage": True}
    )
    chunks = [chunk async for chunk in stream]
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(pieces) == whole.choices[0].message.content
    assert len(pieces) > 5
    assert chunks[-1].usage
    assert not chunks[-1].choices
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"


async def test_it_gives_no_usage_that_was_not_asked(client: openai.AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(model="auto", messages=LETTER, stream=True)
    assert [chunk for chunk in [one async for one in stream] if not chunk.choices or chunk.usage] == []


async def test_it_relays_a_supplier(client: openai.AsyncOpenAI, supplier: FakeSupplier) -> None:
    answer = await client.chat.completions.create(model="good", messages=LETTER)
    assert answer.choices[0].message.content == TEXT
    assert answer.model_extra == {"x_own": [1, 2]}  # what we do not know passes back too
    assert supplier.headers[0]["authorization"] == "Bearer supplier-secret"
    assert not any(name.startswith("x-terrain") or name == "cookie" for name in supplier.headers[0])


async def test_it_relays_a_supplier_s_stream(client: openai.AsyncOpenAI, supplier: FakeSupplier) -> None:
    stream = await client.chat.completions.create(model="good", messages=LETTER, stream=True)
    assert "".join([chunk.choices[0].delta.content or "" async for chunk in stream]) == TEXT


async def test_it_passes_unknown_fields_untouched(client: openai.AsyncOpenAI, supplier: FakeSupplier) -> None:
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    asked = {
        "model": "good",
        "messages": [{"role": "user", "content": [{"type": "text", "text": "Décris."}, image]}],
        "tools": [{"type": "function", "function": {"name": "chercher", "parameters": {"type": "object"}}}],
        "response_format": {"type": "json_object"},
        "stream_options": {"include_usage": True},
        "stream": True,
    }
    extra = {"chat_template_kwargs": {"enable_thinking": False}}
    async for _ in await client.chat.completions.create(**asked, extra_body=extra):
        pass
    assert supplier.asked == [asked | extra]


async def test_it_sends_the_first_words_before_the_last_are_written(client: openai.AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(model="slow", messages=LETTER, stream=True)
    first = await anext(aiter(stream))
    assert first.choices[0].delta.content == WORDS[0]
    await stream.close()


async def test_it_tells_what_it_recognised(client: openai.AsyncOpenAI) -> None:
    answer = await client.chat.completions.with_raw_response.create(model="auto", messages=LETTER)
    assert answer.headers["x-use-case"] == "RED-COU"


async def test_it_lists_models(client: openai.AsyncOpenAI) -> None:
    models = [model async for model in client.models.list()]
    assert models[0].id == "terrain-embarque"
    assert models[0].model_extra == {"is_generative": False}
    assert {model.owned_by for model in models} == {"terrain", "Essai", "Pressé", "Absent"}
    assert (await client.models.retrieve("good")).owned_by == "Essai"


async def test_it_reads_a_message_in_parts(client: openai.AsyncOpenAI) -> None:
    parts = [{"type": "text", "text": LETTER[0]["content"]}]
    answer = await client.chat.completions.create(model="auto", messages=[{"role": "user", "content": parts}])
    whole = await client.chat.completions.create(model="auto", messages=LETTER)
    assert answer.choices[0].message.content == whole.choices[0].message.content


@pytest.mark.parametrize("streamed", [False, True])
async def test_it_records_the_use_and_nothing_that_was_said(
    client: openai.AsyncOpenAI, rows: Rows, supplier: FakeSupplier, streamed: bool
) -> None:
    answer = await client.chat.completions.create(
        model="good", messages=LETTER, stream=streamed,
        **({"stream_options": {"include_usage": True}} if streamed else {}),
    )  # fmt: skip
    if streamed:
        async for _ in answer:
            pass
    await until(lambda: not rows("select 1 from assistant_use where state = 'open'"))
    (use,) = rows("select * from assistant_use")
    assert (use["state"], use["use_case"], use["family"]) == ("complete", "RED-COU", "drafting")
    assert (use["input_tokens"], use["output_tokens"]) == (USAGE["prompt_tokens"], USAGE["completion_tokens"])
    assert (use["caller_kind"], use["counted_in"], use["supplier"]) == ("key", "tokens", "Essai")
    assert use["is_streamed"] is streamed
    (fact,) = rows("select * from event where name = 'assistant.use_made'")
    assert fact["authority_id"] == use["authority_id"]
    assert fact["actor_id"] == use["caller_id"]
    assert fact["body"] == {
        "use_id": str(use["id"]), "use_case": "RED-COU", "family": "drafting", "model": "good",
        "supplier": "Essai", "is_streamed": streamed, "input_tokens": 12, "output_tokens": 7,
        "counted_in": "tokens", "caller_kind": "key", "kind": "assistant",
    }  # fmt: skip
    assert "bénévoles" not in str(rows("select * from event")) + str(use)


async def test_it_estimates_what_a_supplier_does_not_count(
    client: openai.AsyncOpenAI, rows: Rows, supplier: FakeSupplier
) -> None:
    async for _ in await client.chat.completions.create(model="good", messages=LETTER, stream=True):
        pass
    (use,) = rows("select * from assistant_use")
    assert (use["counted_in"], use["output_tokens"]) == ("estimate", len(WORDS))
    assert use["input_tokens"] == len(supplier.bodies[0]) // 4
