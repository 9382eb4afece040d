"""Every answer carries an id to quote and safe headers."""

import re

import pytest

from tests.conftest import Client


async def test_it_gives_an_id_to_quote(visitor: Client) -> None:
    answer = await visitor.get("/api/identity/v1/me")

    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"])
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def test_it_keeps_the_id_a_program_sends(visitor: Client) -> None:
    answer = await visitor.get("/healthz", headers={"x-request-id": "partner-2026-0001"})

    assert answer.headers["x-request-id"] == "partner-2026-0001"


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space", "crlf\u00e9injection", "<script>"])
async def test_it_replaces_an_id_that_is_none(visitor: Client, given: str) -> None:
    answer = await visitor.get("/healthz", headers={"x-request-id": given.encode("utf-8")})

    assert answer.headers["x-request-id"] != given


async def test_it_sends_safe_headers(visitor: Client) -> None:
    headers = (await visitor.get("/api/identity/v1/me")).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["cache-control"] == "no-store"
    assert headers["strict-transport-security"].startswith("max-age=31536000")


async def test_it_is_ready_when_every_room_is(visitor: Client) -> None:
    answer = await visitor.get("/readyz")

    assert (answer.status_code, answer.text) == (200, "ok")


async def test_it_exposes_counts_by_room_without_addresses(visitor: Client) -> None:
    await visitor.get("/connexion/secret-token-in-an-address")

    text = (await visitor.get("/prometheus")).text

    assert "terrain_requests_total" in text
    assert "secret-token" not in text
