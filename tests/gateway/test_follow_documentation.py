"""Whoever copies an example of the guide gets an answer."""

import shlex
import subprocess
import sys
from typing import Any

import httpx
import pytest

from gateway.settings import GatewaySettings
from tests.conftest import Client
from tests.gateway.documentation import Document, Page, key, read_document, read_guide
from tests.servers import serving

SAMPLE_ID = "0199f2a4-7c1e-7b3a-9d58-3f6a1c2e4b70"


@pytest.fixture
async def document(visitor: Client) -> Document:
    return await read_document(visitor)


@pytest.fixture
async def guide(visitor: Client) -> Page:
    return await read_guide(visitor)


def read_curl(command: str, *, key: str) -> dict[str, Any]:
    """Read a curl command as a call, as the shell would."""
    words = iter(shlex.split(command.replace("$TERRAIN_KEY", key).replace("\\\n", " "))[1:])
    call: dict[str, Any] = {"method": "GET", "headers": {}}
    for word in words:
        if word == "-X":
            call["method"] = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            call["headers"][name] = value
        elif word == "--data":
            call["content"] = next(words).encode()
        else:
            call["url"] = word
    return call


async def plan(admin: Client, document: Document) -> str:
    """Plan a workshop as the documentation shows it, in the first authority of the programme."""
    programme = (await admin.get("/api/workshops/v1/programmes")).json()["items"][0]
    body = document["paths"]["/api/workshops/v1/workshops"]["post"]["requestBody"]
    asked = body["content"]["application/json"]["example"] | {
        "programme_id": programme["id"], "authority_id": programme["authorities"][0]["authority_id"],
    }  # fmt: skip
    answer = await admin.post("/api/workshops/v1/workshops", json=asked)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_it_shows_calls_that_work(
    admin: Client, visitor: Client, document: Document, guide: Page
) -> None:
    partner, facilitator = await key(admin, "partner"), await key(admin, "facilitator")
    workshop = await plan(admin, document)
    commands = [text for kind, text in guide.programs if kind == "shell"]
    answers = []
    for command in commands:
        secret = facilitator if "/operations" in command else partner
        call = read_curl(command.replace(f"workshops/{SAMPLE_ID}", f"workshops/{workshop}"), key=secret)
        answer = await visitor.request(**call)
        assert answer.is_success, f"{command}\n{answer.text}"
        answers.append(answer.json())

    me, completion, receipt, batch = answers
    assert me["scopes"]
    assert completion["choices"][0]["message"]["content"]
    assert "refused" not in receipt or receipt["refused"] == []
    assert [one["outcome"] for one in batch["items"]] == ["applied"]


async def test_it_shows_programs_that_work(
    admin: Client, document: Document, settings: GatewaySettings
) -> None:
    secret = await key(admin, "partner")
    await plan(admin, document)
    with serving(settings, is_split=False) as origin:
        page = Page(httpx.get(f"{origin}/docs", timeout=60).text)  # read when it is first asked for
        programs = [text for kind, text in page.programs if kind == "python"]
        said = [
            subprocess.run(
                [sys.executable, "-c", program], env={"TERRAIN_KEY": secret}, text=True, capture_output=True,
                timeout=60, check=False,
            )
            for program in programs
        ]  # fmt: skip

    assert [(one.returncode, one.stderr) for one in said] == [(0, "")] * 2
    assert "Mairie" in said[0].stdout
    assert "parents" in said[1].stdout.lower()
