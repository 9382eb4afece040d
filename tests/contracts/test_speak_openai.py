"""The real `openai` client, unchanged, against one process and against five."""

from collections.abc import AsyncIterator

import openai
import pytest

LETTER = [{"role": "user", "content": "Rédige une lettre à M. Martin pour le remercier de son aide."}]


@pytest.fixture
async def client(origin: str, key: str) -> AsyncIterator[openai.AsyncOpenAI]:
    """A partner's program."""
    async with openai.AsyncOpenAI(
        base_url=f"{origin}/api/assistant/v1", api_key=key, max_retries=0
    ) as client:
        yield client


async def test_it_lists_the_models(client: openai.AsyncOpenAI) -> None:
    models = [model.id async for model in client.models.list()]

    assert "terrain-embarque" in models


async def test_it_answers_at_once(client: openai.AsyncOpenAI) -> None:
    answer = await client.chat.completions.create(model="terrain-embarque", messages=LETTER)  # type: ignore[arg-type]

    assert "Je vous prie d'agréer, Monsieur" in (answer.choices[0].message.content or "")
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage
    assert answer.usage.completion_tokens > 20


async def test_it_streams(client: openai.AsyncOpenAI) -> None:
    whole = await client.chat.completions.create(model="terrain-embarque", messages=LETTER)  # type: ignore[arg-type]
    stream = await client.chat.completions.create(model="terrain-embarque", messages=LETTER, stream=True)  # type: ignore[arg-type, call-overload]

    pieces = [chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices]

    assert len(pieces) > 10
    assert "".join(pieces) == whole.choices[0].message.content


async def test_it_refuses_as_openai_does(client: openai.AsyncOpenAI, origin: str) -> None:
    with pytest.raises(openai.NotFoundError) as unknown:
        await client.chat.completions.create(model="nobody", messages=LETTER)  # type: ignore[arg-type]
    with pytest.raises(openai.BadRequestError) as bad:
        await client.chat.completions.create(model="terrain-embarque", messages=[])
    with pytest.raises(openai.AuthenticationError) as stranger:
        await client.with_options(api_key="terrain_wrong").models.list()

    for refused in (unknown, bad, stranger):
        assert refused.value.body
        assert {"message", "type", "param", "code"} <= set(refused.value.body)  # type: ignore[call-overload]
    assert unknown.value.code == "model_not_found"
    assert stranger.value.code == "invalid_api_key"


async def test_it_refuses_a_body_over_the_limit_in_the_same_shape(client: openai.AsyncOpenAI) -> None:
    with pytest.raises(openai.APIStatusError) as refused:
        await client.chat.completions.create(
            model="terrain-embarque", messages=[{"role": "user", "content": "x" * 1_100_000}]
        )

    assert refused.value.status_code == 413
    assert refused.value.code == "body_too_large"
