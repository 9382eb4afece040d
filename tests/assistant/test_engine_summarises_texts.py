"""The embedded engine keeps the sentences that carry a text, unchanged and in order."""

import random
import re
import time
from datetime import date

import pytest

from services.assistant.engine import Message, Reply, ReplyKind, ranking, reply, sentences

TEXT = (
    "Le conseil municipal s'est réuni le 3 mars 2026 à 18 h 30, sous la présidence de M. Petit, maire. "
    "La séance a porté sur le budget de l'exercice 2026 et sur la rénovation de l'école. "
    "Le budget de fonctionnement s'élève à 1.250.000 euros, soit une hausse de 2,4 % par rapport à 2025. "
    "M. Roux, adjoint aux finances, a rappelé que l'art. 12 du règlement impose un vote par chapitre, etc. "
    "La rénovation de l'école coûtera 480 000 euros, dont 40 % financés par la DETR et 20 % par le département. "
    "« Sans cette aide, l'école fermerait. Nous n'avons pas le choix », a dit Mme Durand. "
    "Les travaux de l'école commenceront en juillet et dureront huit mois. "
    "Certains habitants demandent l'extinction de l'éclairage après 23 h, p. ex. dans le bourg. "
    "Le budget a été adopté à l'unanimité, et la demande de subvention pour l'école a été approuvée."
)


def ask(*texts: str) -> Reply:
    return reply([Message("user", text) for text in texts], today=date(2026, 11, 24))


def kept(answer: Reply) -> list[str]:
    return re.findall(r"^- (.+)$", answer.text, flags=re.MULTILINE)


def test_it_quotes_sentences_unchanged_and_in_order() -> None:
    answer = ask(f"Résume ce texte en 4 phrases :\n{TEXT}")
    assert answer.kind is ReplyKind.SUMMARY
    assert answer.use_case == "SYN-DOC"
    assert len(kept(answer)) == 4
    places = [TEXT.index(sentence) for sentence in kept(answer)]
    assert places == sorted(places)
    assert "4 phrases gardées sur 9." in answer.text


def test_it_keeps_the_sentences_about_the_main_matter() -> None:
    text = (
        "La rénovation de l'école communale commencera en juillet. Un chat dort sur le toit. "
        "La rénovation de l'école coûtera 480 000 euros à la commune. Il pleut souvent au printemps. "
        "La commune finance la rénovation de l'école par un emprunt. Bonne lecture à tous les lecteurs."
    )
    answer = ask(f"Résume en 3 phrases :\n{text}")
    assert all("école" in sentence for sentence in kept(answer))


def test_it_does_not_keep_the_same_sentence_twice() -> None:
    text = " ".join(
        ["La commune répare le pont de pierre."] * 5 + ["L'école ouvre ses portes lundi matin."] * 5
    )
    assert (
        len(set(kept(ask(f"Résume en 3 phrases :\n{text}"))))
        == len(kept(ask(f"Résume en 3 phrases :\n{text}")))
        == 2
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M. Petit est venu. Mme Roux aussi.", ["M. Petit est venu.", "Mme Roux aussi."]),
        ("Voir l'art. 12 et le n° 3. Fin.", ["Voir l'art. 12 et le n° 3.", "Fin."]),
        ("Des bancs, des arbres, etc. La suite vient.", ["Des bancs, des arbres, etc.", "La suite vient."]),
        ("Il a dit : « Oui. Bien sûr. » Puis il part.", ["Il a dit : « Oui. Bien sûr. » Puis il part."]),
        ("Le coût est de 3.5 M€. C'est cher !", ["Le coût est de 3.5 M€.", "C'est cher !"]),
        ("L'article L. 2121-29 du code. Il suffit.", ["L'article L. 2121-29 du code.", "Il suffit."]),
        ("Une\nligne coupée. Deux.", ["Une ligne coupée.", "Deux."]),
        ("- un point\n- un autre", ["- un point", "- un autre"]),
        ("Vraiment ? Oui… Non.", ["Vraiment ?", "Oui…", "Non."]),
    ],
)
def test_it_cuts_sentences_where_they_end(text: str, expected: list[str]) -> None:
    assert sentences.split(text) == expected


def test_it_asks_for_a_text_when_there_is_none() -> None:
    assert "collez le texte" in ask("résume").text


def test_it_says_that_a_text_is_too_short() -> None:
    assert "déjà assez court" in ask("Résume : La mairie ferme. L'école ouvre.").text


def test_it_finds_the_text_in_an_earlier_message() -> None:
    assert len(kept(ask(TEXT, "résume ce texte en 3 phrases"))) == 3


def test_it_summarises_again_in_fewer_sentences() -> None:
    assert len(kept(ask(f"Résume ce texte en 5 phrases :\n{TEXT}", "en 2 phrases"))) == 2


def test_it_keeps_a_quotation_from_becoming_a_heading() -> None:
    answer = ask(
        f"Résume ce texte en 2 phrases :\n# La rénovation de l'école et le budget de l'école\n\n{TEXT}"
    )
    assert all(not sentence.startswith("#") for sentence in kept(answer))


def test_it_takes_less_than_a_second_over_a_long_report() -> None:
    chance = random.Random(1)
    words = [
        a + b + c
        for a in "bcdfglmnprst"
        for b in ("a", "e", "on")
        for c in ("ment", "tion", "age", "ure", "lier")
    ]
    report = " ".join(" ".join(chance.choices(words, k=16)).capitalize() + "." for _ in range(1000))
    assert len(report) > 100_000
    start = time.perf_counter()
    answer = ask(f"Résume ce texte :\n{report}")
    assert (
        time.perf_counter() - start < 2
    )  # about 0.2 s on one quiet core; the bound leaves room for a busy machine
    assert "12 phrases gardées sur 1000." in answer.text.replace("\u00a0", " ")


def test_it_bounds_the_graph() -> None:
    report = [f"Phrase {number} sur le budget communal." for number in range(ranking.MOST * 3)]
    assert ranking.best(report, count=5)
