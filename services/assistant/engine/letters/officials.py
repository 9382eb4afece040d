"""Elected members, the State's representatives and others whom one addresses by their office."""

import re

from services.assistant.engine import french
from services.assistant.engine.letters import names, politeness
from services.assistant.engine.letters.addressee import CIVILITY, Found, Recipient
from services.assistant.engine.letters.names import Place
from services.assistant.engine.letters.politeness import Gender, Regard


def read_one(at: Place) -> Found | None:
    """Read one office holder: "Madame la Présidente du conseil départemental", "le préfet"."""
    for office in politeness.OFFICES:
        pattern = rf"(?:{CIVILITY})?(?P<article>le |la |l')?(?P<office>{office.pattern})(?!\w)"
        found = at.match(pattern)
        if found is None or not (found["article"] or at.article == "le"):
            continue
        gender = _gender(found, office, article=at.article)
        keeps_masculine = found["lady"] and found["article"] == "le "
        salutation = politeness.title(office, gender, feminine_name=not keeps_masculine)
        complement, end = names.complement(at.moved(found.end()))
        block = f"{salutation}{complement}"
        note = None if found["sir"] or found["lady"] else _doubt(office, gender)
        return Found(Recipient(salutation, block, politeness.regard_for(office, complement), note), end)
    return None


def _gender(found: re.Match[str], office: politeness.Office, *, article: str) -> Gender:
    if found["lady"] or (found["article"] == "la " and not found["sir"]):
        return Gender.FEMININE
    if found["sir"] or article == "le" or found["article"] == "le ":
        return Gender.MASCULINE
    first_word = french.fold(office.feminine).split()[0]
    differs = office.feminine != office.masculine
    return Gender.FEMININE if differs and found["office"].startswith(first_word) else Gender.MASCULINE


def _doubt(office: politeness.Office, gender: Gender) -> str | None:
    """Say that a masculine may have been a manner of speaking."""
    if gender is Gender.FEMININE:
        return None
    other = politeness.title(office, Gender.FEMININE)
    return f"Votre demande emploie le masculin : si vous écrivez à une femme, mettez « {other} » partout."


def read_several(at: Place) -> Found | None:
    """Read office holders addressed together: "les maires", "nos élus"."""
    plural = {
        r"maires": "Maires",
        r"elu(?:e?)s": "Élus",
        r"conseillers municipaux": "Conseillers municipaux",
        r"conseillers communautaires": "Conseillers communautaires",
        r"deputes": "Députés",
        r"senateurs": "Sénateurs",
        r"presidents": "Présidents",
        r"adjoints(?: au maire)?": "Adjoints",
    }
    for pattern, name in plural.items():
        lead = r"(?:mesdames(?:,)? (?:et )?messieurs )?(?:tous )?(?:les |nos |mes )?"
        found = at.match(rf"{lead}{pattern}(?!\w)")
        if found and (at.article == "les" or found.group().split()[0] != french.fold(name).split()[0]):
            salutation = f"Mesdames et Messieurs les {name}"
            complement, end = names.complement(at.moved(found.end()))
            return Found(Recipient(salutation, f"{salutation}{complement}", Regard.CONSIDERATION), end)
    return None


def read_title(at: Place) -> Found | None:
    """Read someone addressed by the title alone: "Maître Lambert", "le commandant de la brigade"."""
    for pattern, salutation, regard in politeness.BARE_TITLES:
        lead = rf"(?:{CIVILITY})?(?:le |la |l')?"
        found = at.match(rf"{lead}(?P<title>{pattern})(?!\w) ?")
        if found is None:
            continue
        complement, end = names.complement(at.moved(found.end() - (found.group()[-1] == " ")))
        if complement:
            return Found(Recipient(salutation, f"{salutation}{complement}, [à compléter : nom]", regard), end)
        name, end = names.person(at.moved(found.end()))
        return Found(Recipient(salutation, f"{salutation} {name or '[à compléter : nom]'}", regard), end)
    return None
