"""A principal is believed when we signed it, for this service, a moment ago."""

from uuid import uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from services.kit import principal
from services.kit.errors import Unauthenticated
from services.kit.principal import Principal, sign, verify

KEY = "a key for the tests, long enough to sign with"
ADA = Principal(
    subject=uuid4(), name="Ada Élise", roles=frozenset({"agent"}), authority=uuid4(), request_id="r-1",
    scopes=frozenset({"*"}),
)  # fmt: skip


def test_it_reads_back_what_was_signed() -> None:
    token = sign(ADA, key=KEY, audience=("workshops", "metrics"))

    assert verify(token, key=KEY, audience="metrics") == ADA


@pytest.mark.parametrize("audience", ["assistant", "", "Workshops"])
def test_it_refuses_another_audience(audience: str) -> None:
    token = sign(ADA, key=KEY, audience=("workshops",))

    with pytest.raises(Unauthenticated):
        verify(token, key=KEY, audience=audience)


def test_it_refuses_another_key() -> None:
    token = sign(ADA, key="another key, just as long as the first one is", audience=("workshops",))

    with pytest.raises(Unauthenticated):
        verify(token, key=KEY, audience="workshops")


def test_it_refuses_an_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(principal, "LIFETIME", -1)
    token = sign(ADA, key=KEY, audience=("workshops",))

    with pytest.raises(Unauthenticated):
        verify(token, key=KEY, audience="workshops")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.", "é" * 10])
def test_it_refuses_what_is_no_token(token: str) -> None:
    with pytest.raises(Unauthenticated):
        verify(token, key=KEY, audience="workshops")


def test_it_refuses_the_algorithm_none() -> None:
    header, claims, _ = sign(ADA, key=KEY, audience=("workshops",)).split(".")
    unsigned = f"eyJhbGciOiJub25lIn0.{claims}."

    for token in (unsigned, f"{header}.{claims}."):
        with pytest.raises(Unauthenticated):
            verify(token, key=KEY, audience="workshops")


def test_it_refuses_claims_without_a_date() -> None:
    claims = {"sub": str(ADA.subject), "aud": ["workshops"]}
    token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(KEY))

    with pytest.raises(Unauthenticated):
        verify(token, key=KEY, audience="workshops")
