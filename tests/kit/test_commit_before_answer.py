"""An acknowledgement means durable: what cannot be committed is not acknowledged."""

from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import httpx
import psycopg
import pytest
from fastapi import APIRouter
from sqlalchemy import text

from gateway.settings import GatewaySettings
from services.kit.app import Room, create_service
from services.kit.db import Session
from services.kit.principal import HEADER, Principal, sign

router = APIRouter()


@router.post("/twice")
async def write_twice(session: Session) -> dict[str, bool]:
    await (await session.connection()).execute(text("insert into commit_probe values (1), (1)"))
    return {"done": True}


@router.post("/once")
async def write_once(session: Session) -> dict[str, bool]:
    await (await session.connection()).execute(text("insert into commit_probe values (2)"))
    return {"done": True}


@pytest.fixture
def probe(owner: psycopg.Connection, settings: GatewaySettings) -> Iterator[None]:
    # Deferred: the database objects at commit only, after the route has returned.
    owner.execute("create table commit_probe (id int unique deferrable initially deferred)")
    owner.execute("grant all on commit_probe to public")
    yield
    owner.execute("drop table commit_probe")


@pytest.fixture
async def service(probe: None, settings: GatewaySettings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_service(Room(name="probe", title="Probe", description="", router=router), settings)
    caller = Principal(subject=uuid4(), name="Ada", scopes=frozenset({"*"}))
    header = sign(caller, key=settings.principal_key.get_secret_value(), audience=("probe",))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://probe", headers={HEADER: header}
        ) as client:
            yield client


async def test_it_answers_500_when_the_commit_fails(
    service: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    answer = await service.post("/v1/twice")

    assert answer.status_code == 500
    assert answer.json()["code"] == "unexpected"
    assert owner.execute("select count(*) from commit_probe").fetchone() == (0,)


async def test_it_has_committed_when_it_answers_200(
    service: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    answer = await service.post("/v1/once")

    assert answer.status_code == 200
    assert owner.execute("select count(*) from commit_probe").fetchone() == (1,)
