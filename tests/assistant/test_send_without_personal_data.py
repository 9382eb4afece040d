"""What a supplier receives, and what the person reads: checked on the bytes of both ends."""

import json
from typing import Any

import httpx
import openai
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from services.assistant.purposes import Purpose
from services.assistant.refusals import PassForbidden
from services.assistant.safeguards.answers import Answer
from services.assistant.safeguards.masking import mask
from services.assistant.safeguards.sending import prepare
from services.assistant.schemas import Handling
from services.assistant.use_cases import BY_CODE
from tests.assistant.conftest import Rows
from tests.assistant.supplier import FakeSupplier
from tests.conftest import Client

pytestmark = pytest.mark.usefixtures("settled")

SECRETS = (
    "Durand",
    "06 12 34 56 78",
    "durand@exemple.fr",
    "2 55 08 14 168 025 38",
    "Benali",
    "12 rue des Lilas",
)
ROOT = "/api/assistant/v1"


def sentence(secrets: list[str]) -> str:
    written = {
        "Durand": "Mme Durand attend.", "06 12 34 56 78": "Son numéro : 06 12 34 56 78.",
        "durand@exemple.fr": "Écrire à durand@exemple.fr.", "Benali": "M. Benali est venu.",
        "2 55 08 14 168 025 38": "NIR 2 55 08 14 168 025 38.", "12 rue des Lilas": "Elle vit au 12 rue des Lilas.",
    }  # fmt: skip
    return " ".join(written[secret] for secret in secrets)


def asked(text: str, **more: Any) -> dict[str, Any]:
    return {"model": "echo", "messages": [{"role": "user", "content": text}], **more}


