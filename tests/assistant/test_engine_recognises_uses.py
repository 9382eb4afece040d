"""A request is filed under the catalogue of uses by its words."""

import re

import pytest
from hypothesis import given, settings, strategies as st

from services.assistant import use_cases
from services.assistant.engine import recognise
from services.assistant.engine.recognition import DECLINED_SIGNS, DECLINED_STEMS
from services.assistant.use_cases import BY_CODE, CATALOGUE, Family, Flag, Restriction, Rung


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ("Rédige un courrier à Mme Durand", "RED-COU"),
        ("Rédige un mail à l'entreprise Dubois", "RED-COU"),
        ("Remercie les bénévoles pour leur aide", "RED-COU"),
        ("réponds à M. le préfet au sujet de la DETR", "RED-COU"),
        ("Rédige un courrier pour transmettre le compte rendu", "RED-COU"),
        ("Suite à la délibération du 3 mars, rédige un courrier à M. Petit", "RED-COU"),
        ("Réponds à Mme Durand qui demande une place", "REL-USA"),
        ("Rédige une réponse à un habitant mécontent", "REL-USA"),
        ("Fais-moi une délibération pour acheter un tracteur", "RED-DEL"),
        ("REDIGE UNE DELIBERATION", "RED-DEL"),
        ("fais un compte-rendu de la réunion", "RED-CR"),
        ("PV du conseil municipal", "RED-CR"),
        ("résume le compte rendu suivant", "SYN-DOC"),
        ("fais une synthèse de ce document", "SYN-DOC"),
        ("écris le discours du 11 novembre", "RED-DIS"),
        ("prépare une note de service sur les congés", "RED-NOT"),
        ("que dit l'article L. 2121-29 du CGCT", "REC-JUR"),
        ("où est le dossier de la salle des fêtes", "REC-INT"),
        ("comment classer nos archives", "CLA-DOC"),
        ("rédige le CCTP du marché public de voirie", "MAR-PUB"),
        ("monter un dossier de subvention DSIL", "SUB-DOS"),
        ("un tableau de bord pour les élus", "TAB-BRD"),
        ("une formule excel pour compter", "TAB-XLS"),
        ("une fiche de poste d'agent technique", "RH-ADM"),
        ("analyse du budget primitif", "FIN-BUD"),
        ("instruire un permis de construire", "URB-INS"),
        ("copie d'acte de naissance", "ETA-CIV"),
        ("dossier RSA de Mme X", "ACT-SOC"),
        ("traduire en FALC", "TRA-FAL"),
        ("compare les tarifs de cantine des communes voisines", "VEI-BEN"),
        ("donne-moi des idées de slogan", "IDE"),
        ("un chatbot pour le site de la mairie", "REL-BOT"),
    ],
)
def test_it_recognises_a_use(request_: str, code: str) -> None:
    found = recognise(request_)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "request_", ["", "bonjour", "quel temps fait-il ?", "réponds à cette question : combien font 3 et 4 ?"]
)
def test_it_recognises_nothing_in_small_talk(request_: str) -> None:
    assert recognise(request_) is None


def test_it_flags_a_named_person_in_pasted_social_material() -> None:
    found = recognise("Résume :\nMme Petit touche le RSA et demande un relogement depuis deux ans.")
    assert found is not None
    assert found.code == "ACT-SOC"


def test_it_lets_a_public_report_be_summarised() -> None:
    found = recognise("Résume ce rapport :\nLe RSA concerne deux millions de foyers en France.")
    assert found is not None
    assert found.code == "SYN-DOC"


def test_it_holds_the_whole_catalogue() -> None:
    codes = (
        "RED-DEL RED-CR RED-COU RED-DIS RED-NOT REL-USA REL-BOT SYN-DOC REC-JUR REC-INT CLA-DOC MAR-PUB SUB-DOS TAB-BRD TAB-XLS "
        "RH-ADM FIN-BUD URB-INS ETA-CIV ACT-SOC TRA-FAL VEI-BEN IDE"
    )
    assert [use_case.code for use_case in CATALOGUE] == codes.split()
    assert set(BY_CODE) == set(codes.split())


def test_it_flags_what_each_use_risks() -> None:
    urbanism = BY_CODE["URB-INS"]
    assert (urbanism.personal_data, urbanism.individual_decision, urbanism.legal_risk, urbanism.secret) == (
        True,
        True,
        True,
        False,
    )
    assert BY_CODE["REC-INT"].flags == {Flag.PERSONAL_DATA, Flag.SECRET}
    assert BY_CODE["IDE"].flags == frozenset()


def test_it_forbids_social_care_and_avoids_the_civil_registry() -> None:
    assert [case.code for case in CATALOGUE if case.restriction is Restriction.FORBIDDEN] == ["ACT-SOC"]
    assert [case.code for case in CATALOGUE if case.restriction is Restriction.AVOID] == ["ETA-CIV"]


def test_it_never_starts_with_ai() -> None:
    assert not {case.first_rung for case in CATALOGUE} & {Rung.READY_AI, Rung.CUSTOM_AI}


@pytest.mark.parametrize("closed_list", [Family, Flag, Rung, Restriction])
def test_it_names_every_value_in_french(closed_list: type[use_cases.Family]) -> None:
    labels = [value.label for value in closed_list]
    assert len(set(labels)) == len(labels)
    assert all(labels)


@settings(max_examples=500)
@given(st.sampled_from(DECLINED_SIGNS).flatmap(lambda sign: st.from_regex(re.compile(sign, re.ASCII))))
def test_the_quick_look_passes_over_no_sign_of_a_declined_use(text: str) -> None:
    assert any(stem in text for stem in DECLINED_STEMS)
