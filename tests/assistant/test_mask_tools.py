"""Tools and the shape wanted of an answer leave without personal data, and programs still find them by their names."""

import json

import httpx
import pytest

from services.assistant.purposes import Purpose
from services.assistant.safeguards.sending import prepare
from services.assistant.schemas import Handling
from tests.assistant.supplier import FakeSupplier
from tests.assistant.test_send_without_personal_data import SECRETS, asked

pytestmark = pytest.mark.usefixtures("settled")

TOOL = {
    "type": "function",
    "function": {
        "name": "chercher_dossier",
        "description": "Cherche le dossier de Mme Durand, au 06 12 34 56 78.",
        "parameters": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string", "enum": ["M. Benali", "Mme Durand"], "description": "Le nom."},
                "mail": {"type": "string", "format": "email", "examples": ["durand@exemple.fr"]},
            },
        },
    },
}
SHAPE = {
    "type": "json_schema",
    "json_schema": {
        "name": "reponse",
        "schema": {
            "type": "object",
            "description": "La réponse à Mme Durand, NIR 2 55 08 14 168 025 38.",
            "properties": {"name": {"type": "string", "default": "Mme Durand"}},
        },
    },
}


@pytest.mark.parametrize("field", ["tools", "functions", "response_format"])
async def test_it_masks_tools_and_the_shape_of_an_answer_as_messages(
    program: httpx.AsyncClient, supplier: FakeSupplier, field: str
) -> None:
    told = {"tools": [TOOL], "functions": [TOOL["function"]], "response_format": SHAPE}[field]
    answer = await program.post("/chat/completions", json=asked("Cherche.", **{field: told}))
    assert answer.status_code == 200
    sent = json.loads(supplier.bodies[0])[field]
    for secret in SECRETS:
        assert secret not in json.dumps(sent, ensure_ascii=False)
    kept = json.dumps(sent, ensure_ascii=False)
    names = {"tools": "chercher_dossier", "functions": "chercher_dossier", "response_format": "reponse"}
    assert f'"name": "{names[field]}"' in kept
    assert '"type": "object"' in kept
    assert '"properties": {"name":' in kept
    if field != "response_format":
        assert '"required": ["name"]' in kept
        assert '"format": "email"' in kept


async def test_it_gives_the_real_words_back_in_what_a_masked_tool_is_called_with(
    program: httpx.AsyncClient, supplier: FakeSupplier
) -> None:
    body = asked("Écrire à Mme Durand.", tools=[TOOL])
    answer = await program.post("/chat/completions", json=body)
    sent = json.loads(supplier.bodies[0])
    placeholder = sent["messages"][0]["content"].removeprefix("Écrire à Mme ").removesuffix(".")
    assert f"Mme {placeholder}" in sent["tools"][0]["function"]["parameters"]["properties"]["name"]["enum"]
    assert answer.json()["choices"][0]["message"]["content"] == "Écrire à Mme Durand."


@pytest.mark.parametrize("field", ["tools", "response_format"])
async def test_it_refuses_personal_data_in_tools_when_asked_to(
    program: httpx.AsyncClient, supplier: FakeSupplier, field: str
) -> None:
    told = {"tools": [TOOL], "response_format": SHAPE}[field]
    answer = await program.post(
        "/chat/completions", json=asked("Cherche.", **{field: told}), headers={"x-safeguards": "refuse"}
    )
    assert answer.status_code == 422
    assert supplier.bodies == []


def test_it_sends_tools_without_personal_data_byte_for_byte() -> None:
    raw = json.dumps(
        asked("Cherche.", tools=[{"type": "function", "function": {"name": "chercher"}}])
    ).encode()
    assert prepare(raw, Handling.MASK, purpose=Purpose()).raw == raw