def read(stream: str) -> str:
    events = [json.loads(line[5:]) for line in stream.splitlines() if line.startswith("data: {")]
    return "".join(choice["delta"].get("content") or "" for event in events for choice in event["choices"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(SECRETS), min_size=1, max_size=6),
    st.lists(st.integers(1, 9), max_size=60),
    st.booleans(),
)
async def test_it_sends_no_name_and_gives_them_all_back(
    program: httpx.AsyncClient, supplier: FakeSupplier, secrets: list[str], cut: list[int], streamed: bool
) -> None:
    supplier.forget()
    text = sentence(secrets)
    answer = await program.post("/chat/completions", json=asked(text, stream=streamed, cut=cut))

    assert answer.status_code == 200
    received = json.loads(supplier.bodies[0])["messages"][0]["content"]
    assert not [secret for secret in SECRETS if secret in received or secret.encode() in supplier.bodies[0]]
    said = read(answer.text) if streamed else answer.json()["choices"][0]["message"]["content"]
    assert said == text
    assert not streamed or answer.text.rstrip().endswith("data: [DONE]")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(SECRETS), min_size=1, max_size=5),
    st.lists(st.integers(1, 9), max_size=60),
    st.sampled_from(["[PERSONNE_1]", r"\[PERSONNE\_1\]", "[téléphone_1]", "[COMPTE_", "\\"])
    | st.text(alphabet='[]_\\"ÉPERSON1 ', max_size=12),
)
def test_it_gives_names_back_wherever_a_stream_is_cut(secrets: list[str], cut: list[int], noise: str) -> None:
    text = f"{noise} {sentence(secrets)} {noise}"
    sending = prepare(json.dumps(asked(text)).encode(), Handling.MASK, purpose=Purpose())
    masked, answer, heard = json.loads(sending.raw)["messages"][0]["content"], sending.answer(), b""
    for size in [*cut, len(masked)]:
        choice = {"index": 0, "delta": {"content": masked[:size]}, "finish_reason": None}
        heard += answer.lines(b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n")
        masked = masked[size:]
    heard += answer.lines(b"data: [DONE]\n\n")

    assert read(heard.decode()) == text


async def test_it_passes_every_byte_when_there_is_nothing_to_mask(
    program: httpx.AsyncClient, supplier: FakeSupplier
) -> None:
    body = b'{ "model":"good" , "messages":[{"role":"user","content":"Bonjour \\u00e0 tous"}], "x": 1.50 }'
    await program.post("/chat/completions", content=body)

    assert supplier.bodies == [body]


async def test_it_masks_the_whole_request_the_same_way(
    client: openai.AsyncOpenAI, supplier: FakeSupplier
) -> None:
    call = {
        "id": "c1",
        "type": "function",
        "function": {"name": "f", "arguments": '{"qui": "Mme Durand", "n": 1}'},
    }
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    messages: list[Any] = [
        {"role": "system", "content": "Vous aidez Mme Durand."},
        {"role": "user", "content": [{"type": "text", "text": "Mme DURAND, 0612345678"}, image]},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": "M. Benali, 06 12 34 56 78"},
        {"role": "user", "content": "Écrire à Mme Durand."},
    ]
    answer = await client.chat.completions.create(model="echo", messages=messages)

    sent = supplier.asked[0]["messages"]
    assert sent[0]["content"] == "Vous aidez Mme [PERSONNE_1]."
    assert sent[1]["content"] == [{"type": "text", "text": "Mme [PERSONNE_1], [TÉLÉPHONE_1]"}, image]
    arguments = json.loads(sent[2]["tool_calls"][0]["function"]["arguments"])
    assert arguments == {"qui": "Mme [PERSONNE_1]", "n": 1}
    assert sent[3]["content"] == "M. [PERSONNE_2], [TÉLÉPHONE_1]"
    assert answer.choices[0].message.content == "Écrire à Mme Durand."


def test_it_gives_a_tool_readable_arguments() -> None:
    originals = {"[PERSONNE_1]": 'Jean "Jojo" Durand', "[TÉLÉPHONE_1]": "06"}
    answer = Answer(originals)
    pieces = ['{"qui": "[PERS', 'ONNE_1]", "tel": "[T\\u00c9L', '\\u00c9PHONE_1]"}']
    heard = b""
    for piece in pieces:
        delta = {"tool_calls": [{"index": 0, "function": {"arguments": piece}}]}
        event = {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
        heard += answer.lines(b"data: " + json.dumps(event).encode() + b"\n\n")
    said = [json.loads(line[5:]) for line in heard.splitlines() if line.startswith(b"data:")]
    whole = "".join(
        call["function"]["arguments"] for one in said for call in one["choices"][0]["delta"]["tool_calls"]
    )

    assert json.loads(whole) == {"qui": 'Jean "Jojo" Durand', "tel": "06"}


async def test_it_refuses_when_the_program_asks_so(
    program: httpx.AsyncClient, supplier: FakeSupplier
) -> None:
    refuse = {"x-safeguards": "refuse"}
    refused = await program.post("/chat/completions", json=asked(sentence(["Durand"])), headers=refuse)
    nothing = await program.post("/chat/completions", json=asked("Bonjour."), headers=refuse)
    unknown = await program.post("/chat/completions", json=asked("Bonjour."), headers={"x-safeguards": "x"})

    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "personal_data_found")
    assert nothing.status_code == 200
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (400, "unknown_handling")
    assert len(supplier.bodies) == 1
    assert "Durand" not in refused.text


async def test_it_passes_when_the_program_asks_so_and_writes_the_fact_down(
    program: httpx.AsyncClient, supplier: FakeSupplier, rows: Rows
) -> None:
    answer = await program.post(
        "/chat/completions", json=asked(sentence(["Durand"])), headers={"x-safeguards": "pass"}
    )

    assert answer.status_code == 200
    assert "Durand" in supplier.asked[0]["messages"][0]["content"]
    (fact,) = rows("select body from event where name = 'assistant.data_passed'")
    assert fact["body"] == {"use_case": "", "model": "echo", "supplier": "Essai", "kinds": ["person_name"]}


@pytest.mark.parametrize("code", ["ETA-CIV", "URB-INS", "RH-ADM"])
async def test_it_never_passes_for_a_watched_use(
    program: httpx.AsyncClient, supplier: FakeSupplier, code: str
) -> None:
    headers = {"x-safeguards": "pass", "x-use-case": code}
    refused = await program.post("/chat/completions", json=asked(sentence(["Durand"])), headers=headers)

    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "pass_forbidden")
    assert supplier.bodies == []


