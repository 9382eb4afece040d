"""What a letter recalls: what the reader wrote, and the reason the request gave."""

import re

from services.assistant.engine import french
from services.assistant.engine.letters import wording
from services.assistant.engine.letters.purposes import Purpose
from services.assistant.engine.letters.requests import LetterRequest

DATE = "[à compléter : date]"


def opening(request: LetterRequest) -> str:
    """Recall what the reader wrote, and when."""
    matter, date = request.matter, request.received or DATE
    if matter.you:
        return f"Par courrier du {date}, {matter.you}."
    asked = matter.noun or matter.headline
    if asked is None:
        topic = "[à compléter : objet de la demande]"
        return f"Par courrier du {date}, vous avez appelé mon attention sur {topic}."
    if request.purpose is Purpose.ANSWER and not wording.is_theirs(asked):
        return f"J'ai bien reçu votre courrier du {date} au sujet {french.with_de(asked)}."
    return f"J'ai bien reçu {wording.demand(asked)} en date du {date}."


def reason(request: LetterRequest) -> str | None:
    """Give the reason as a sentence: "car le budget est voté" becomes "En effet, le budget est voté."."""
    if request.reason is None:
        return None
    given = request.reason
    stated = re.match(
        r"(?:(?:car|parce que|puisque|au motif que|que) |(?:parce |puis|au motif )?qu')",
        french.fold(given),
    )
    if stated:
        return f"En effet, {_within(given[stated.end() :])}"
    if re.match(r"(?:en raison|faute d|a cause)", french.fold(given)):
        return f"{_DUE.get(request.purpose, 'Cette réponse vous est faite')} {_within(_due_to(given))}"
    return f"En effet, {_within(given)}"


_DUE = {
    Purpose.REQUEST: "Cette demande est faite",
    Purpose.REMINDER: "Cette relance vous est adressée",
}


_COMMON_START = re.compile(r"(?:les?|la|ils?|elles?|nous|on|ce|une?|en|faute) |l'|c'")


def _within(phrase: str) -> str:
    """Continue a sentence: a common first word loses its capital, a name keeps it."""
    ended = f"{phrase.strip().rstrip('.')}."
    return ended[0].lower() + ended[1:] if _COMMON_START.match(french.fold(phrase)) else ended


def _due_to(given: str) -> str:
    return re.sub(r"^(?:à|a) cause", "en raison", given, flags=re.IGNORECASE)
