"""Which sentences carry a text: LexRank, in pure Python and with a bounded cost.

Continuous LexRank (G. Erkan and D. R. Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text Summarization",
Journal of Artificial Intelligence Research 22, 2004, p. 457-479): sentences are nodes, edges weigh the cosine of their
TF-IDF vectors, and a sentence matters when sentences that matter resemble it. Inverse frequencies are those of the
text itself. Past `MOST` sentences the graph keeps those nearest to the centroid (section 2 of the same article), so
that time grows with the text and not with its square. A sentence too like one already kept is passed over.
"""

import math
import re
from collections import Counter, defaultdict

from services.assistant.engine import french

MOST = 400
DAMPING = 0.85
ROUNDS = 30
PRECISION = 1e-4
TOO_ALIKE = 0.65
Vector = dict[str, float]

_EMPTY_WORDS_LIST = (
    "a ai ainsi alors apres au aucun aussi autre autres aux avant avec avoir bien car ce ceci cela celle celles celui cependant ces "
    "cet cette ceux chaque ci comme comment d dans de depuis des deux doit doivent donc dont du elle elles en encore entre est et etaient "
    "etait etant ete etre eux fait faire il ils j je jusqu l la le les leur leurs lors lui m ma mais me meme memes mes moins mon n ne "
    "ni non nos notre nous on ont ou par parce pas peu peut peuvent plus plusieurs pour pourra qu quand que quel quelle quelles quels "
    "qui s sa sans se selon sera seront ses si soit son sont sous sur t ta tes tous tout toute toutes tres trois un une vers vos votre "
    "vous y c afin etc notamment egalement"
)
_EMPTY_WORDS = frozenset(_EMPTY_WORDS_LIST.split())


def best(sentences: list[str], *, count: int) -> list[int]:
    """Choose the sentences that carry the text; their indexes, in the order of the text."""
    vectors = _vectors(sentences)
    kept = _nearest_to_centroid(vectors)
    edges = _edges([vectors[index] for index in kept])
    scores = _power(edges)
    order = sorted(range(len(kept)), key=lambda place: (-scores[place], place))
    return sorted(_distinct([kept[place] for place in order], vectors, count=count))


def _vectors(sentences: list[str]) -> list[Vector]:
    """Weigh words by frequency and rarity, and bring each sentence to length one."""
    counts = [Counter(_words(sentence)) for sentence in sentences]
    presence = Counter(word for count in counts for word in count)
    total = len(sentences)
    vectors = []
    for count in counts:
        vector = {word: times * math.log(1 + total / presence[word]) for word, times in count.items()}
        length = math.sqrt(sum(weight * weight for weight in vector.values()))
        vectors.append({word: weight / length for word, weight in vector.items()} if length else {})
    return vectors


def _words(sentence: str) -> list[str]:
    words = re.findall(r"[a-z0-9œ]{2,}", french.fold(sentence))
    return [_stem(word) for word in words if word not in _EMPTY_WORDS]


def _stem(word: str) -> str:
    """Drop the marks of plural and feminine, so that "communale" meets "communales" and "communal"."""
    return re.sub(r"(?:es|e|s|x)$", "", word) if len(word) > 4 else word


def _nearest_to_centroid(vectors: list[Vector]) -> list[int]:
    if len(vectors) <= MOST:
        return list(range(len(vectors)))
    centroid: Counter[str] = Counter()
    for vector in vectors:
        centroid.update(vector)
    score = [sum(weight * centroid[word] for word, weight in vector.items()) for vector in vectors]
    return sorted(sorted(range(len(vectors)), key=lambda index: (-score[index], index))[:MOST])


def _edges(vectors: list[Vector]) -> list[dict[int, float]]:
    """Compute the cosines of all pairs that share a word, through an inverted index."""
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        for word, weight in vector.items():
            places[word].append((place, weight))
    edges: list[dict[int, float]] = []
    for place, vector in enumerate(vectors):
        near: dict[int, float] = defaultdict(float)
        for word, weight in vector.items():
            for other, its_weight in places[word]:
                near[other] += weight * its_weight
        near.pop(place, None)
        edges.append(dict(near))
    return edges


def _power(edges: list[dict[int, float]]) -> list[float]:
    """Iterate the random walk until the scores settle."""
    total = len(edges)
    degrees = [sum(near.values()) or 1.0 for near in edges]
    scores = [1 / total] * total
    for _ in range(ROUNDS):
        following = [
            (1 - DAMPING) / total
            + DAMPING * sum(scores[other] * weight / degrees[other] for other, weight in near.items())
            for near in edges
        ]
        change = sum(abs(new - old) for new, old in zip(following, scores, strict=True))
        scores = following
        if change < PRECISION:
            break
    return scores


def _distinct(order: list[int], vectors: list[Vector], *, count: int) -> list[int]:
    chosen: list[int] = []
    for index in order:
        if len(chosen) == count:
            break
        if all(_cosine(vectors[index], vectors[other]) < TOO_ALIKE for other in chosen):
            chosen.append(index)
    return chosen


def _cosine(one: Vector, other: Vector) -> float:
    return sum(weight * other.get(word, 0.0) for word, weight in one.items())
