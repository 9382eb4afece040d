"""A letter as it was asked for: everything the request gave, and nothing it did not."""

import re
from dataclasses import dataclass

from services.assistant.engine import accents, french
from services.assistant.engine.letters import (
    excerpts,
    groups,
    matters,
    purposes,
    recipients,
    senders,
)
from services.assistant.engine.letters.addressee import NOBODY, Found, Recipient
from services.assistant.engine.letters.clauses import Matter
from services.assistant.engine.letters.purposes import Purpose
from services.assistant.engine.letters.senders import Sender


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """A letter to write. `received` is the date of the letter it answers, `reason` why, `said` what to answer."""

    recipient: Recipient
    purpose: Purpose
    matter: Matter
    sender: Sender = senders.UNKNOWN
    received: str | None = None
    reason: str | None = None
    said: str | None = None
    additions: tuple[str, ...] = ()
    is_email: bool = False
    is_short: bool = False


DOCUMENT = r"(?:lettre|courrier|e-?mail|mail|courriel|mel|message|reponse|mot|invitation|convocation|relance|accuse de reception)"


_READ = 4000  # characters: a request says what it wants in its first lines, and reading must stay quick


def read(text: str) -> LetterRequest:
    """Understand a request for a letter."""
    text = accents.restore(_quiet(french.clean(text[:_READ])))
    is_email = bool(re.search(r"\b(?:e-?mail|mail|courriel|mel)\b", french.fold(text)[:120]))
    sender, text = senders.take(text)
    recipient, text = find_recipient(text)
    received, text = excerpts.take_date(text)
    purpose = purposes.read(french.fold(text))
    said, text = excerpts.take_said(text)
    is_told = "§ qui" in text and purpose in {Purpose.INFORMATION, Purpose.APPROACH}
    reason, text = excerpts.take_reason(text, Purpose.ANSWER if is_told else purpose)
    if said and purpose in {Purpose.REFUSAL, Purpose.ACCEPTANCE} and reason is None:
        said, reason = None, f"que {said}"
    matter = matters.read(text)
    purpose = _settled(purpose, matter, said=said)
    return LetterRequest(recipient, purpose, matter, sender, received, reason, said, is_email=is_email)


def _settled(purpose: Purpose, matter: Matter, *, said: str | None) -> Purpose:
    """Settle a vague purpose by what there is to say: a reader who asked is answered, a fact is recalled."""
    if purpose not in {Purpose.INFORMATION, Purpose.APPROACH, Purpose.ANSWER}:
        return purpose
    if matter.you:
        return Purpose.ANSWER
    if matter.fact:
        return Purpose.APPROACH
    if matter.that or (matter.act and purpose is Purpose.ANSWER) or (said and purpose is Purpose.APPROACH):
        return Purpose.INFORMATION
    return purpose


def _quiet(text: str) -> str:
    """Lower a request typed all in capitals, or its opening verb would be its only readable part."""
    letters = [letter for letter in text if letter.isalpha()]
    shouted = len(letters) > 12 and sum(letter.isupper() for letter in letters) > 0.8 * len(letters)
    return text.lower() if shouted else text


_VERBS = (
    r"(?:informe[rz]?|prevenir|previens|avertir|avertis|alerter?|remercie[rz]?|invite[rz]?|convie[rz]?|relance[rz]?|felicite[rz]?"
    r"|convoque[rz]?|solliciter?|rappeler|mettre en demeure)"
)
_LEAD = re.compile(
    rf"(?<!\w)(?:(?P<verb>{_VERBS}) |(?P<attention>a (?:l'attention|destination|l'adresse) )(?P<of>de |du |des |d')|(?P<to>a|au|aux|pour) )"
)
_HEADER_ENDS = re.compile(
    r"(?<!\w)(?:qui|concernant|au sujet|a propos|suite|sur|pour|afin|relati\w+|car|parce)\b"
)
_OWNED = re.compile(
    r"(?<!\w)(?P<lead>a la |au |de la |du |a l'|le |la |l')?(?P<what>demande|courrier|lettre|reclamation|plainte|mail|courriel"
    r"|question|candidature|message|proposition|offre)s?(?= )"
)


