"""An edit starts from the version that was read, or is refused."""

import pytest

from services.kit import etags


@pytest.mark.parametrize("tag", ['"3"', 'W/"3"', '"2", "3"'])
def test_it_lets_the_present_version_through(tag: str) -> None:
    etags.check(tag, 3)


@pytest.mark.parametrize("tag", ['"2"', "3", "*", '"33"', ""])
def test_it_refuses_any_other(tag: str) -> None:
    with pytest.raises(etags.VersionChanged):
        etags.check(tag, 3)


def test_it_asks_for_a_version() -> None:
    with pytest.raises(etags.VersionRequired):
        etags.check(None, 3)
