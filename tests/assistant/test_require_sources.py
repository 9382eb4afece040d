"""An answer that touches the law says where it can be checked, or the page warns."""

import pytest

from services.assistant import frugality, sources
from services.assistant.use_cases import BY_CODE, CATALOGUE, Flag


@pytest.mark.parametrize(
    "text",
    [
        "Voir l’article L. 2121-29 du CGCT.", "Selon l’art. 6 de la convention.", "La loi n° 2019-828 le prévoit.",
        "Décret du 10 juin 1985.", "Vu le code général des collectivités territoriales,",
        "CE, 12 mars 2014, Commune de X.", "https://www.legifrance.gouv.fr/…", "Le R. 423-1 s’applique.",
    ],
)  # fmt: skip
def test_it_recognises_a_source(text: str) -> None:
    assert not sources.are_missing(text, use_case=BY_CODE["REC-JUR"])


@pytest.mark.parametrize(
    "text", ["Le maire peut refuser.", "C’est légal depuis 2019.", "La loi le permet.", "Un code postal."]
)
def test_it_warns_when_there_is_none(text: str) -> None:
    assert sources.are_missing(text, use_case=BY_CODE["REC-JUR"])
    assert not sources.are_missing(text, use_case=BY_CODE["IDE"])
    assert not sources.are_missing(text, use_case=None)
    assert not sources.are_missing("  ", use_case=BY_CODE["REC-JUR"])


def test_it_knows_a_simpler_way_for_most_uses() -> None:
    hinted = [one for one in CATALOGUE if frugality.hint(one)]

    assert len(hinted) >= 12
    assert all(frugality.hint(one) for one in CATALOGUE if one.code in {"TAB-XLS", "REC-INT", "RED-COU"})
    assert any(Flag.LEGAL_RISK in one.flags for one in hinted)
    assert frugality.hint(None) == ""
