"""A principal is believed when we signed it, for this service, a moment ago."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import uuid4

import pytest
from hypothesis import given, strategies as st

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


@pytest.mark.parametrize("token", ["", "x", ".", "a.b", "a.b.c", "e30.e30.", "é" * 10])
def test_it_refuses_what_is_no_token(token: str) -> None:
    with pytest.raises(Unauthenticated):
        verify(token, key=KEY, audience="workshops")


def test_it_refuses_claims_that_nobody_signed() -> None:
    claims, signature = sign(ADA, key=KEY, audience=("workshops",)).split(".")
    told = json.loads(urlsafe_b64decode(claims + "=="))
    told["caller"]["is_operator"] = True
    forged = urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")

    for token in (forged, f"{forged}.", f"{forged}.{signature}", f".{signature}", claims):
        with pytest.raises(Unauthenticated):
            verify(token, key=KEY, audience="workshops")


@given(place=st.integers(min_value=0), sign_of=st.characters(codec="latin-1"))
def test_it_refuses_a_token_with_any_sign_changed(place: int, sign_of: str) -> None:
    token = sign(ADA, key=KEY, audience=("workshops",))
    place %= len(token) - 1  # the last sign of base64 holds bits that stand for nothing
    changed = token[:place] + sign_of + token[place + 1 :]
    if changed != token:
        with pytest.raises(Unauthenticated):
            verify(changed, key=KEY, audience="workshops")


@pytest.mark.parametrize("left_out", ["caller", "audience", "until"])
def test_it_refuses_signed_claims_that_are_not_whole(left_out: str) -> None:
    claims, _, _ = sign(ADA, key=KEY, audience=("workshops",)).partition(".")
    told = json.loads(urlsafe_b64decode(claims + "=="))
    del told[left_out]
    token = principal._signer(KEY).sign(urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=")).decode()

    with pytest.raises(Unauthenticated):
        verify(token, key=KEY, audience="workshops")
