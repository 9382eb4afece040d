"""An answer out of one's own documents, without any model: the sentences that share most words with the question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.assistant.engine import french, sentences

_MOST_PASSAGES, _MOST_SENTENCES = 3, 2
_FEWEST_WORDS = 4
"""Of a sentence worth quoting: a heading seldom has as many."""
_WORD = re.compile(r"\w{4,}")
_NOTHING = (
    "Aucun passage de cette collection ne contient les mots de votre question. Essayez d'autres mots, ou vérifiez que le "
    "document y figure."
)
_METHOD = "Ces phrases sont citées mot pour mot : ouvrez chaque numéro pour les lire dans leur document."


@dataclass(frozen=True, slots=True)
class Quotable:
    """A passage under its number."""

    number: int
    where: str
    text: str


def quote(asked: str, passages: Sequence[Quotable]) -> str:
    """Answer by quoting: this will be Markdown whose numbers are those of the passages, and no others."""
    if not passages:
        return french.typeset(_NOTHING)
    words = _stems(asked)
    lines = [
        f"- « {_flat(_best(one.text, words))} » [{one.number}], {one.where}"
        for one in passages[:_MOST_PASSAGES]
    ]
    return "\n\n".join(
        [french.typeset("**Ce que disent vos documents**"), "\n".join(lines), french.typeset(_METHOD)]
    )


def _best(text: str, words: set[str]) -> str:
    said = [one for line in text.split("\n") for one in sentences.split(line)]
    found = [one for one in said if len(one.split()) >= _FEWEST_WORDS] or [text]
    ranked = sorted(range(len(found)), key=lambda index: (-len(_stems(found[index]) & words), index))
    return " ".join(found[index] for index in sorted(ranked[:_MOST_SENTENCES]))


def _stems(text: str) -> set[str]:
    """Reduce words to their beginnings: enough to tell which sentence speaks of the question."""
    return {word[:5] for word in _WORD.findall(french.fold(text))}


def _flat(text: str) -> str:
    """Keep a quoted text from being read as Markdown."""
    return re.sub(r"([\\`*_{}<>#|~])", r"\\\1", " ".join(text.split()))
