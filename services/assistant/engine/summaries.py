"""An extractive summary: the sentences that carry a pasted text, quoted unchanged and in their order."""

import re

from services.assistant.engine import french, ranking, sentences
from services.assistant.engine.asking import separate

FEWEST, USUAL, LARGEST = 3, 0.15, 12
_LONGEST_TEXT = 400_000  # characters read; beyond, the summary says that it stopped


def compose(texts: list[str]) -> str:
    """Summarise the text found in the last message, or in an earlier one when the last only asks.

    `texts` are the user's messages, oldest first.
    """
    asked, source = _source(texts)
    if source is None:
        return french.typeset(_NO_TEXT)
    found = sentences.split(source[:_LONGEST_TEXT])
    worth = [sentence for sentence in found if len(sentence.split()) >= 4]
    count = _count(asked, total=len(worth))
    if len(worth) <= count:
        return french.typeset(_too_short(len(found)))
    kept = [worth[index] for index in ranking.best(worth, count=count)]
    heading = french.typeset(_heading(len(kept), total=len(found)))
    quoted = "\n".join(f"- {_harmless(sentence)}" for sentence in kept)
    cut = french.typeset(_CUT) if len(source) > _LONGEST_TEXT else ""
    return f"{heading}\n\n{quoted}\n\n{french.typeset(_METHOD)}{cut}"


_NO_TEXT = (
    "Pour un résumé, collez le texte à la suite de votre demande : je ne lis ni fichier ni page web.\n\n"
    "Exemple : « Résume ce texte en 5 phrases : » puis le texte."
)
_METHOD = (
    "Ces phrases sont citées mot pour mot, dans l'ordre du texte, et choisies parce que leurs mots reviennent le plus dans les autres "
    "(méthode LexRank, Erkan et Radev, 2004). Rien n'est reformulé : une idée dite une seule fois peut manquer."
)
_CUT = " Le texte était trop long : seul son début a été lu."


def _heading(kept: int, *, total: int) -> str:
    title = "**Résumé par extraits**"
    return f"{title}\n\n{kept} phrase{'s' if kept > 1 else ''} gardée{'s' if kept > 1 else ''} sur {total}."


def _too_short(total: int) -> str:
    counted = "une seule phrase" if total <= 1 else f"{total} phrases"
    return f"Ce texte compte {counted} : il est déjà assez court, je ne gagnerais rien à en retirer. Collez un texte plus long."


def _source(texts: list[str]) -> tuple[str, str | None]:
    """Find what to summarise, and the words that ask for it."""
    asked, body = separate(texts[-1])
    if len(body) >= 200 or len(sentences.split(body)) >= 3:
        return asked, body
    for earlier in reversed(texts[:-1]):
        first, older = separate(earlier)
        if len(older) >= 200:
            return texts[-1] if _wished(texts[-1]) else f"{first} {texts[-1]}", older
    return asked, body or None


def _wished(asked: str) -> bool:
    return bool(re.search(r"\d+ (?:phrases?|points?|lignes?)|court|long|detail", french.fold(asked)))


_NUMBERS = {
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "dix": 10,
    "quinze": 15,
}


def _count(asked: str, *, total: int) -> int:
    """Choose how many sentences to keep: the number asked for, else about one in seven."""
    bare = french.fold(asked)
    number = re.search(rf"(?P<n>\d+|{'|'.join(_NUMBERS)}) (?:phrases?|points?|lignes?|idees?)", bare)
    if number:
        wished = int(number["n"]) if number["n"].isdigit() else _NUMBERS[number["n"]]
        return max(1, min(wished, 40))
    if re.search(r"plus court|tres court|brievement|quelques (?:lignes|mots|phrases)|en bref", bare):
        return FEWEST
    usual = max(FEWEST, min(round(total * USUAL), LARGEST))
    return min(usual * 2, 2 * LARGEST) if re.search(r"plus long|detaill", bare) else usual


def _harmless(sentence: str) -> str:
    """Keep a quoted sentence from becoming Markdown structure inside its bullet."""
    return re.sub(r"^(?:[-*•–#>]+|\d+[.)]) +", "", sentence)
