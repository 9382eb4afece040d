"""The paragraphs of a letter, for each purpose. They say what the request gave and leave the rest to complete."""

import re

from services.assistant.engine import french
from services.assistant.engine.letters import recall, wording
from services.assistant.engine.letters.purposes import Purpose
from services.assistant.engine.letters.requests import LetterRequest

_DATE = "[à compléter : date]"


def write(request: LetterRequest) -> list[str]:
    """Write the body of a letter, one string a paragraph."""
    paragraphs = _WRITERS[request.purpose](request)
    paragraphs += [french.sentence(addition) for addition in request.additions]
    if request.purpose in _OFFERS_HELP and not request.is_short:
        paragraphs.append("Je reste à votre disposition pour tout renseignement complémentaire.")
    return paragraphs


_OFFERS_HELP = frozenset(
    {
        Purpose.REFUSAL,
        Purpose.ACCEPTANCE,
        Purpose.ACKNOWLEDGEMENT,
        Purpose.INFORMATION,
        Purpose.ANSWER,
        Purpose.REQUEST,
    }
)


def _refuse(request: LetterRequest) -> list[str]:
    regret = "J'ai le regret de vous informer qu'il ne m'est pas possible d'y donner une suite favorable."
    appeal = "[à compléter : voies et délais de recours, si ce courrier vaut décision]"
    return [
        recall.opening(request),
        f"{regret} {recall.reason(request) or '[à compléter : motif du refus]'}",
        appeal,
    ]


def _accept(request: LetterRequest) -> list[str]:
    pleasure = "J'ai le plaisir de vous informer que j'y donne une suite favorable."
    reason = recall.reason(request)
    terms = "[à compléter : conditions, date ou montant, s'il y a lieu]"
    return [recall.opening(request), f"{pleasure} {reason}" if reason else pleasure, terms]


def _acknowledge(request: LetterRequest) -> list[str]:
    asked = request.matter.noun or request.matter.headline
    noun = wording.demand(asked) if asked else "votre demande"
    if request.matter.you and request.matter.headline and request.matter.headline != "votre courrier":
        noun = request.matter.headline
    if request.received:
        received = f"J'accuse réception de {noun} en date du {request.received}."
    else:
        received = f"J'ai bien reçu, le {_DATE}, {noun} et j'en accuse réception."
    followed = (
        "Votre dossier est suivi par [à compléter : service, adresse et téléphone]. "
        "À défaut de réponse expresse le [à compléter : date], votre demande sera réputée [à compléter : acceptée ou rejetée]."
    )
    return [received, followed]


def _answer(request: LetterRequest) -> list[str]:
    reason = recall.reason(request)
    said = f"En réponse, je vous informe {french.elide('que', request.said)}." if request.said else None
    return [
        recall.opening(request),
        said or reason or "En réponse, je vous informe que [à compléter : votre réponse].",
    ]


# The verb of the request, and the first person that begins the letter.
_SPEAKING = {
    "transmettre": "transmets", "envoyer": "adresse", "adresser": "adresse", "annoncer": "annonce",
    "proposer": "propose", "presenter": "présente", "communiquer": "communique", "confirmer": "confirme",
    "rappeler": "rappelle", "signaler": "signale", "exposer": "expose", "expliquer": "explique",
    "declarer": "déclare", "souhaiter": "souhaite", "remettre": "remets", "soumettre": "soumets",
}  # fmt: skip


def _inform(request: LetterRequest) -> list[str]:
    matter = request.matter
    that = request.said or matter.that
    if that:
        return [f"Je vous informe {french.elide('que', that)}."]
    if matter.act:
        return [_speak(matter.act)]
    if matter.you:
        return _answer(request)
    if matter.noun:
        topic = french.with_de(matter.noun)
        return [f"Je vous informe {topic}.", "[à compléter : dates, lieux et consignes utiles]"]
    return ["Je vous informe que [à compléter : information à transmettre]."]


def _approach(request: LetterRequest) -> list[str]:
    matter = request.matter
    if matter.fact:
        reason = recall.reason(request)
        expected = "[à compléter : ce que vous attendez, et pour quand]"
        return [f"Sauf erreur de ma part, {matter.fact}.", *([reason] if reason else []), expected]
    if matter.act:
        return [_speak(matter.act)]
    purpose = "[à compléter : ce que vous voulez dire ou demander]"
    if matter.noun is None:
        topic = f"de ce qui suit : {matter.headline}" if matter.headline else "de [à compléter : objet]"
        return [f"Je vous écris au sujet {topic}.", purpose]
    if request.recipient.is_official:
        return [f"Je me permets d'appeler votre attention sur {matter.noun}.", purpose]
    return [f"Je vous écris au sujet {french.with_de(matter.noun)}.", purpose]


def _speak(act: str) -> str:
    """Say an act in the first person where its verb is known: "vous transmettre le plan" gives "Je vous transmets"."""
    verb, _, rest = act.removeprefix("vous ").partition(" ")
    spoken = _SPEAKING.get(french.fold(verb))
    if spoken and rest:
        return f"Je vous {spoken} {rest}."
    return f"Je vous écris pour {act}."


def _thank(request: LetterRequest) -> list[str]:
    thanks = "Je tiens à vous remercier" if request.recipient.is_official else "Je vous remercie"
    if request.matter.act:
        return [f"{thanks} {french.elide('de', request.matter.act)}."]
    cause = request.matter.noun or "[à compléter : motif du remerciement]"
    return [f"{thanks} pour {cause}."]