async def test_it_looks_for_nothing_when_nothing_leaves(program: httpx.AsyncClient) -> None:
    body = asked("Écris une lettre à Mme Durand pour la remercier.") | {"model": "auto"}
    answer = await program.post("/chat/completions", json=body, headers={"x-safeguards": "refuse"})

    assert answer.status_code == 200
    assert "[PERSONNE" not in answer.text


async def _ask(person: Client, text: str, **more: Any) -> dict[str, Any]:
    body = {"question": {"content": text, "model": "echo", **more}}
    begun = await person.post(f"{ROOT}/conversations", json=body)
    assert begun.status_code == 201, begun.text
    here = f"{ROOT}/conversations/{begun.json()['id']}"
    answer = await person.get(f"{here}/messages/{begun.json()['messages'][1]['id']}", params={"wait": 10})
    found: dict[str, Any] = answer.json() | {"here": here, "question": begun.json()["messages"][0]}
    return found


async def test_it_masks_a_conversation_and_keeps_the_person_s_own_words(
    agent: Client, supplier: FakeSupplier
) -> None:
    first = await _ask(agent, sentence(["Durand", "06 12 34 56 78"]))
    again = {"content": "Rappeler Mme Durand au 0612345678, pas M. Benali.", "model": "echo"}
    exchange = (await agent.post(f"{first['here']}/messages", json=again)).json()
    second = await agent.get(f"{first['here']}/messages/{exchange['answer']['id']}", params={"wait": 10})

    assert first["content"] == first["question"]["content"] == sentence(["Durand", "06 12 34 56 78"])
    assert "Durand" in second.json()["content"]
    sent = [message["content"] for message in supplier.asked[-1]["messages"]]
    assert sent[-1] == "Rappeler Mme [PERSONNE_1] au [TÉLÉPHONE_1], pas M. [PERSONNE_2]."
    assert sent[0] == sent[1] == "Mme [PERSONNE_1] attend. Son numéro : [TÉLÉPHONE_1]."
    assert not [body for body in supplier.bodies if b"Durand" in body or b"Benali" in body]


async def test_it_sends_as_it_is_with_a_reason(agent: Client, supplier: FakeSupplier, rows: Rows) -> None:
    told = await _ask(agent, sentence(["Durand"]), handling="pass", reason="Elle m’a donné son accord.")

    assert told["content"] == sentence(["Durand"])
    assert "Durand" in supplier.asked[0]["messages"][0]["content"]
    assert told["question"]["handling"] == "pass"
    events = rows("select name, body from event where name = 'assistant.data_passed'")
    assert len(events) == 1
    assert "accord" not in str(events)


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"handling": "pass"}, 422, "invalid"),
        ({"handling": "pass", "reason": "  "}, 422, "invalid"),
        ({"handling": "pass", "reason": "a\x00b"}, 422, "invalid"),
        ({"handling": "pass", "reason": "Accord.", "use_case": "ETA-CIV"}, 403, "pass_forbidden"),
        ({"handling": "refuse"}, 422, "personal_data_found"),
        ({"handling": "other"}, 422, "invalid"),
        ({"use_case": "ACT-SOC"}, 403, "use_forbidden"),
    ],
)
async def test_it_refuses_and_keeps_nothing(
    agent: Client, supplier: FakeSupplier, rows: Rows, more: dict[str, str], status: int, code: str
) -> None:
    body = {"question": {"content": sentence(["Durand"]), "model": "echo", **more}}
    refused = await agent.post(f"{ROOT}/conversations", json=body)

    assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text
    assert not rows("select 1 from message")
    assert supplier.bodies == []


def test_it_keeps_a_policy_for_every_use() -> None:
    watched = [code for code, one in BY_CODE.items() if one.restriction != "none"]
    raw = json.dumps(asked(sentence(["Durand"]))).encode()
    for code in watched:
        with pytest.raises(PassForbidden):
            prepare(raw, Handling.PASS, purpose=Purpose(BY_CODE[code]))
    assert mask(sentence(["Durand"])).text not in raw.decode()
