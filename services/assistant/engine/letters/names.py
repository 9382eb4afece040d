"""Names of people and places, read where they stand in a request."""

import re
from dataclasses import dataclass

from services.assistant.engine import french

# "une lettre à Mme Petit de relance": not what she is of, but what the letter is for.
_AIM = r"(?:de (?:relance|condoleances|felicitations|remerciements?|rappel|refus|demande|mise en demeure)|d'(?:excuses?|information))"

# Where the description of a person ends and the matter of the letter begins.
STOP = (
    r"(?= (?:(?:pour|afin|concernant|au sujet|a propos|qui|que|suite a|a la suite|relatif|relative|sur|car|parce|en raison"
    r"|en reponse|en vue|de la part|au nom|signee?s?|dans|avant|demandant|l'informant|informant|disant|portant|objet"
    rf"|{_AIM}"
    r"|refusant|acceptant|lui|leur|d'avoir|de ne pas|sans|faute de|a cause|annoncant|rappelant|apres|dont|avec|svp"
    r"|il|elle|nous|je|merci|et|du \d+|de l'annee|[a-z]+(?:er|ir)(?= [a-z]))\b|qu'|a \d)|[,;:.!?()\n§]|$)"
)
UP_TO = 70  # a description longer than this is no longer a description
_DE = r"(?:d'|de |du |des )"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a request: the text, the same text folded, and the article that "au" or "aux" swallowed there."""

    text: str
    bare: str
    start: int
    article: str = ""

    def match(self, pattern: str) -> re.Match[str] | None:
        """Match a pattern exactly there, in the folded text."""
        return re.compile(pattern).match(self.bare, self.start)

    def moved(self, start: int, *, article: str = "") -> "Place":
        """Stand elsewhere in the same text."""
        return Place(self.text, self.bare, start, article)


def place(text: str, start: int, *, article: str = "") -> Place:
    """Stand at a position of a text."""
    return Place(text, french.fold(text), start, article)


def stop(at: Place) -> str:
    """Give the pattern where a description ends: one invites someone "to" something, so "à" ends it there."""
    is_invited = re.search(r"(?:invit|convi|convoqu)\w* ", at.bare[: at.start])
    return rf"(?:(?= (?:a (?:la|une?)|a l'|aux?)(?: |(?<=')))|{STOP})" if is_invited else STOP


def complement(at: Place) -> tuple[str, int]:
    """Read what the office is of: " de Lormes", " du conseil départemental de la Nièvre"."""
    found = at.match(rf"(?! {_AIM}\b)(?P<of> {_DE}[^\n,;:.!?()§]{{1,{UP_TO}}}?){stop(at)}")
    if found is None:
        return "", at.start
    return f" {places(at.text[found.start('of') + 1 : found.end('of')].strip())}", found.end()


_COMMON_NOUNS = re.compile(
    r"(?:conseil|commun|association|club|comite|departement|region|ecole|college|lycee|syndicat|agglo|service|la\b|le\b|les\b|l'"
    r"|mairie|metropole|pays|rue|place|quartier|hameau|lotissement|bourg|village|parents|amicale|societe|caisse|agence|chambre"
    r"|federation|tribunal|academie|brigade|gendarmerie|office|direction|finances|impots|foyer|ehpad|etude|eleves|fetes|anciens"
    r"|union|chasse|hopital|centre|crous|ccas|sdis|tresor|foot|nos|notre|mixte|energie)"
)


def places(phrase: str) -> str:
    """Give its capital to a place typed without: "de lormes" gives "de Lormes"; common nouns keep their own."""
    found = re.fullmatch(r"(de |d')([a-zà-ÿœ]{3,}(?:[- ][\w'-]+)*)", phrase)
    if found is None or _COMMON_NOUNS.match(french.fold(found[2])):
        return phrase
    return found[1] + re.sub(
        r"[a-zà-ÿœ]+",
        lambda word: (
            word[0]
            if word[0] in {"sur", "sous", "les", "le", "en", "et", "de", "du", "la", "lès"}
            else french.capitalise(word[0])
        ),
        found[2],
    )


_NOT_A_NAME_LIST = (
    "refus accord invitation relance rappel reponse demande subvention une un le la les des du au aux a et merci remerciement "
    "lettre courrier pour afin concernant qui que sur suite objet car parce en de dans avec par sans il elle nous je votre "
    "sa son ses leur leurs l d urgent urgente svp stp se s ne n m y avant apres mais donc"
)
_NOT_A_NAME = frozenset(_NOT_A_NAME_LIST.split())
_PARTICLES_LIST = "de du des la le d' l' van von ben el"
_PARTICLES = frozenset(_PARTICLES_LIST.split())


def person(at: Place) -> tuple[str, int]:
    """Read a person's name of at most four words, and give it its capitals."""
    words: list[str] = []
    end = at.start
    for word in re.compile(r"(?:d'|l')?[\wÀ-ÿ-]+(?:'[\wÀ-ÿ-]+)?(?: |(?=[,;:.!?()\n§])|$)").finditer(
        at.text, at.start
    ):
        if word.start() != end or not _continues(word.group().strip(), words, at.bare[word.end() :]):
            break
        words.append(word.group().strip())
        end = word.end()
    while words and french.fold(words[-1]) in _PARTICLES:
        words.pop()
    return _proper(words), len(at.text[:end].rstrip())


def _continues(word: str, words: list[str], after: str) -> bool:
    bare = french.fold(word)
    if len(words) >= 4 or bare.isdigit():
        return False
    if bare in {"le", "la"} and not word[0].isupper():
        return bool(words) and french.fold(words[-1]) == "de"
    if bare in _PARTICLES:  # "de La Tour", but not "de venir"
        return (
            (not words or word[0].isupper())
            and bool(re.match(r"[a-z]{2,}", after))
            and not re.match(r"(?:vous|nous)\b", after)
        )
    if bare in _NOT_A_NAME:
        return False
    if not words or word[0].isupper() or french.fold(words[-1]) in _PARTICLES:
        return True
    return (
        len(words) == 1
        and bool(re.match(r"(?:(?:pour|qui|concernant|de|du|des|au|a|sur|car)\b|[,;:.!?]|$)", after))
        and words[0][0].islower()
    )


def _proper(words: list[str]) -> str:
    """Write a name as a letter does: "DURAND" and "durand" give "Durand", "d'ormesson" gives "d'Ormesson"."""
    return " ".join(
        word.lower() if french.fold(word) in {"de", "du", "des"} and index == 0 else _proper_word(word)
        for index, word in enumerate(words)
    )


def _proper_word(word: str) -> str:
    if not (word.islower() or word.isupper()):
        return word
    return re.sub(r"(?<!d')(?<![\w])(?!d')\w|(?<=d')\w", lambda letter: letter[0].upper(), word.lower())
