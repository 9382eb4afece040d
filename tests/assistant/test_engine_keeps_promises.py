"""What holds of every answer, whatever the request."""

import re
import time
from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from services.assistant.engine import Message, ReplyKind, pieces, reply

TODAY = date(2026, 11, 24)
WHO = (
    "M. Martin", "mme durand", "Mme de La Tour", "M. et Mme Bernard", "un habitant", "une administrée", "Maître Lambert",
    "Monsieur le Préfet de la Nièvre", "Mme la députée", "l'association des parents d'élèves", "la DDT", "Enedis",
    "l'inspectrice d'académie", "M. Dupont, maire de Corbigny,", "Madame le Maire", "notre assureur",
)  # fmt: skip
WHAT = (
    "pour refuser sa demande de subvention", "pour accepter sa proposition", "qui demande une place en crèche",
    "qui se plaint du bruit", "pour accuser réception de son recours", "pour l'inviter à l'inauguration de l'école",
    "pour le remercier de son aide", "pour demander un rendez-vous", "au sujet de l'éclairage", "concernant les haies",
    "pour lui demander de tailler sa haie", "suite à l'incendie", "de relance pour sa facture", "d'excuses pour le retard",
    "pour annoncer la fermeture de l'école", "de condoléances", "de félicitations pour son élection", "", "sans objet",
    "qui n'a pas payé", "qui voudrait que le lampadaire soit réparé", "pour dire que « la salle » est prise",
)  # fmt: skip
HOW = (
    "",
    " car le budget est voté",
    " en raison de travaux",
    ", merci",
    " de la part du maire d'Héry",
    " svp",
    " !",
)
LEAD = (
    "Rédige une lettre à ",
    "écris un courrier à ",
    "ECRIS UN MAIL A ",
    "fais-moi une lettre a ",
    "réponse à ",
)
requests = st.builds(
    lambda lead, who, what, how: f"{lead}{who} {what}{how}",
    *(st.sampled_from(words) for words in (LEAD, WHO, WHAT, HOW)),
)


def page(text: str) -> str:
    return text.split("\n---\n")[1].strip()


@settings(max_examples=400, deadline=None)
@given(requests)
def test_it_writes_clean_letters(request: str) -> None:
    answer = reply([Message("user", request)], today=TODAY)
    assert answer.kind in {ReplyKind.LETTER, ReplyKind.GUIDANCE}
    text = answer.text
    assert not re.search(r"[ \u00a0]{2}", text), text
    assert text.count("«") == text.count("»"), text
    assert not re.search(r"[§{}]|None|\.\.|,,| [.,]|;\.", text), text
    assert not re.search(
        r"\b(?:de le|de les|à le|à les|de des|de du) ", page(text) if "\n---\n" in text else ""
    ), text
    assert not re.search(
        r"(?<!\w)(?:de|que|ne|se) (?=[aeiouéèêà])",
        page(text).replace("que [", "") if "\n---\n" in text else "",
    ), text


@settings(max_examples=400, deadline=None)
@given(requests)
def test_it_greets_once_and_repeats_its_words(request: str) -> None:
    answer = reply([Message("user", request)], today=TODAY)
    if answer.kind is not ReplyKind.LETTER:
        return
    lines = page(answer.text).split("\n\n")
    salutations = [
        line for line in lines if re.fullmatch(r"(?:Madame|Monsieur|Mesdames|Maître)[^.\[]*,", line)
    ]
    closings = [line for line in lines if line.startswith("Je vous prie d'agréer, ")]
    assert len(salutations) == len(closings) == 1, answer.text
    assert closings[0].startswith(f"Je vous prie d'agréer, {salutations[0]} l'expression de m"), answer.text


texts = st.text(max_size=300) | st.builds(
    lambda lead, rest: lead + rest,
    st.sampled_from(
        (
            "Résume : ",
            "compte rendu :\n",
            "délibération pour ",
            "lettre à ",
            "réponds à M. ",
            "plus court ",
            "ajoute que ",
        )
    ),
    st.text(
        alphabet=st.sampled_from(list("abdelmrsàéêôçœ'’ .,:;!?-«»()[]|#*_\n\t0123456789ÀÉM")), max_size=300
    ),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(texts, min_size=1, max_size=3))
def test_it_always_answers_and_streams_the_same_text(said: list[str]) -> None:
    answer = reply([Message("user", text) for text in said], today=TODAY)
    assert answer.text.endswith("*")
    assert "".join(pieces(answer.text)) == answer.text


@given(st.text())
def test_it_cuts_any_text_into_pieces_that_make_it_again(text: str) -> None:
    cut = list(pieces(text))
    assert "".join(cut) == text
    assert all(cut)


def test_it_cuts_small_pieces() -> None:
    assert max(len(piece.split()) for piece in pieces("un deux trois quatre cinq six\n\nsept huit")) <= 3


@pytest.mark.parametrize(
    "hostile",
    [
        "réponds " + "à " * 30_000,
        "réponse à la demande " + "de demande " * 10_000,
        "lettre à M. " + "Durand " * 15_000,
        "délibération pour " + "acheter et " * 8_000,
        "résume : " + "a. " * 30_000,
        "résume\n" * 8_000,
        "compte rendu :\n"
        + "".join(f"{number}. point\nPaul doit venir avant mars\n" for number in range(1500)),
        "é" * 100_000,
    ],
)
def test_it_stays_quick_on_hostile_text(hostile: str) -> None:
    start = time.perf_counter()
    reply([Message("user", hostile)], today=TODAY)
    assert time.perf_counter() - start < 3  # each takes less than 0.3 s on one quiet core


@settings(max_examples=50, deadline=None)
@given(requests)
def test_it_gives_the_same_answer_to_the_same_request(request: str) -> None:
    asked = [Message("user", request)]
    assert reply(asked, today=TODAY) == reply(asked, today=TODAY)
