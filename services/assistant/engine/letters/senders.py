"""Who signs a letter and where it is written, when the request says so."""

import re
from dataclasses import dataclass

from services.assistant.engine import french
from services.assistant.engine.letters import names, politeness
from services.assistant.engine.letters.politeness import Gender


@dataclass(frozen=True, slots=True)
class Sender:
    """The authority, its place and the person who signs; each may be unknown."""

    body: str | None = None
    place: str | None = None
    signatory: str | None = None


UNKNOWN = Sender()

_PLACE = (
    r"(?P<place>(?:l[ea]s? |l')?[a-zœ][\w'-]+(?: (?:sur|sous|les|en|le|la|de|du|des|d'|l')[ -]?[\w'-]+)*?)"
)
_HALL = rf"(?P<hall>(?:la |le |l')?(?P<kind>mairie|commune|ville) (?:de |du |des |d'){_PLACE})"
_BEHALF = (
    r"(?:de la part|au nom|pour le compte|signee?s?|signe(?:e|r)? par|a signer) ?(?:par |de |du |des |d')?"
)


def take(text: str) -> tuple[Sender, str]:
    """Read the sender and give the text without the words that named them."""
    for reader in (_on_behalf, _from_hall, _speaking):
        found = reader(text)
        if found:
            return found
    return UNKNOWN, text


def _on_behalf(text: str) -> tuple[Sender, str] | None:
    """Read "de la part du maire de Lormes", "signé par Mme la présidente", "au nom de la commune"."""
    bare = french.fold(text)
    found = re.search(rf",? ?(?<!\w){_BEHALF}(?P<who>[^,.\n§]+?){names.STOP}", bare)
    if found is None:
        return None
    who = text[found.start("who") : found.end("who")]
    rest = text[: found.start()] + text[found.end() :]
    return _sender(who.strip()), rest


def _sender(who: str) -> Sender:
    bare = french.fold(who)
    hall = re.fullmatch(_HALL, bare)
    if hall:
        return _hall(who, hall)
    for office in politeness.OFFICES:
        held = re.match(
            rf"(?:m\. |monsieur |(?P<lady>mme |madame ))?(?P<la>la )?(?:le |l')?(?:{office.pattern})(?!\w)",
            bare,
        )
        if held:
            gender = Gender.FEMININE if held["lady"] or held["la"] else Gender.MASCULINE
            return _office(who, office, gender=gender, end=held.end())
    if re.match(
        r"(?:la |le |l')?(?:communaute|syndicat|departement|region|agglo|metropole|ccas|conseil)", bare
    ):
        return Sender(body=french.capitalise(re.sub(r"^(?:(?:la|le) |l')", "", who)))
    return Sender(signatory=french.capitalise(who))


def _office(who: str, office: politeness.Office, *, gender: Gender, end: int) -> Sender:
    name = office.name(gender)
    article = "La" if gender is Gender.FEMININE else "Le"
    signatory = french.capitalise(french.elide(article, name[0].lower() + name[1:]))
    complement = names.places(who[end:].strip())
    if office.masculine == "Maire" and complement:
        place = french.without_de(complement)
        place = french.capitalise(place)
        return Sender(f"Mairie {french.with_de(place)}", place, signatory)
    body = (
        french.capitalise(re.sub(r"^(?:la |le |l')", "", french.without_de(complement)))
        if complement
        else None
    )
    return Sender(body, None, signatory)


def _hall(text: str, found: re.Match[str]) -> Sender:
    place = names.places(f"de {text[found.start('place') : found.end('place')]}").removeprefix("de ")
    place = french.capitalise(place)
    if found.group().endswith(place) or re.search(r"\bdu \S+$", found["hall"]) is None:
        return Sender(f"{found['kind'].capitalize()} {french.with_de(place)}", place)
    return Sender(f"{found['kind'].capitalize()} du {place}", f"Le {place}")


def _from_hall(text: str) -> tuple[Sender, str] | None:
    """Read "lettre de la mairie de Chéroy à M. Petit"."""
    bare = french.fold(text)
    found = re.search(
        rf"(?:lettre|courrier|mail|courriel|reponse|message) de {_HALL}(?= (?:a|au|aux|pour)\b)", bare
    )
    if found is None:
        return None
    start = found.start("hall") - len("de ")
    return _hall(text, found), text[:start] + text[found.end() + 1 :]


def _speaking(text: str) -> tuple[Sender, str] | None:
    """Read "je suis secrétaire de mairie à Chéroy"."""
    bare = french.fold(text)
    found = re.search(
        rf"je suis (?P<post>(?:la |le )?(?:secretaire(?: generale?)? de mairie|maire|dgs|agente?|adjointe?[\w ]*?)) (?:a |de |d'|du )"
        rf"{_PLACE}(?=[,.;:\n]| et |$) ?[,.;:]?(?: et)? ?",
        bare,
    )
    if found is None:
        return None
    place = french.capitalise(
        names.places(f"de {text[found.start('place') : found.end('place')]}").removeprefix("de ")
    )
    signatory = "Le maire" if found["post"].removeprefix("le ") == "maire" else None
    if found["post"] == "la maire":
        signatory = "La maire"
    return Sender(f"Mairie {french.with_de(place)}", place, signatory), text[: found.start()] + text[
        found.end() :
    ]