def find_recipient(text: str) -> tuple[Recipient, str]:
    """Find who the letter is for, and give the text with the mark § in their place."""
    bare = french.fold(text)
    header = _header_end(bare)
    for lead in _LEAD.finditer(bare):
        found = _after(lead, text, header=header)
        if found:
            kept = lead.end() if lead["verb"] else lead.start()
            return found.recipient, f"{text[:kept].rstrip()} §{text[found.end :]}"
    return _owner(text, bare) or _named_freely(text, bare) or _named_anywhere(text, bare) or (NOBODY, text)


def _header_end(bare: str) -> int:
    """Find where the request turns from whom to what; "lettre pour M. Petit" is still whom."""
    found = _HEADER_ENDS.search(bare)
    return found.start() if found else len(bare)


_TO_WHOM = (
    r"(?:demander|soumettre|adresser|envoyer|ecrire|rappeler|annoncer|proposer|confirmer|signaler|transmettre|expliquer|indiquer|dire"
    r"|presenter|communiquer|accorder|refuser|souhaiter|part|repondre)"
)


def _after(lead: re.Match[str], text: str, *, header: int) -> Found | None:
    swallowed = {"au": "le", "du ": "le", "aux": "les", "des ": "les"}
    article = swallowed.get(lead["to"] or lead["of"] or "", "")
    found = recipients.read(text, lead.end(), article=article)
    if found is None:
        return None
    is_asked = bool(re.search(rf"{_TO_WHOM} $", french.fold(text[: lead.start()])))
    is_vague = recipients.is_vague(text, lead.end(), article=article)
    is_crowd = lead["to"] == "aux"
    is_late = lead.start() > header or (lead["to"] == "pour" and lead.start() >= header)
    if (
        is_vague
        and not (lead["verb"] or is_asked or is_crowd)
        and is_late
        and not _ends_request(text, found, lead)
    ):
        return None
    first_words = (
        lead["to"] == "pour"
        and is_vague
        and not re.search(rf"{DOCUMENT} $", french.fold(text[: lead.start()]))
    )
    return None if first_words and not _ends_request(text, found, lead) else found


def _ends_request(text: str, found: Found, lead: re.Match[str]) -> bool:
    """Tell whether the request ends on these words: "invitation aux vœux pour les habitants"."""
    return lead["to"] == "pour" and not text[found.end :].strip(" .!")


def _named_anywhere(text: str, bare: str) -> tuple[Recipient, str] | None:
    """Take the last person named, when nothing says who reads: "lettre refus subvention mme durand"."""
    for named in reversed(list(re.finditer(r"(?<!\w)(?:m\.|mr|mme|monsieur|madame) ?(?=\S)", bare))):
        found = recipients.read(text, named.start())
        if found and not recipients.is_vague(text, named.start()):
            return found.recipient, f"{text[: named.start()].rstrip()} §{text[found.end :]}"
    return None


def _owner(text: str, bare: str) -> tuple[Recipient, str] | None:
    """Take the owner of a request for the reader: "répondre à la demande de Mme Durand"."""
    for owned in _OWNED.finditer(bare):
        if (
            not owned["lead"] and owned["what"] in _DOCUMENTS
        ):  # "lettre de Mme Durand" does not say who reads it
            continue
        for of in re.compile(r" (?P<of>de |du |des |d')(?=\S)").finditer(bare, owned.end(), owned.end() + 80):
            if re.search(r"[§,.\n]", bare[owned.end() : of.start()]):
                break
            article = {"du ": "le", "des ": "les"}.get(of["of"], "")
            found = recipients.read(text, of.end(), article=article)
            if found:
                own = f"{_OWNED_BY_YOU[owned['lead'] or '']}votre {text[owned.start('what') : of.start()]}"
                return found.recipient, f"{text[: owned.start()]}{own}{text[found.end :]}"
    return None


_DOCUMENTS = frozenset({"lettre", "courrier", "mail", "courriel", "message"})
_OWNED_BY_YOU = {
    "a la ": "à ",
    "au ": "à ",
    "de la ": "de ",
    "du ": "de ",
    "le ": "",
    "la ": "",
    "": "",
    "l'": "",
    "a l'": "à ",
}


def _named_freely(text: str, bare: str) -> tuple[Recipient, str] | None:
    lead = re.search(
        rf"(?:{DOCUMENT}|ecris|ecrire|reponds|repondre) (?:a|pour) (?!la demande|sa |son |ce|ton |un courrier)",
        bare,
    )
    found = groups.read_any(text, lead.end()) if lead else None
    return (found.recipient, f"{text[: lead.end()]}§{text[found.end :]}") if lead and found else None
