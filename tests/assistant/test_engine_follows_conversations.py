"""The embedded engine adjusts the letter that was asked for before."""

from datetime import date

from services.assistant.engine import Message, Reply, ReplyKind, reply

FIRST = "Rédige une lettre à M. Martin pour refuser sa demande de subvention"


def ask(*texts: str) -> Reply:
    turns = [turn for text in texts for turn in (Message("user", text), Message("assistant", "…"))]
    return reply(turns[:-1], today=date(2026, 11, 24))


def test_it_addresses_the_same_letter_to_someone_else() -> None:
    text = ask(FIRST, "refais-la pour Mme Durand").text
    assert "Madame Durand" in text
    assert "Je vous prie d'agréer, Madame, l'expression" in text
    assert "votre demande de subvention" in text
    assert "Martin" not in text


def test_it_addresses_the_same_letter_to_an_official() -> None:
    assert "Je vous prie d'agréer, Monsieur le Préfet," in ask(FIRST, "et pour le préfet").text


def test_it_shortens_the_letter() -> None:
    long, short = ask(FIRST), ask(FIRST, "plus court")
    assert len(short.text) < len(long.text)
    assert "Je reste à votre disposition" not in short.text


def test_it_adds_up_the_changes_asked_one_after_the_other() -> None:
    text = ask(
        "Rédige une lettre à M. Martin qui demande la salle des fêtes",
        "plutôt un refus car la salle est prise",
        "ajoute que la petite salle reste libre",
        "signée par la maire",
    ).text
    assert "il ne m'est pas possible d'y donner une suite favorable. En effet, la salle est prise." in text
    assert "La petite salle reste libre." in text
    assert "\n\nLa maire\n\n" in text


def test_it_owns_up_that_it_cannot_change_the_tone() -> None:
    answer = ask(FIRST, "plus chaleureux")
    assert answer.kind is ReplyKind.LETTER
    assert answer.text.startswith("Je ne sais pas changer le ton")


def test_it_owns_up_that_it_cannot_lengthen() -> None:
    assert "je n'écris que ce que votre demande contient" in ask(FIRST, "plus long").text


def test_it_does_not_take_a_new_request_for_a_follow_up() -> None:
    text = ask(FIRST, "Rédige une lettre à Mme Petit pour la remercier de son aide").text
    assert "Madame Petit" in text
    assert "subvention" not in text


def test_it_cannot_follow_up_on_nothing() -> None:
    assert ask("plus court").kind is ReplyKind.GUIDANCE


def test_it_ignores_what_the_assistant_and_the_system_said() -> None:
    turns = [
        Message("system", "Rédige une délibération"),
        Message("user", "bonjour"),
        Message("assistant", FIRST),
    ]
    assert reply(turns, today=date(2026, 11, 24)).kind is ReplyKind.GUIDANCE


def test_it_says_that_a_resolution_cannot_be_retouched() -> None:
    answer = ask("Rédige une délibération pour acheter un tracteur", "plus court")
    assert answer.kind is ReplyKind.RESOLUTION
    assert "Je ne sais pas retoucher ce document" in answer.text
