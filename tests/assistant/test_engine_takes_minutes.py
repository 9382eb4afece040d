"""The embedded engine puts pasted notes in the order of minutes, and loses no line."""

from datetime import date

from services.assistant.engine import Message, Reply, ReplyKind, reply

NOTES = """Date : 3 mars 2026
Lieu : mairie
Présents : Mme Petit, M. Roux, Paul Girard
Excusés : M. Blanc
Ordre du jour : enrobés, éclairage public, questions diverses

1. Enrobés
- le devis de Colas est à 12 400 € HT
- M. Roux trouve que c'est cher
Décision : demander un deuxième devis
Paul : appeler Eiffage avant le 15 mars
2. éclairage public
il est décidé d'éteindre de 23 h à 5 h
Mme Petit doit prévenir les habitants d'ici fin mars
3. Questions diverses
un banc est cassé place de l'Église
à faire : réparer le banc
prochaine réunion le 7 avril à 18 h"""


def ask(*texts: str) -> Reply:
    return reply([Message("user", text) for text in texts], today=date(2026, 11, 24))


def minutes(*texts: str) -> str:
    answer = ask(*texts)
    assert answer.kind is ReplyKind.MINUTES
    assert answer.use_case == "RED-CR"
    return answer.text.replace("\u00a0", " ")


def test_it_orders_pasted_notes() -> None:
    text = minutes(
        f"Fais le compte rendu de la réunion de la commission voirie à partir de ces notes :\n{NOTES}"
    )
    assert "## Compte rendu – réunion de la commission voirie\n" in text
    assert "- **Présents :** Mme Petit, M. Roux, Paul Girard\n" in text
    assert "- **Absents ou excusés :** M. Blanc\n" in text
    assert "1. Enrobés\n2. Éclairage public\n3. Questions diverses\n" in text
    assert (
        "#### Enrobés\n\n- Le devis de Colas est à 12 400 € HT.\n- M. Roux trouve que c'est cher.\n" in text
    )
    assert "- Demander un deuxième devis.\n- Il est décidé d'éteindre de 23 h à 5 h.\n" in text
    assert "| Paul | Appeler Eiffage | avant le 15 mars |\n" in text
    assert "| Mme Petit | Prévenir les habitants | d'ici fin mars |\n" in text
    assert "| [à compléter] | Réparer le banc | [à compléter] |\n" in text
    assert "### Prochaine réunion\n\nLe 7 avril à 18 h.\n" in text


def test_it_loses_no_word_of_the_notes() -> None:
    text = minutes(f"Fais le compte rendu :\n{NOTES}").lower()
    for word in NOTES.lower().replace(",", " ").replace(":", " ").split():
        assert word in text or word in {"excusés", "faire", "à", "doit", "date"}, word


def test_it_reads_headings_above_lists() -> None:
    text = minutes(
        "Rédige le compte-rendu :\n\nDécisions :\n- acheter un banc\n- fermer le chemin\n\n"
        "Actions :\n1. Paul : demander un devis pour vendredi\n2. relancer la région\n\nUne remarque après coup"
    )
    assert "### Décisions\n\n- Acheter un banc.\n- Fermer le chemin.\n" in text
    assert (
        "| Paul | Demander un devis | pour vendredi |\n| [à compléter] | Relancer la région | [à compléter] |\n"
        in text
    )
    assert "- Une remarque après coup.\n" in text


def test_it_finds_the_notes_in_an_earlier_message() -> None:
    assert "Appeler Eiffage" in minutes(NOTES, "fais-en un compte rendu")


def test_it_gives_an_outline_when_there_are_no_notes() -> None:
    text = minutes("rédige un compte-rendu du conseil municipal du 3 mars")
    assert text.startswith("Voici une trame de compte rendu.")
    assert "## Compte rendu – conseil municipal du 3 mars\n" in text
    assert "[à compléter : premier point]" in text


def test_it_reminds_what_a_council_must_record() -> None:
    assert "article L. 2121-15" in minutes("rédige un compte-rendu du conseil municipal du 3 mars")
    assert "article L. 2121-15" not in minutes("rédige un compte-rendu de la réunion de service")


def test_it_keeps_a_pipe_from_breaking_the_table() -> None:
    assert "| Paul | Choisir a \\| b |" in minutes("Fais le compte rendu :\nPaul : choisir a | b\nfin")


def test_it_says_what_it_recognised() -> None:
    assert "j'y ai reconnu 2 décisions et 3 actions." in minutes(f"Fais le compte rendu :\n{NOTES}")
    assert "j'y ai reconnu une action." in minutes("Fais le compte rendu :\nPaul doit appeler Jean\nfin")
    assert "je n'y ai reconnu ni décision ni action." in minutes("Fais le compte rendu :\nil fait beau\nfin")
