"""A hypothesis said in one French sentence, with its elisions and contractions. Pure functions of words.

The form is the programme's: *agents of … meet [difficulty] when they [task], [frequency], which causes
[consequence]; we know it because [evidence]*.
"""

import re
import unicodedata

from services.workshops.schemas import Statement

MISSING = "…"
NBSP = "\u00a0"

_CONTRACTED = (("le ", "du "), ("les ", "des "), ("Le ", "du "), ("Les ", "des "))
_LOWERED = re.compile(
    r"(Les?|La|L[’']|Une?|Des|Du|De|D[’']|Nous|On|Ils?|Elles?|Deux|Trois|Chaque|Plusieurs)\b[’']?"
)
_ASPIRATED = ("hall", "haut", "halte", "handicap", "hangar", "hasard", "hausse", "héros", "huit", "onz", "oui", "hors", "hiérarchie")  # fmt: skip


def assemble(statement: Statement) -> str:
    """Give the whole sentence; « … » stands where a needed part is missing, and what is optional is left out."""
    parts = [
        f"Les agents {_of(_clean(statement.who))} rencontrent {_clean(statement.difficulty) or MISSING}",
        f" quand ils {_clean(statement.task) or MISSING}",
    ]
    if frequency := _clean(statement.frequency):
        parts.append(f", {frequency}")
    if consequence := _clean(statement.consequence):
        parts.append(f", ce qui entraîne {consequence}")
    if because := _clean(statement.because):
        parts.append(f"{NBSP}; nous le savons {_because(because)}")
    sentence = "".join(parts)
    return sentence if sentence.endswith(MISSING) else f"{sentence}."


def _of(words: str) -> str:
    """Put « de » before words: « de l’accueil », « du secrétariat », « d’état civil »."""
    if not words:
        return f"de {MISSING}"
    for article, contracted in _CONTRACTED:
        if words.startswith(article):
            return contracted + words.removeprefix(article)
    return f"d’{words}" if _elides(words) else f"de {words}"


def _because(words: str) -> str:
    return f"parce qu’{words}" if _elides(words) else f"parce que {words}"


def _elides(words: str) -> bool:
    """Tell whether « de » and « que » lose their vowel before these words."""
    plain = _plain(words)
    if plain.startswith(tuple(_plain(word) for word in _ASPIRATED)):
        return False
    return plain[:1] in set("aeiouh")


def _plain(words: str) -> str:
    lowered = words.lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(letter)
    )


def _clean(words: str) -> str:
    """Take off the final stop and the capital that a field's own habit puts there; names keep theirs."""
    line = " ".join(words.split()).rstrip(" .;,")
    return line[:1].lower() + line[1:] if _LOWERED.match(line) else line
