"""A whole letter on the page: heading, object, salutation, body, closing, and what to check before it leaves."""

import re
from datetime import date

from services.assistant.engine import french
from services.assistant.engine.letters import bodies, headlines, politeness
from services.assistant.engine.letters.addressee import ADDRESS
from services.assistant.engine.letters.politeness import Regard
from services.assistant.engine.letters.purposes import Purpose
from services.assistant.engine.letters.requests import LetterRequest


def compose(request: LetterRequest, *, today: date) -> str:
    """Write the letter in Markdown; what the request did not give stands between square brackets."""
    letter = french.typeset(
        "\n\n".join(_email(request) if request.is_email else _paper(request, today=today))
    )
    checks = french.typeset("\n".join(f"- {check}" for check in _checks(request, letter)))
    nature = "courriel" if request.is_email else "lettre"
    opening = french.typeset(f"Voici un projet de {nature}, bâti avec les éléments de votre demande.")
    return f"{opening}\n\n---\n\n{letter}\n\n---\n\n**Avant l'envoi**\n\n{checks}"


def _paper(request: LetterRequest, *, today: date) -> list[str]:
    place = request.sender.place or "[commune]"
    body = request.sender.body or "[à compléter : collectivité]"
    return [
        f"**{body}**",
        _block(request),
        f"{place}, le {french.day_in_words(today)}",
        *_core(request),
    ]


def _block(request: LetterRequest) -> str:
    recipient = request.recipient
    is_one_office = recipient.is_official and not recipient.salutation.startswith("Mesdames")
    needs_address = is_one_office and "[" not in recipient.block
    return f"{recipient.block}, {ADDRESS}" if needs_address else recipient.block


def _email(request: LetterRequest) -> list[str]:
    return _core(request)


def _core(request: LetterRequest) -> list[str]:
    recipient = request.recipient
    is_private = (
        request.purpose is Purpose.CONDOLENCE
    )  # no object line over condolences, and a warmer closing
    return [
        *([] if is_private else [f"**Objet :** {headlines.write(request)}"]),
        f"{recipient.salutation},",
        *bodies.write(request),
        politeness.closing(recipient.salutation, Regard.SYMPATHY if is_private else recipient.regard),
        request.sender.signatory or "[à compléter : prénom, nom et qualité du signataire]",
    ]


def _checks(request: LetterRequest, letter: str) -> list[str]:
    gaps = len(re.findall(r"\[[^\]]+\]", letter))
    checks = []
    if gaps:
        checks.append(
            "Complétez le passage entre crochets."
            if gaps == 1
            else f"Complétez les {gaps} passages entre crochets."
        )
    if request.recipient.note:
        checks.append(request.recipient.note)
    if request.purpose in _ADVICE:
        checks.append(_ADVICE[request.purpose])
    checks.append("Relisez les noms, les dates et les accords : je reprends vos mots, je ne les vérifie pas.")
    return checks


_ADVICE = {
    Purpose.NOTICE: "Une mise en demeure produit des effets juridiques : faites vérifier son fondement et ses délais avant l'envoi, en "
    "recommandé avec avis de réception.",
    Purpose.REFUSAL: "Un refus qui vaut décision individuelle se motive (article L. 211-2 du code des relations entre le public et "
    "l'administration) et indique les voies et délais de recours : vérifiez-le sur Légifrance.",
    Purpose.ACKNOWLEDGEMENT: "Les mentions d'un accusé de réception sont fixées par l'article R. 112-5 du code des relations entre le "
    "public et l'administration : vérifiez-les sur Légifrance.",
    Purpose.CONVENING: "Pour une séance d'assemblée, vérifiez le délai de convocation et les pièces à joindre sur Légifrance "
    "(articles L. 2121-10 à L. 2121-12 du code général des collectivités territoriales pour une commune).",
}
