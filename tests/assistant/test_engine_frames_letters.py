"""Around the body of a letter: who signs, where, by which means, and what to check before it leaves."""

import re
from datetime import date

import pytest

from services.assistant.engine import Message, ReplyKind, reply


def letter(request: str) -> str:
    answer = reply([Message("user", request)], today=date(2026, 11, 24))
    assert answer.kind is ReplyKind.LETTER, request
    return answer.text.replace("\u00a0", " ")


def test_it_leaves_to_complete_what_the_request_did_not_give() -> None:
    text = letter("rédige une lettre")
    assert "[commune], le 24 novembre 2026" in text
    assert "[à compléter : nom et adresse du destinataire]" in text
    assert "**Objet :** [à compléter : objet]" in text
    assert "[à compléter : prénom, nom et qualité du signataire]" in text


@pytest.mark.parametrize(
    ("sender", "place", "body", "signatory"),
    [
        ("de la part du maire de Chéroy", "Chéroy", "Mairie de Chéroy", "Le maire"),
        ("au nom de la commune d'Héry", "Héry", "Commune d'Héry", None),
        ("signée par Mme la maire de lormes", "Lormes", "Mairie de Lormes", "La maire"),
    ],
)
def test_it_names_the_sender_when_told(sender: str, place: str, body: str, signatory: str | None) -> None:
    text = letter(f"Rédige une lettre à Mme Durand {sender} au sujet de la fermeture de l'école")
    assert f"**{body}**" in text
    assert f"\n\n{place}, le 24 novembre 2026\n\n" in text
    assert signatory is None or f"\n\n{signatory}\n\n" in text


def test_it_takes_the_place_from_the_clerk_who_writes() -> None:
    text = letter(
        "Je suis secrétaire de mairie à Chéroy, rédige une réponse à M. Roux qui demande un acompte"
    )
    assert "**Mairie de Chéroy**" in text
    assert "Chéroy, le 24 novembre 2026" in text


def test_it_warns_that_a_masculine_may_be_a_woman() -> None:
    assert "« Madame la Préfète » partout" in letter("lettre au préfet au sujet de la trésorerie")
    assert "Madame la Préfète" not in letter("lettre à M. le préfet au sujet de la trésorerie")


def test_it_writes_an_email_without_place_or_address() -> None:
    text = letter("Rédige un mail à Mme Fabre pour confirmer la réservation de la salle des fêtes le 20 juin")
    assert "[commune]" not in text
    assert "Je vous confirme la réservation de la salle des fêtes le 20 juin." in text


def test_it_offers_condolences_without_object_or_cold_greetings() -> None:
    text = letter("Prépare une lettre de condoléances à la famille Moreau")
    assert "Famille Moreau" in text
    assert "Objet" not in text
    assert "l'expression de ma profonde sympathie" in text


def test_it_reminds_that_a_refusal_gives_its_reasons_and_remedies() -> None:
    text = letter("Rédige une lettre à M. Martin pour refuser sa demande de subvention")
    assert "article L. 211-2" in text
    assert "voies et délais de recours" in text


def test_it_counts_what_is_left_to_complete() -> None:
    text = letter(
        "rédige une lettre à Mme Durand de la part du maire de Chéroy pour la remercier de son aide"
    )
    page = text.split("\n---\n")[1]
    counted = len(re.findall(r"\[[^\]]+\]", page))
    assert counted == 1
    assert "Complétez le passage entre crochets." in text
