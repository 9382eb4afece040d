"""How alike two pain points are: by their words, what they are about, and the pieces of their words.

No model, no network, nothing learnt: the same sentences always get the same figure, and one can say why. Rare words
count more than common ones (inverse document frequency, Spärck Jones 1972) and the figure is the cosine of what two
sentences hold. Words of the field that mean one thing (« ressaisie », « retaper ») stand for the same idea; the list
is `field_words.json`, and anybody may add to it.
"""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from services.kit.text import fold

Terms = Mapping[str, float]

MOST = 5
_BEGINNING = 6
"""Letters of a word that its endings leave alone: « enregistrement » and « enregistré » begin alike."""
_SHORT = 4
"""Up to this many letters, a field word is taken whole: « rue » does not begin « ruelle »."""
_IDEA, _PIECE = 2.0, 0.35
"""What an idea and a piece of a word weigh beside a word (chosen on the `dev` half of the labelled set)."""
_SAME_THEME = 1.0
"""What the same theme adds to the figure, as a share of it."""
_LITTLE = (
    "a ai au aucun aucune aussi autre autres aux avant avec avoir c ca ce cela celui ces cet cette chacun chaque chez"
    " comme d dans de depuis des deux doit donc dont du elle elles en encore entre est et etait ete etre eux faire fait"
    " faut font il ils j je jamais jour jours l la le les leur leurs lui m ma mais me meme moi moins n ne ni non nos"
    " notre nous on ont ou par parce pas passe peut plus pour prend prendre puis qu quand que quel quelle quelles qui"
    " quoi rien s sa sait sans se ses si soi son sont sous sur t ta tant te tous tout toute toutes tres trois trop tu"
    " un une va vers veut vont vos votre vous y"
)
_EMPTY = frozenset(_LITTLE.split())


@dataclass(frozen=True, slots=True)
class Said:
    """What was noted, and the theme it was filed under."""

    text: str
    theme: str


def rank(asked: Said, pool: Sequence[Said]) -> list[float]:
    """Give how alike each of the pool is to what is asked, from 0 to 1, in the pool's order."""
    every = [_terms(one.text) for one in pool]
    held = _terms(asked.text)
    seen = Counter(term for terms in (*every, held) for term in terms)
    rarity = {term: math.log((len(pool) + 2) / count) for term, count in seen.items()}
    return [
        _cosine(held, terms, rarity) * (1 if asked.theme == one.theme else 1 / (1 + _SAME_THEME))
        for terms, one in zip(every, pool, strict=True)
    ]


def _cosine(one: Terms, other: Terms, rarity: Mapping[str, float]) -> float:
    shared = sum(weight * other[term] * rarity[term] ** 2 for term, weight in one.items() if term in other)
    return shared / (_length(one, rarity) * _length(other, rarity)) if shared else 0.0


def _length(terms: Terms, rarity: Mapping[str, float]) -> float:
    return math.sqrt(sum((weight * rarity[term]) ** 2 for term, weight in terms.items()))


@lru_cache(maxsize=4_000)
def _terms(text: str) -> Terms:
    plain = fold(text)
    terms: dict[str, float] = {}
    for idea in _ideas(plain):
        terms[f"idea {idea}"] = _IDEA
    for word in plain.split():
        if word not in _EMPTY:
            terms[word[:_BEGINNING]] = 1.0
            for piece in _pieces(word):
                terms[f"piece {piece}"] = _PIECE
    return terms


def _ideas(plain: str) -> set[str]:
    found = {idea for word in plain.split() for idea in _of_word(word)}
    padded = f" {plain}"
    return found | {idea for run, idea in _RUNS if f" {run}" in padded}


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[str, ...]:
    single = word.removesuffix("s") if len(word) <= _SHORT + 1 else word
    return tuple(
        idea
        for beginning, idea in _WORDS
        if (word.startswith(beginning) if len(beginning) > _SHORT else beginning in {word, single})
    )


def _pieces(word: str) -> list[str]:
    marked = f"<{word}>"
    return [marked[start : start + 4] for start in range(max(len(marked) - 3, 0))]


def _read() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    ideas: dict[str, list[str]] = json.loads(Path(__file__).with_name("field_words.json").read_text())
    pairs = sorted({(fold(said), idea) for idea, every in ideas.items() for said in every})
    return [pair for pair in pairs if " " not in pair[0]], [pair for pair in pairs if " " in pair[0]]


_WORDS, _RUNS = _read()