def _congratulate(request: LetterRequest) -> list[str]:
    if request.matter.act:
        return [f"Je vous félicite {french.elide('de', request.matter.act)}."]
    return [f"Je vous adresse mes félicitations pour {request.matter.noun or '[à compléter : motif]'}."]


def _invite(request: LetterRequest) -> list[str]:
    pleasure = "J'ai l'honneur" if request.recipient.is_official else "J'ai le plaisir"
    event = request.matter.noun
    target = (
        french.with_a(event)
        if event
        else f"à {request.matter.act}"
        if request.matter.act
        else "à [à compléter : événement]"
    )
    details = [] if _is_dated(target) else ["[à compléter : date, heure et lieu]"]
    reply = f"Je vous remercie de bien vouloir confirmer votre présence avant le {_DATE}."
    return [f"{pleasure} de vous inviter {target}.", *details, *([] if request.is_short else [reply])]


def _is_dated(phrase: str) -> bool:
    return bool(
        re.search(
            r"\d{1,2}(?:er)? (?:janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)|\d{1,2}/\d{1,2}",
            french.fold(phrase),
        )
    )


def _convene(request: LetterRequest) -> list[str]:
    meeting = request.matter.noun or "[à compléter : réunion]"
    when = "" if _is_dated(meeting) else ", le [à compléter : date, heure et lieu]"
    agenda = "L'ordre du jour est le suivant :\n\n1. [à compléter : premier point]\n2. [à compléter : deuxième point]"
    return [f"J'ai l'honneur de vous convoquer {french.with_a(meeting)}{when}.", agenda]


def _remind(request: LetterRequest) -> list[str]:
    noun = request.matter.noun
    topic = f"au sujet {french.with_de(noun)}" if noun else "au sujet de [à compléter : objet]"
    opening = f"Je me permets de revenir vers vous {topic}. Sauf erreur de ma part, ce dossier est à ce jour sans suite."
    expected = f"Je vous remercie de bien vouloir [à compléter : ce qui est attendu] avant le {_DATE}."
    crossed = (
        "Si vous avez entre-temps fait le nécessaire, je vous prie de ne pas tenir compte de ce courrier."
    )
    reason = recall.reason(request)
    return [opening, *([reason] if reason else []), expected, *([] if request.is_short else [crossed])]


def _apologise(request: LetterRequest) -> list[str]:
    if request.matter.act:
        return [f"Je vous prie de m'excuser {french.elide('de', request.matter.act)}.", *_mend(request)]
    cause = request.matter.noun or "[à compléter : motif des excuses]"
    return [f"Je vous présente mes excuses pour {cause}.", *_mend(request)]


def _mend(request: LetterRequest) -> list[str]:
    reason = recall.reason(request)
    return [reason] if reason else [] if request.is_short else ["[à compléter : explication ou mesure prise]"]


def _ask(request: LetterRequest) -> list[str]:
    matter = request.matter
    reason = recall.reason(request) or "[à compléter : raisons de la demande]"
    if matter.act:
        wish = "Je souhaiterais" if matter.act.startswith("savoir") else "Je vous saurais gré de bien vouloir"
        first = f"{wish} {matter.act}."
        return [first] if matter.act.startswith("savoir") and request.reason is None else [first, reason]
    honour = "J'ai l'honneur de" if request.recipient.is_official else "Je souhaiterais"
    if matter.noun is None:
        bare = matter.headline or "demande de [à compléter : ce qui est demandé]"
        adds = "J'ai l'honneur de vous adresser" if request.recipient.is_official else "Je vous adresse"
        return [f"{adds} une {bare}.", reason]
    verb = "solliciter" if request.recipient.is_official else "obtenir"
    return [f"{honour} {verb} {matter.noun}.", reason]


def _condole(request: LetterRequest) -> list[str]:
    body = request.sender.body
    name = f"de la {body[0].lower()}{body[1:]}" if body else "de [à compléter : collectivité]"
    return [
        "J'ai appris avec tristesse [à compléter : le décès de …].",
        f"Au nom {name} et en mon nom personnel, je vous présente mes sincères condoléances.",
    ]


def _give_notice(request: LetterRequest) -> list[str]:
    matter = request.matter
    found = (
        [f"Sauf erreur de ma part, {matter.fact}."]
        if matter.fact
        else ["J'ai constaté que [à compléter : les faits, et leur date]."]
    )
    demanded = french.elide("de", matter.act) if matter.act else "de [à compléter : ce qui est exigé]"
    basis = "[à compléter : texte qui fonde cette demande, et suites en cas d'inaction]"
    return [*found, f"Je vous mets en demeure {demanded} avant le {_DATE}.", basis]


_WRITERS = {
    Purpose.CONDOLENCE: _condole,
    Purpose.NOTICE: _give_notice,
    Purpose.REFUSAL: _refuse,
    Purpose.ACCEPTANCE: _accept,
    Purpose.ACKNOWLEDGEMENT: _acknowledge,
    Purpose.INFORMATION: _inform,
    Purpose.THANKS: _thank,
    Purpose.INVITATION: _invite,
    Purpose.CONVENING: _convene,
    Purpose.REMINDER: _remind,
    Purpose.APOLOGY: _apologise,
    Purpose.CONGRATULATION: _congratulate,
    Purpose.REQUEST: _ask,
    Purpose.ANSWER: _answer,
    Purpose.APPROACH: _approach,
}
