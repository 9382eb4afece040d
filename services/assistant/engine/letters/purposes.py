"""Why a letter is written, read from the request's own words."""

import re
from enum import StrEnum


class Purpose(StrEnum):
    """What a letter does; `answer` when it replies without saying yes or no."""

    REFUSAL = "refusal"
    ACCEPTANCE = "acceptance"
    ACKNOWLEDGEMENT = "acknowledgement"
    INFORMATION = "information"
    THANKS = "thanks"
    INVITATION = "invitation"
    CONVENING = "convening"
    REMINDER = "reminder"
    APOLOGY = "apology"
    CONGRATULATION = "congratulation"
    CONDOLENCE = "condolence"
    NOTICE = "notice"
    REQUEST = "request"
    ANSWER = "answer"
    APPROACH = "approach"  # a subject, and nothing said of it


_NOT = r"(?:ne |n')(?:lui |leur |y )?(?:peu\w*|pouv\w*|sera|est|pourr\w*|souhait\w*|donn\w*) (?:malheureusement )?(?:pas|plus)"
# The first that is found at the earliest place wins; refusals and agreements win over "inform" and "answer".
_SIGNS: tuple[tuple[Purpose, str], ...] = (
    (
        Purpose.REFUSAL,
        r"refus\w*|declin(?:er|ant|e)\b|(?:reponse|avis|suite) (?:negative?|defavorable)|repon\w+ non\b|dire non\b|dis non\b"
        r"|rejet(?:er|ant|te|tant)?\b|defavorablement|negativement|ne pas (?:donner suite|accepter|accorder)|impossible d'accepter"
        rf"|regret(?:s|ter|te)?\b|{_NOT} (?:accepter|accorder|donner suite|possible|repondre favorablement)",
    ),
    (
        Purpose.ACCEPTANCE,
        r"(?:d')?accord(?:er|ant|ee?s?)?\b(?! de )|accept\w*|(?:reponse|avis|suite) (?:positive?|favorable)"
        r"|favorablement|repon\w+ oui\b|dire oui\b|dis oui\b|autoris(?:er|ant)\b",
    ),
    (Purpose.ACKNOWLEDGEMENT, r"accus(?:e|er|es|ant) (?:de )?reception|\bbien recu\b|\ba\.?r\.? de\b"),
    (Purpose.CONVENING, r"convoqu\w+|convocation"),
    (Purpose.INVITATION, r"invit(?:er|ation|e|ant|ons)\b|convi(?:er|e|ant)\b"),
    (Purpose.THANKS, r"(?:(?<=pour )|(?<=de )|(?<=qui ))?remerci\w+"),
    (Purpose.REMINDER, r"relanc\w+|lettre de rappel|courrier de rappel"),
    (Purpose.NOTICE, r"mise en demeure|mettre en demeure"),
    (Purpose.CONDOLENCE, r"condoleance\w*"),
    (Purpose.APOLOGY, r"excuse(?:r|s)?\b|s'excuser|desole"),
    (Purpose.CONGRATULATION, r"felicit\w+"),
    (
        Purpose.REQUEST,
        r"(?:pour|afin de|afin d'|en vue de) (?:lui |leur )?(?:demander|solliciter|reclamer|obtenir|avoir (?:un|une|son|leur|l)|recevoir|connaitre)\b"
        r"|(?:lettre|courrier|mail|courriel|message) de (?:demande|sollicitation)|demande d[e'] ?[\w' -]{2,60}? (?:au|aux|a) "
        r"|^(?:demande[rz]?|sollicite[rz]?) |demandant|sollicitant",
    ),
    (
        Purpose.INFORMATION,
        r"inform(?:er|ation|ant|e)\b|preven(?:ir|ant)|previens|averti(?:r|ssant|s)?\b|annonc(?:er|ant|e)\b|rappel(?:er|ant|le)\b"
        r"|confirm(?:er|ant|e|ation)\b|signal(?:er|ant)\b|transm(?:ettre|ettant|ets|ission)\b|alert(?:er|ant)\b|faire part"
        r"|propos(?:er|ant)\b|communiquer\b",
    ),
    (Purpose.ANSWER, r"repon(?:se|ds|dre|dez)\b"),
)
_FIRM = frozenset({Purpose.REFUSAL, Purpose.ACCEPTANCE})
_SOFT = frozenset({Purpose.INFORMATION, Purpose.ANSWER})


def read(bare: str) -> Purpose:
    """Read the purpose in folded text; a letter whose request says nothing else only names its subject."""
    found = [(match.start(), purpose) for purpose, sign in _SIGNS if (match := _search(sign, bare))]
    if not found:
        return Purpose.APPROACH
    first = min(found)[1]
    firm = [place for place in found if place[1] in _FIRM]
    if first is Purpose.ANSWER:  # a reply that thanks, invites or reminds is first of all that
        found = [place for place in found if place[1] not in _SOFT] or found
        first = min(found)[1]
    refused = [place for place in firm if place[1] is Purpose.REFUSAL]
    if refused and first is Purpose.REQUEST:
        return Purpose.REFUSAL
    return min(firm)[1] if firm and first in _SOFT else first


def read_change(bare: str) -> Purpose | None:
    """Read the purpose that a short follow-up names ("plutôt un refus"); None when it names none."""
    return next((purpose for purpose, sign in _SIGNS if _search(sign, bare)), None)


def _search(sign: str, bare: str) -> re.Match[str] | None:
    """Search outside the clause that tells what the other party wrote ("qui demande …", "qui refuse …")."""
    own_words = re.sub(r"§,? qui [^,.\n]*", lambda told: " " * len(told.group()), bare)
    return re.search(rf"(?<![\w])(?:{sign})", own_words)
