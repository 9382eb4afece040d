"""Who a letter is for, read from the words after "à", "au", "pour" or a verb."""

from services.assistant.engine.letters import groups, names, officials, politeness
from services.assistant.engine.letters.addressee import (
    CIVILITY,
    MADAM,
    MISTER,
    TO_COMPLETE,
    UNKNOWN_SALUTATION,
    Found,
    Recipient,
)
from services.assistant.engine.letters.names import Place
from services.assistant.engine.letters.politeness import Gender, Regard


def read(text: str, start: int, *, article: str = "") -> Found | None:
    """Read a recipient that starts there; `article` is the one "au" or "aux" swallowed."""
    at = names.place(text, start, article=article)
    readers = (*_SURE, groups.read_group, groups.read_someone, groups.read_body)
    return next((found for reader in readers if (found := reader(at))), None)


def _couple(at: Place) -> Found | None:
    pair = at.match(rf"(?:{MISTER} (?:et|ou) {MADAM}|{MADAM} (?:et|ou) {MISTER}) ?")
    if pair is None or at.article:
        return None
    name, end = names.person(at.moved(pair.end()))
    block = f"Madame et Monsieur {name}, [à compléter : adresse]" if name else TO_COMPLETE
    return Found(Recipient(UNKNOWN_SALUTATION, block, Regard.GREETINGS), end)


def _person(at: Place) -> Found | None:
    civility = at.match(CIVILITY)
    if civility is None or at.article:
        return None
    salutation = "Monsieur" if civility["sir"] else "Madame"
    name, end = names.person(at.moved(civility.end()))
    if not name and civility.group().strip() in {"m", "m."}:
        return None
    after = at.moved(end + 2, article="le")
    office = officials.read_one(after) if name and at.bare[end : end + 2] == ", " else None
    if office:  # "M. Petit, maire de Lormes": the office gives the salutation, the name stays in the block
        return _named_official(office, salutation, name=name, at=after)
    block = f"{salutation} {name}, [à compléter : adresse]" if name else TO_COMPLETE
    return Found(Recipient(salutation, block, Regard.GREETINGS), end)


def _named_official(found: Found, civility: str, *, name: str, at: Place) -> Found:
    """Bring the gender of the civility to the office that follows a name."""
    for office in politeness.OFFICES:
        if at.match(rf"(?:le |la |l')?(?:{office.pattern})(?!\w)"):
            gender = Gender.FEMININE if civility == "Madame" else Gender.MASCULINE
            salutation = politeness.title(office, gender)
            complement = found.recipient.block.removeprefix(found.recipient.salutation)
            block = (
                f"{civility} {name}, {office.name(gender)[0].lower()}{office.name(gender)[1:]}{complement}"
            )
            return Found(Recipient(salutation, block, found.recipient.regard), found.end)
    return found


def is_vague(text: str, start: int, *, article: str = "") -> bool:
    """Tell whether what stands there names a body or a crowd rather than a person or an office."""
    at = names.place(text, start, article=article)
    return not any(reader(at) for reader in _SURE)


_SURE = (_couple, officials.read_several, officials.read_one, officials.read_title, _person)
