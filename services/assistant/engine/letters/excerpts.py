"""What a request quotes for the letter: the date it answers, what to say, and why."""

import re

from services.assistant.engine import french
from services.assistant.engine.letters import wording
from services.assistant.engine.letters.purposes import Purpose

_DATE = r"(?P<date>\d{1,2}(?:er)? (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)(?: \d{4})?|\d{1,2}/\d{1,2}/\d{2,4})"


def take_date(text: str) -> tuple[str | None, str]:
    """Take the date of the letter that is answered: "son courrier du 12 mars"."""
    found = re.search(
        rf"(?:courrier|lettre|mail|courriel|demande|message|reclamation)(?P<when> (?:en date du|date du|datee du|recue? le|du) {_DATE})",
        french.fold(text),
    )
    if found is None:
        return None, text
    date = text[found.start("date") : found.end("date")]
    return date, text[: found.start("when")] + text[found.end("when") :]


_SAID = re.compile(
    r",? ?(?<!\w)(?:(?:et )?(?:dis|dites|reponds|explique|precise|indique)[- ](?:lui|leur)|en (?:lui|leur) (?:disant|expliquant|indiquant|precisant|repondant)"
    r"|(?:pour |de )?(?:lui|leur) (?:dire|expliquer|indiquer|preciser|repondre)|en (?:disant|expliquant|indiquant|precisant)"
    r"|(?<=§) (?:pour )(?:dire|expliquer|indiquer)|(?<=pour )(?:dire|expliquer|repondre)) (?:que |(?=qu'))(?:qu')?(?P<it>[^\n]+?)(?=[.\n!?]|$)"
)


def take_said(text: str) -> tuple[str | None, str]:
    """Take the answer the request dictates: "dis-lui que la salle est prise"."""
    found = _SAID.search(french.fold(text))
    if found is None or _RULING.match(found["it"]):
        return None, text
    return _taken(text, found)


# "dire que sa demande est acceptée" is what the letter does, not what it adds.
_RULING = re.compile(r"(?:son|sa|ses) [^,.]+ (?:est|sont|sera|a ete) (?:refus|accept|accord|rejet)")


_REASON = re.compile(
    r",? ?(?<!\w)(?P<it>(?:(?:car|parce que|puisque|au motif que|en raison|faute de|a cause) |(?:parce |puis|au motif )qu'|faute d')[^\n]+?)(?=[.\n!]|$)"
)
_REASONED = frozenset(
    {Purpose.REFUSAL, Purpose.ACCEPTANCE, Purpose.REQUEST, Purpose.APOLOGY, Purpose.ANSWER, Purpose.REMINDER}
)
_ASIDE = re.compile(
    r"(?:[.\n]|,) ?(?:mais |malheureusement,? )?(?P<it>(?:il|elle|nous|on|le|la|les|l'|c'est|ce) ?[^\n]+?)(?=[.\n!]|$)"
)


def take_reason(text: str, purpose: Purpose) -> tuple[str | None, str]:
    """Take the reason given: "car le budget est voté", "faute de places", or a sentence that stands aside."""
    if purpose not in _REASONED:
        return None, text
    bare = french.fold(text)
    found = _REASON.search(bare)
    if found and purpose is Purpose.APOLOGY and not re.match(r"car|parce|puis", found["it"]):
        return None, text  # "le retard en raison de travaux" is what one apologises for
    if found is None and purpose in {Purpose.REFUSAL, Purpose.ACCEPTANCE}:
        found = _ASIDE.search(bare)
    if found is None:
        return None, text
    reason, rest = _taken(text, found)
    return None if _VERDICT.match(french.fold(reason)) else reason, rest


_VERDICT = re.compile(r"c'est (?:d'accord|oui|non|accepte|refuse|bon|impossible$)")


def _taken(text: str, found: re.Match[str]) -> tuple[str, str]:
    words = wording.tidy(text[found.start("it") : found.end("it")])
    return words, text[: found.start()] + text[found.end() :]
