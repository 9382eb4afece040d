"""The object line of a letter."""

import re

from services.assistant.engine import french
from services.assistant.engine.letters import wording
from services.assistant.engine.letters.purposes import Purpose
from services.assistant.engine.letters.requests import LetterRequest

TO_COMPLETE = "[à compléter : objet]"


def write(request: LetterRequest) -> str:
    """Write the object line, without its final stop."""
    matter, purpose = request.matter, request.purpose
    line = matter.headline or matter.noun
    if line is None:
        return (_event(matter.that) if matter.that else None) or _ALONE.get(purpose, TO_COMPLETE)
    if purpose in _REPLIES:
        return french.capitalise(line if matter.you else wording.demand(line))
    if purpose in _LED:
        return _led(purpose, line)
    return french.capitalise(_without_article(line))


_REPLIES = frozenset({Purpose.REFUSAL, Purpose.ACCEPTANCE, Purpose.ACKNOWLEDGEMENT})
_LED = {
    Purpose.INVITATION: "Invitation",
    Purpose.CONVENING: "Convocation",
    Purpose.REMINDER: "Relance",
    Purpose.THANKS: "Remerciements",
    Purpose.CONGRATULATION: "Félicitations",
    Purpose.APOLOGY: "Excuses",
    Purpose.NOTICE: "Mise en demeure",
}
_ALONE = _LED | {
    Purpose.REFUSAL: "Votre demande",
    Purpose.ACCEPTANCE: "Votre demande",
    Purpose.ACKNOWLEDGEMENT: "Accusé de réception de votre demande",
    Purpose.ANSWER: "Votre courrier",
    Purpose.INFORMATION: "Information",
}


def _led(purpose: Purpose, line: str) -> str:
    if purpose in {Purpose.INVITATION, Purpose.CONVENING}:
        return f"{_LED[purpose]} {french.with_a(line)}"
    if not wording.has_determiner(line):
        return f"{_LED[purpose]} : {line}"
    return (
        f"{_LED[purpose]} {'concernant' if purpose in {Purpose.REMINDER, Purpose.NOTICE} else 'pour'} {line}"
    )


def _without_article(line: str) -> str:
    return re.sub(r"^(?:(?:la|le|les) |l')(?=\S)", "", line)


_CHANGES = {
    "ferme": "fermeture", "annule": "annulation", "report": "report", "ouvert": "ouverture", "coup": "coupure",
    "deplac": "déplacement", "interdit": "interdiction", "modifi": "modification", "suspendu": "suspension",
    "supprim": "suppression", "maintenu": "maintien", "perturb": "perturbation", "interromp": "interruption",
}  # fmt: skip
_CHANGE = re.compile(
    r"(?P<what>(?:la |le |les |l'|notre |votre )[\w' -]{2,60}?) (?:sera|seront|est|sont|a ete|ont ete) (?:exceptionnellement )?"
    rf"(?P<change>{'|'.join(_CHANGES)})\w*(?P<rest>[^.,;]*)"
)


def _event(that: str) -> str | None:
    """Name the change a statement announces: "la mairie sera fermée lundi" gives "Fermeture de la mairie lundi"."""
    found = _CHANGE.fullmatch(french.fold(that))
    if found is None:
        return None
    what, rest = that[found.start("what") : found.end("what")], that[found.start("rest") :].strip()
    return french.capitalise(f"{_CHANGES[found['change']]} {french.with_de(what)} {rest}".strip())
