"""How a decision is said on its pages: its answer, its seal, its hours, what a revision changed. Pure functions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from math import ceil

from services.workshops.schemas import (
    RUNG_LABELS,
    CriterionFigures,
    DecisionOut,
    DecisionOutcome,
    HoursLost,
    Verdict,
)
from web.french import NBSP, between, day, listed, number, plural

WORDS_A_MINUTE = 200
"""A calm reader's pace in French: a cautious convention (reading tests find averages of about 195 to 240)."""
_SHOWN_OF_SEAL = 12
_MARKS = re.compile(r"<(script|style|svg|nav)\b.*?</\1>|<[^>]+>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reading:
    """How long a page takes: counted on the words that it really holds."""

    words: int

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded up."""
        return max(1, ceil(self.words / WORDS_A_MINUTE))

    def __str__(self) -> str:
        return f"environ {plural(self.minutes, 'minute', 'minutes')} de lecture ({plural(self.words, 'mot', 'mots')})"


@dataclass(frozen=True, slots=True)
class Rung:
    """One line of the ladder, as the component shows it."""

    label: str
    note: str
    verdict: str
    state: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and whether a revision kept, added or took them out."""

    words: str
    change: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a revision changed in one part of a decision."""

    part: str
    pieces: tuple[Piece, ...]


def reading(page: str) -> Reading:
    """Count the words of a page's main part, without what is only markup or drawing."""
    main = page.partition('id="content"')[2].partition("</main>")[0]
    return Reading(len(re.findall(r"\w+", unescape(_MARKS.sub(" ", main)))))


def answer(decision: DecisionOut) -> str:
    """Say what is decided, in a few words."""
    match decision.outcome:
        case DecisionOutcome.LOOK_FURTHER:
            return (
                f"Approfondir, puis décider le {day(decision.review_on)}"
                if decision.review_on
                else "Approfondir"
            )
        case DecisionOutcome.STOP:
            return "Arrêter ici"
        case _:
            return RUNG_LABELS[decision.rung or 0]


def ladder(decision: DecisionOut) -> list[Rung]:
    """Give the whole ladder: what was refused and why, what was chosen, what was not looked at."""
    reasons = dict(enumerate(decision.rejections))
    return [
        Rung(label, reasons.get(rung, ""), *_verdict(rung, decision))
        for rung, label in enumerate(RUNG_LABELS)
    ]


def seal(content_hash: str) -> str:
    """Give the short form of a seal: its first twelve signs, by four."""
    shown = content_hash[:_SHOWN_OF_SEAL]
    return NBSP.join(shown[start : start + 4] for start in range(0, len(shown), 4))


def hours(lost: HoursLost | None) -> str:
    """Say hours lost a year as an interval."""
    return between(lost.low, lost.high, "h") if lost and lost.low != lost.high else f"{number(lost.typical)}{NBSP}h" if lost else "non chiffrées"  # fmt: skip


def judged(figures: CriterionFigures) -> str:
    """Say how many people gave which verdict: « confirmé par 2, indéterminé par 1 »."""
    counts = [(verdict.label, figures.count(verdict)) for verdict in Verdict]
    return listed([f"{label} par {count}" for label, count in counts if count]) or "non évalué"


def differences(before: DecisionOut, after: DecisionOut) -> list[Difference]:
    """Give what a revision changed, part by part, word by word."""
    old, new = dict(_parts(before)), dict(_parts(after))
    names = list(dict.fromkeys((*old, *new)))
    return [
        Difference(name, tuple(_pieces(old.get(name, ""), new.get(name, ""))))
        for name in names
        if old.get(name, "") != new.get(name, "")
    ]


def _parts(decision: DecisionOut) -> Iterator[tuple[str, str]]:
    yield "Issue", decision.outcome.label
    yield "Réponse", answer(decision)
    yield "Raison", decision.rationale
    if decision.expected_hours is not None:
        yield "Gain attendu", f"{number(decision.expected_hours)}{NBSP}h par an"
    for rung, reason in enumerate(decision.rejections):
        yield f"Pourquoi pas l’échelon {rung}", reason


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = before.split(), after.split()
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(" ".join(old[a:b]), "")
            continue
        yield from _changed(old[a:b], new[c:d])


def _changed(removed: Sequence[str], added: Sequence[str]) -> Iterator[Piece]:
    if removed:
        yield Piece(" ".join(removed), "removed")
    if added:
        yield Piece(" ".join(added), "added")


def _verdict(rung: int, decision: DecisionOut) -> tuple[str, str]:
    if decision.rung is None or rung > decision.rung:
        return "", ""
    return ("retenu", "chosen") if rung == decision.rung else ("écarté", "refused")
