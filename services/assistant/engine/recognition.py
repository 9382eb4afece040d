"""Which use of the catalogue a request is, from its words."""

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from services.assistant.engine import asking, french
from services.assistant.use_cases import BY_CODE, Restriction, UseCase

_MATERIAL_READ = 4000
_READ = 600  # characters: the instruction stands at the head of a message, what follows is material
_ASK = (
    r"(?:redig\w*|ecri\w*|prepar\w*|fai(?:s|t|tes|re)|propos\w*|cree[rz]?|gener\w*|redaction|etabli\w*|dresse\w*|envoie|envoyer"
    r"|besoin|voudrais|veux|faut|mets|mettre|transform\w*|aide\w*)\W+(?:-?moi |nous |m'|a |en forme |de |d')*"
)
_ARTICLE = r"(?:une?|le|la|l'|les|des|du|ce|cette|mon|ma|notre|ces)?\s?(?:(?:projet|modele|exemple|petite?|court[e]?|bref|breve|autre|belle?) (?:de |d')?)*"

# What is to be made. The first command that names one decides; else the first name in the text.
_MADE: tuple[tuple[str, str], ...] = (
    ("RED-DEL", r"delib(?:s|eration|erations|erer)?\b|deliberation"),
    (
        "RED-CR",
        r"compte[s]?[- ]rendus?|proces[- ]verba(?:l|ux)|\bpv\b|\bcr\b(?! de)|releve de (?:decisions|conclusions)|minutes de",
    ),
    (
        "SYN-DOC",
        r"resum\w*|synthetis\w*|synthese|points (?:cles|essentiels|importants)|essentiel (?:de|du) (?:ce|cet|cette|texte|document)",
    ),
    (
        "RED-DIS",
        r"discours|allocution|bulletin municipal|editorial|\bedito\b|mot du maire|voeux du maire aux",
    ),
    (
        "RED-NOT",
        r"note (?:de service|d'aide|de cadrage|au maire|technique|d'information|d'opportunite|de synthese|pour)",
    ),
    (
        "RED-COU",
        r"lettres?\b(?! d'engagement)|courriers?\b|courriels?\b|(?:e-?)?mails?\b|\bmel\b|accuse(?:r|s)? (?:de )?reception|relance[rsz]?\b"
        r"|invitations?\b|(?:invit|convi)e[rz]? |convocations?\b|convoque[rz]? |remercie[rz]? |message (?:a|aux?|pour)\b|ecri(?:s|re|vez) (?:a|aux?)\b"
        r"|repon(?:se|ds|dre|dez)\b(?!.{0,25}question)(?= .{0,40}?\b(?:a|au|aux|du|de)\b)|felicite[rz]? |previens |informe[rz]? (?:les |mme|madame|m\.|monsieur)|mot (?:a|aux|pour)\b|refus de\b|mise en demeure",
    ),
    ("REL-BOT", r"chat ?bot|agent conversationnel|assistant virtuel|robot conversationnel"),
    ("TRA-FAL", r"tradui\w*|traduction|facile a lire|falc\b|langage clair"),
    ("TAB-BRD", r"tableaux? de bord|indicateurs"),
    (
        "TAB-XLS",
        r"tableur|excel|calc\b|tableau croise|formule (?:excel|de calcul)|feuille de calcul|tableau\b",
    ),
    (
        "IDE",
        r"idees?\b|reformul\w*|brainstorm\w*|corrige[rz]?\b|orthographe|slogan|ameliore[rz]? (?:ce|cette|mon|le)",
    ),
)
_CITIZEN = (
    r"habitant|administre|usager|riverain|citoyen|parent|famille|locataire|voisin|contribuable|electeur|particulier|demandeur"
    r"|(?<!\w)(?:m|mr|mme|mlle|monsieur|madame)\.? (?!l[ea] |l')[a-z]"
)

# What a request is about, when nothing is to be made or the subject decides.
_ABOUT: tuple[tuple[str, str], ...] = (
    (
        "ACT-SOC",
        r"aides? sociales?|action sociale|\brsa\b|travailleu\w+ socia\w+|assistante? sociale?|dossier social|enquete sociale|situation sociale"
        r"|secours (?:d'urgence|financier)|information preoccupante|enfant en danger|\baide sociale a l'enfance|surendett\w+"
        r"|\bapa\b|allocation personnalisee|(?:aide|secours|dossier|demande)s? .{0,30}\bccas\b|\bccas\b.{0,40}(?:aide|secours|dossier|attribu)"
        r"|protection de l'enfance|tutelle|curatelle|droits? sociaux|violences? (?:conjugales?|intrafamiliales?)|aide alimentaire",
    ),
    (
        "ETA-CIV",
        r"etat[- ]civil|actes? de (?:naissance|mariage|deces|reconnaissance)|livret de famille|changement de (?:nom|prenom)|\bpacs\b"
        r"|reconnaissance (?:d'enfant|anticipee)|mention marginale|publication des bans|dossier de mariage",
    ),
    (
        "MAR-PUB",
        r"marches? publics?|cahier des charges|\bccap\b|\bcctp\b|\bdce\b|appel d'offres|\bmapa\b|analyse des offres|reglement de consultation",
    ),
    (
        "URB-INS",
        r"permis de construire|declaration prealable|certificat d'urbanisme|\bplu\b|\bplui\b|permis d'amenager|droit de preemption",
    ),
    (
        "SUB-DOS",
        r"dossier de (?:demande de )?subvention|\bdetr\b|\bdsil\b|fonds europeens|appel a projets?|plan de financement",
    ),
    (
        "FIN-BUD",
        r"budget\w*|compte administratif|compte financier|fiscalite|dotation|emprunt|\bm57\b|\bm14\b",
    ),
    (
        "RH-ADM",
        r"ressources humaines|fiche de poste|offre d'emploi|entretien professionnel|recrutement|conges\b|\brifseep\b|arret maladie|paie\b",
    ),
    (
        "REC-JUR",
        r"article [lrd]\.? ?\d|\bcgct\b|jurisprudence|\bloi\b|decret|legal\w*|juridique\w*|ai-je le droit|a-t-on le droit|code (?:general|civil"
        r"|de l'urbanisme|du travail|electoral|rural|penal)|reglementation|pouvoirs? de police",
    ),
    (
        "REC-INT",
        r"ou (?:est|se trouve|sont) (?:le|la|les|nos|notre) (?:dossier|fichier|document|delib)|retrouve[rz]? (?:le|la|un|les|nos)|cherche[rz]? dans (?:nos|mes|les)",
    ),
    (
        "CLA-DOC",
        r"class(?:er|ement|e)\b|archiv\w+|index(?:er|ation)|range[rz]? (?:mes|nos|les)|plan de classement|nomm(?:er|age)\b.*fichier",
    ),
    (
        "VEI-BEN",
        r"veille\b|compar\w+ .{0,30}(?:communes?|collectivites?)|que font les autres|actualites? (?:juridique|des collectivites)",
    ),
)


