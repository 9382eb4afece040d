"""Sentences with their personal data marked, `{kind|value}`. Sample data: nobody's, with numbers whose sums are right.

Two halves with different turns of phrase: rules were tuned on `development` only. Filled in by one fixed seed.
"""

import random
import re
from dataclasses import dataclass

from tests.assistant.labelled_phrases import DEVELOPMENT, HARD_DEVELOPMENT, HARD_HELD_OUT, HELD_OUT

_MARK = re.compile(r"\{(\w+)\|([^}]*)\}")
_FIRST = ("Jean", "Marie", "Sophie", "Karim", "Élodie", "Lucien", "Jean-Pierre", "Nathalie", "Océane", "Paul")
_LAST = ("Durand", "Lefèvre", "Moreau", "Benali", "O’Connor", "Le Goff", "Petit-Jean", "d’Ormesson", "MARTIN")
_STREETS = (
    "rue de la Mairie", "avenue Victor Hugo", "chemin des Vignes", "impasse du Lavoir", "rue du 8 mai 1945",
    "place de l’Église", "boulevard Saint-Michel", "route de Sens", "allée des Tilleuls", "quai Jules Moreau",
)  # fmt: skip
_TOWNS = ("", "", ", 89690 Chéroy", " 58140 Lormes", ", 71100 Chalon-sur-Saône")
_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "octobre", "décembre")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence and where its personal data stands."""

    text: str
    spans: frozenset[tuple[int, int, str]]


def read(marked: str) -> Labelled:
    """Take the marks out and keep their places."""
    text, spans, done = "", set(), 0
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        spans.add((len(text), len(text) + len(mark[2]), mark[1]))
        text += mark[2]
        done = mark.end()
    return Labelled(text + marked[done:], frozenset(spans))


def _luhn(body: str) -> str:
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(body)))
    return body + str(-total % 10)


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choices("0123456789", k=count))


def _grouped(text: str, *sizes: int, by: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at : at + size])
        at += size
    return by.join([*parts, text[at:]] if at < len(text) else parts)


def _phone(dice: random.Random) -> str:
    number, by = _digits(dice, 8), dice.choice([" ", ".", "", "-", "\u00a0"])
    head = dice.choice(["01", "03", "06", "07", "09", f"+33{by}6", "0033 6", f"+33{by}(0)3"])
    return _grouped(head + number, len(head), 2, 2, 2, 2, by=by)


def _nir(dice: random.Random) -> str:
    department = dice.choice(["89", "58", "71", "2A", "2B", "75"])
    body = f"{dice.choice('12')}{_digits(dice, 2)}{dice.randint(1, 12):02}{department}{_digits(dice, 6)}"
    key = 97 - int(body.replace("2A", "19").replace("2B", "18")) % 97
    return _grouped(f"{body}{key:02}", 1, 2, 2, 2, 3, 3, 2, by=dice.choice(["", " "]))


def _iban(dice: random.Random) -> str:
    body = _digits(dice, 23)
    key = 98 - int(f"{body}152700") % 97
    return _grouped(f"FR{key:02}{body}", 4, 4, 4, 4, 4, 4, 3, by=dice.choice(["", " ", "\u00a0"]))


def _card(dice: random.Random) -> str:
    number = _luhn(dice.choice(["4970", "4532", "5132", "5412"]) + _digits(dice, 11))
    return _grouped(number, 4, 4, 4, 4, by=dice.choice(["", " ", "-"]))


def _siret(dice: random.Random) -> str:
    # An office of La Poste: the plain sum of its fourteen figures is a multiple of five.
    post = "356000000" + _digits(dice, 4)
    post += str(-sum(map(int, post)) % 5)
    number = dice.choice([_luhn("2" + _digits(dice, 12)), _luhn("5" + _digits(dice, 12)), post])
    return _grouped(number, 3, 3, 3, 5, by=dice.choice(["", " "]))


def _birth(dice: random.Random) -> str:
    day, month, year = dice.randint(2, 28), dice.randint(1, 12), dice.randint(1925, 2019)
    return dice.choice(
        [f"{day:02}/{month:02}/{year}", f"{day} {dice.choice(_MONTHS)} {year}", f"1er {dice.choice(_MONTHS)} {year}",
         f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}"]
    )  # fmt: skip


def _case(dice: random.Random) -> str:
    return dice.choice(
        [f"{dice.randint(18, 25)}/{_digits(dice, 5)}", f"2{_digits(dice, 6)}", f"2024-{_digits(dice, 4)}"]
    )


def _ip(dice: random.Random) -> str:
    return dice.choice(
        [f"192.168.{dice.randint(0, 255)}.{dice.randint(1, 254)}", f"10.0.{dice.randint(0, 9)}.7",
         f"2001:db8::{dice.randint(1, 9999)}", "fe80::1ff:fe23:4567:890a"]
    )  # fmt: skip


def _plate(dice: random.Random) -> str:
    return f"{dice.choice(['AB', 'FG', 'GK'])}-{dice.randint(100, 999)}-{dice.choice(['CD', 'ZX', 'NP'])}"


def _email(dice: random.Random) -> str:
    return dice.choice(["jean.durand", "s-moreau", "contact+mairie", "k_benali"]) + dice.choice(
        ["@exemple.fr", "@mairie.exemple.fr", "@un-exemple.org"]
    )


_FILL = {
    "person_name": lambda dice: f"{dice.choice(_FIRST)} {dice.choice(_LAST)}",
    "address": lambda dice: f"{dice.randint(1, 140)}{dice.choice(['', ' bis', ','])} {dice.choice(_STREETS)}{dice.choice(_TOWNS)}",
    "phone": _phone, "nir": _nir, "iban": _iban, "bank_card": _card, "siret": _siret, "birth_date": _birth,
    "case_number": _case, "ip_address": _ip, "licence_plate": _plate, "email": _email,
}  # fmt: skip


def _filled(phrases: tuple[str, ...], hard: tuple[str, ...], seed: int) -> tuple[Labelled, ...]:
    dice = random.Random(seed)
    filled = [
        re.sub(r"<(\w+)>", lambda kind: f"{{{kind[1]}|{_FILL[kind[1]](dice)}}}", one) for one in phrases * 4
    ]
    return tuple(map(read, [*filled, *hard]))


development = _filled(DEVELOPMENT, HARD_DEVELOPMENT, seed=1)
held_out = _filled(HELD_OUT, HARD_HELD_OUT, seed=2)
