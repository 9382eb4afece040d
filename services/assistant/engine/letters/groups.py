"""Recipients without a name: inhabitants, an unnamed citizen, a firm, a public body."""

import re

from services.assistant.engine import french
from services.assistant.engine.letters import names
from services.assistant.engine.letters.addressee import (
    ADDRESS,
    TO_COMPLETE,
    UNKNOWN_SALUTATION,
    Found,
    Recipient,
)
from services.assistant.engine.letters.names import Place
from services.assistant.engine.letters.politeness import Regard

_GROUPS = (
    r"habitant(?:e?)s|administre(?:e?)s|riverain(?:e?)s|usagers|citoyens|parents(?: d'eleves)?|familles|commercants|agents|eleves"
    r"|associations|presidents? d'associations?|benevoles|entreprises|artisans|agriculteurs|exploitants|electeurs|voisins"
    r"|locataires|proprietaires|chasseurs|assistantes maternelles|jeunes|aines|anciens|seniors|partenaires|fournisseurs"
    r"|candidats|exposants|nouveaux arrivants|nouveaux habitants|personnels?|chefs d'entreprise|professionnels|enseignants"
    r"|pompiers|sapeurs-pompiers|adherents|abonnes|lecteurs|membres|residents|vacanciers|beneficiaires|gens"
)


# "les habitants de la rue Pasteur", but "informer les habitants de la coupure".
_PLACED = (
    r" (?:de |du |des |d')(?:la |l'|notre |cette |ce )?(?:rue|quartier|lotissement|commune|village|hameau|bourg|place|avenue|impasse|route"
    r"|chemin|residence|immeuble|ecole|creche|cantine|comite|association|club|conseil|centre|secteur|territoire|communaute|classe|boulevard)"
)


def read_group(at: Place) -> Found | None:
    """Read a crowd: "les habitants de la rue Pasteur"."""
    lead = r"(?:tou(?:s|tes) )?(?:les |nos |mes |ses |des |leurs )?"
    found = at.match(rf"(?P<lead>{lead})(?P<group>{_GROUPS})(?!\w)")
    if found is None or not (found["lead"] or at.article == "les"):
        return None
    is_placed = at.moved(found.end()).match(_PLACED) or re.match(r" (?:de |d')[A-ZÉ]", at.text[found.end() :])
    complement, end = names.complement(at.moved(found.end())) if is_placed else ("", found.end())
    noun = at.text[found.start("group") : found.end("group")].lower()
    return Found(Recipient("Mesdames, Messieurs", f"Aux {noun}{complement}", Regard.GREETINGS), end)


_SOMEONE = (
    r"(?P<she>habitante|administree|riveraine|citoyenne|usagere|voisine|dame|femme|mere(?: de famille| d'eleve)?|locataire dame"
    r"|commercante|candidate|stagiaire dame)|(?P<he>monsieur)|(?:habitant|administre|riverain|citoyen|usager|voisin"
    r"|parent(?: d'eleve)?|pere(?: de famille)?|famille|agent|candidat|commercant|artisan|agriculteur|exploitant|proprietaire"
    r"|locataire|particulier|contribuable|electeur|personne|client|fournisseur|prestataire|couple|jeune|etudiant|stagiaire)"
)


def read_someone(at: Place) -> Found | None:
    """Read someone without a name: "une administrée"; the salutation follows the gender that the word shows."""
    lead = r"(?P<lead>une? (?:autre )?|cet(?:te)? |l'|la |le |notre )?"
    found = at.match(rf"{lead}(?:{_SOMEONE})(?!\w)")
    if found is None or not (found["lead"] or at.article == "le"):
        return None
    _, end = names.complement(at.moved(found.end()))
    if found.group().endswith("famille") and end == found.end() and at.bare[end : end + 1] == " ":
        name, after = names.person(at.moved(end + 1))
        if name:
            return Found(Recipient(UNKNOWN_SALUTATION, f"Famille {name}, {ADDRESS}", Regard.GREETINGS), after)
    salutation = "Madame" if found["she"] else "Monsieur" if found["he"] else UNKNOWN_SALUTATION
    return Found(Recipient(salutation, TO_COMPLETE, Regard.GREETINGS), end)


_BODIES = (
    r"associations?|entreprises?|societes?|prefecture|sous-prefecture|mairie|region|departement|conseil (?:departemental|regional"
    r"|municipal)|ddt|ddtm|dreal|drac|ars|caf|cpam|msa|sdis|sdec|agence|services?|ecole|college|lycee|syndicat|communaute|comite"
    r"|club|amicale|tresorerie|perception|gendarmerie|brigade|banque|caisse|tribunal|academie|rectorat|inspection|chambre|office"
    r"|cabinet|bureau|etude|ehpad|hopital|clinique|centre|foyer|federation|fondation|ministere|direction|paroisse|assurance"
    r"|groupama|edf|enedis|grdf|orange|sncf|la poste|poste|veolia|suez|ccas|edt|fournisseur|architecte"
)
_FREE_BODY = r"[a-z][\w'-]*(?: [\w'&-]+){0,3}?"


def read_body(at: Place) -> Found | None:
    """Read a firm or a public body: "l'association La Boule lormoise", "la DDT"."""
    found = at.match(rf"(?P<lead>l'|la |le |une? |notre |cette |son |sa )?(?P<body>{_BODIES})(?!\w)")
    if found is None:
        return None
    rest = at.moved(found.end()).match(rf"(?P<rest>[^\n,;:.!?()§]{{0,{names.UP_TO}}}?){names.stop(at)}")
    end = rest.end() if rest else found.end()
    name = french.capitalise(at.text[found.start("body") : end].strip())
    return Found(Recipient(UNKNOWN_SALUTATION, f"{name}, [à compléter : adresse]", Regard.GREETINGS), end)


def read_any(text: str, start: int) -> Found | None:
    """Read any name right after "lettre à": a firm, a body this module does not know."""
    at = names.place(text, start)
    found = at.match(rf"(?:l'|la |le |une? |notre |mon |ma )?(?P<body>{_FREE_BODY}){names.STOP}")
    if found is None:
        return None
    name = french.capitalise(text[found.start("body") : found.end("body")])
    return Found(
        Recipient(UNKNOWN_SALUTATION, f"{name}, [à compléter : adresse]", Regard.GREETINGS), found.end()
    )