def recognise(text: str) -> UseCase | None:
    """Recognise the use a request is; None when its words name no use of the catalogue.

    A restricted use (social care, civil registry) is recognised first, whatever form the answer would take.
    """
    bare = french.fold(french.clean(text[:_MATERIAL_READ]))
    head = _instruction(bare)
    code = _restricted(bare) or _made(head) or _first(head, _TOLD, _ANY_TOLD)
    if code == "RED-COU" and _answers_citizen(head):
        code = "REL-USA"
    return BY_CODE[code] if code else None


def _instruction(bare: str) -> str:
    """Keep what asks: the head of a message, and its last line when a long text stands before it."""
    last = bare.rpartition("\n")[2] if len(bare) > _READ else ""
    first_lines = "\n".join(bare[:_READ].split("\n")[:6])
    return f"{first_lines}\n{last[:200]}" if last else first_lines


def _restricted(bare: str) -> str | None:
    """Find a forbidden or discouraged use: in what is asked, or in material that names a person beside it."""
    if not any(map(bare.__contains__, DECLINED_STEMS)) or not _ANY_DECLINED.search(bare.replace("\n", " ")):
        return None
    asked, material = asking.separate(bare)
    names_someone = bool(material) and _NAMES_SOMEONE.search(material)
    read = f"{asked}\n{material}" if names_someone or not asked else asked
    return _first(read, _DECLINED, _ANY_DECLINED)


Signs: TypeAlias = Sequence[tuple[str, re.Pattern[str]]]


def _signs(told: Iterable[tuple[str, str]], before: str = "") -> Signs:
    return [(code, re.compile(f"{before}(?:{sign})")) for code, sign in told]


def _any(told: Iterable[tuple[str, str]], before: str = "") -> re.Pattern[str]:
    """Join the signs: one pass over a text tells whether, and where, any of them stands first."""
    return re.compile(f"{before}(?:{'|'.join(f'(?:{sign})' for _, sign in told)})")


def _first(text: str, signs: Signs, any_sign: re.Pattern[str]) -> str | None:
    """Give the first code, in their order, whose sign stands anywhere."""
    return next((code for code, sign in signs if sign.search(text)), None) if any_sign.search(text) else None


_REFUSED = [
    (code, sign)
    for code, sign in _ABOUT
    if BY_CODE[code].restriction in {Restriction.AVOID, Restriction.FORBIDDEN}
]
DECLINED_SIGNS = [sign for _, sign in _REFUSED]
DECLINED_STEMS = (
    "socia", "rsa", "secours", "preoccupante", "danger", "surendett", "apa", "personnalisee", "ccas", "l'enfance", "telle",
    "violence", "alimentaire", "civil", "acte", "livret", "changement", "pacs", "reconnaissance", "marginale", "bans", "mariage",
)  # fmt: skip
"""One of these stands in all that `DECLINED_SIGNS` find: a quick look before the slow one."""
_NAMES_SOMEONE = re.compile(r"(?<!\w)(?:m|mr|mme|mlle|monsieur|madame)\.? (?!l[ea] |l')[a-z]")
_ORDERED, _WORD = rf"(?<!\w){_ASK}{_ARTICLE}", r"(?<!\w)"
_TOLD, _ANY_TOLD = _signs(_ABOUT), _any(_ABOUT)
_DECLINED, _ANY_DECLINED = _signs(_REFUSED, _WORD), _any(_REFUSED, _WORD)
_COMMANDED, _ANY_COMMANDED = _signs(_MADE, _ORDERED), _any(_MADE, _ORDERED)
_NAMED, _ANY_NAMED = _signs(_MADE, _WORD), _any(_MADE, _WORD)


def _made(head: str) -> str | None:
    """Give what is to be made: what the first command names, else the first name."""
    if ordered := _ANY_COMMANDED.search(head):
        return _at(head, ordered.start(), _COMMANDED)
    if named := _ANY_NAMED.search(head):
        return _at(head, named.start(), _NAMED)
    return None


def _at(head: str, place: int, signs: Signs) -> str | None:
    for code, sign in signs:
        if sign.match(head, place):
            return code
    return None


def _answers_citizen(head: str) -> bool:
    return bool(re.search(r"repon[sd]", head)) and bool(re.search(_CITIZEN, head))
