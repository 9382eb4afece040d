"""The embedded engine says what it cannot do, and what simpler answer exists."""

from datetime import date

import pytest

from services.assistant.engine import NAME, Message, Reply, ReplyKind, reply

TODAY = date(2026, 11, 24)


def ask(text: str) -> Reply:
    return reply([Message("user", text)], today=TODAY)


@pytest.mark.parametrize(
    ("request_", "where", "use_case"),
    [
        ("combien font 12 % de 450 ?", "calculatrice", "TAB-XLS"),
        ("calcule 3*4", "calculatrice", "TAB-XLS"),
        ("quels sont les jours fériés en mai ?", "service-public.fr", None),
        ("quel est le code postal de Lormes", "La Poste", None),
        ("corrige les fautes d'orthographe", "correcteur", "IDE"),
        ("que dit l'article L2121-29 du CGCT ?", "Tapez « L. 2121-29 »", "REC-JUR"),
        ("a-t-on le droit de fermer la mairie le samedi ?", "Légifrance", "REC-JUR"),
        ("où trouver le formulaire cerfa de carte d'identité", "service-public.fr", None),
        ("fais-moi un tableau excel des associations", "tableur", "TAB-XLS"),
        ("comment classer nos dossiers d'urbanisme", "plan de classement", "CLA-DOC"),
        ("traduis ce texte en anglais", "traducteur", "TRA-FAL"),
        ("reformule cette phrase", "relisez à voix haute", "IDE"),
        ("aide-moi à monter un dossier de subvention DETR", "aides-territoires", "SUB-DOS"),
    ],
)
def test_it_points_to_the_frugal_answer(request_: str, where: str, use_case: str | None) -> None:
    answer = ask(request_)
    assert answer.kind is ReplyKind.GUIDANCE
    assert answer.use_case == use_case
    assert answer.frugal_hint
    text = answer.text.replace("\u00a0", " ")
    assert where in text
    assert text.count("\n- ") == 4  # the four things it can do


@pytest.mark.parametrize("request_", ["bonjour", "raconte-moi une blague", "qui es-tu ?", "xyz", "?"])
def test_it_lists_what_it_can_do(request_: str) -> None:
    answer = ask(request_)
    assert answer.kind is ReplyKind.GUIDANCE
    assert "**Ce que je sais faire**" in answer.text
    assert answer.frugal_hint is None


def test_it_does_what_its_own_examples_promise() -> None:
    examples = [
        line.split("«\u00a0")[1].split("\u00a0»")[0]
        for line in ask("bonjour").text.splitlines()
        if line.startswith("- ")
    ]
    kinds = [ask(example).kind for example in examples]
    assert kinds == [ReplyKind.LETTER, ReplyKind.MINUTES, ReplyKind.RESOLUTION, ReplyKind.SUMMARY]


def test_it_knows_what_day_it_is() -> None:
    assert "Nous sommes le mardi 24 novembre 2026." in ask("quel jour sommes-nous ?").text


def test_it_asks_what_to_do_with_a_pasted_text() -> None:
    assert "Vous avez collé un texte" in ask("Il fait beau dans la vallée. " * 60).text


@pytest.mark.parametrize(
    "request_",
    [
        "Rédige un courrier pour attribuer un secours financier du CCAS à Mme Morel",
        "aide-moi à trier les demandes d'aide sociale",
        "fais le résumé de l'enquête sociale de la famille Petit",
        "Résume :\nMme Petit touche le RSA et demande un relogement. " + "Elle a écrit au maire. " * 10,
    ],
)
def test_it_declines_social_care_kindly(request_: str) -> None:
    answer = ask(request_)
    assert answer.kind is ReplyKind.REFUSAL
    assert answer.use_case == "ACT-SOC"
    assert "À la place" in answer.text
    assert "travailleur social" in answer.text


@pytest.mark.parametrize(
    "request_", ["rédige un acte de naissance", "que mettre en mention marginale ?", "dossier de PACS"]
)
def test_it_declines_the_civil_registry_kindly(request_: str) -> None:
    answer = ask(request_)
    assert answer.kind is ReplyKind.REFUSAL
    assert answer.use_case == "ETA-CIV"
    assert "logiciel d'état civil" in answer.text


def test_it_says_what_it_is() -> None:
    for request in (
        "bonjour",
        "rédige une lettre",
        "rédige une délibération",
        "résume",
        "compte rendu",
        "RSA",
    ):
        assert ask(request).text.endswith(
            "*Réponse du moteur embarqué, qui n'est pas une IA générative\u00a0: vous en restez l'auteur et vous la relisez.*"
        )


def test_it_answers_an_empty_conversation() -> None:
    assert reply([], today=TODAY).kind is ReplyKind.GUIDANCE


def test_it_bears_its_name() -> None:
    assert NAME == "terrain-embarque"
