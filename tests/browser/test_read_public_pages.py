"""What anyone may read is readable by anyone."""

import pytest

from tests.browser.visit import Visit


@pytest.mark.parametrize(
    "address",
    [
        "/accessibilite",
        "/donnees-personnelles",
        "/aide",
        "/transparence",
        "/docs",
        "/connexion",
        "/nulle-part",
    ],
)
async def test_it_reads_without_an_obstacle(visit: Visit, address: str) -> None:
    await visit.open(address)

    await visit.inspect(address.strip("/"))
