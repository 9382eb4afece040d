"""What to say when the engine cannot do it: plainly, and with the simpler answer that exists."""

import re
from dataclasses import dataclass
from datetime import date

from services.assistant.engine import french
from services.assistant.use_cases import Restriction, UseCase


@dataclass(frozen=True, slots=True)
class Advice:
    """A kind of request, and the plain answer to it: `cannot` in words, `hint` where to go instead."""

    sign: str
    cannot: str
    hint: str
    code: str | None = None


ADVICE: tuple[Advice, ...] = (
    Advice(
        r"article [lrda]\.? ?\*?\d|\bcgct\b|\bcrpa\b|jurisprudence|\bdecret\b|\bloi n|juridique|ai-je le droit|a-t-on le droit|code (?:general|civil|penal"
        r"|electoral|rural|de l'urbanisme|du travail|de la commande)|reglementation|pouvoirs? de police|que dit la loi",
        "Je ne connais pas les textes et ne donne aucun avis juridique.",
        "Cherchez le texte en vigueur sur Légifrance (legifrance.gouv.fr) : c'est gratuit, à jour et citable.",
        "REC-JUR",
    ),
    Advice(
        r"cartes? (?:nationale )?d'identite|passeport|carte grise|inscription sur les listes? electorales?|procuration de vote|cerfa|formulaire|demarches? administratives?"
        r"|attestation d'accueil|certificat de vie|permis de conduire",
        "Je ne remplis pas de formulaire.",
        "La fiche et le formulaire officiels sont sur service-public.fr, à jour et gratuits.",
    ),
    Advice(
        r"code postal|codes postaux|code insee|quelle commune|population de|combien d'habitants",
        "Je n'ai aucun répertoire de communes.",
        "Le code postal se cherche sur le site de La Poste, le code et la population d'une commune sur insee.fr.",
    ),
    Advice(
        r"jours? feries?|quel jour|quelle date|date de paques|combien de jours|vacances scolaires|calendrier|pont de l'ascension",
        "Je ne fais pas de calcul de dates.",
        "Un calendrier suffit : les jours fériés et les vacances scolaires sont sur service-public.fr, et un tableur compte les jours "
        "(une date moins une autre).",
    ),
    Advice(
        r"(?:combien (?:font|fait)|calcule[rz]?\b|calcul de|pourcentage|additionne|\d ?[+*x×/%] ?\d|\d+ ?% de|\btva\b|convertis)",
        "Je ne calcule pas.",
        "Une calculatrice ou un tableur donne un résultat sûr, et vérifiable par un collègue.",
        "TAB-XLS",
    ),
    Advice(
        r"orthographe|corrige|fautes?\b|conjug|grammaire|accord du participe|comment (?:s'ecrit|ecrit-on)",
        "Je ne corrige pas l'orthographe.",
        "Le correcteur de votre traitement de texte (touche F7) suffit le plus souvent.",
        "IDE",
    ),
    Advice(
        r"tableaux? de bord|indicateurs",
        "Je ne fais pas de tableau de bord.",
        "Quelques indicateurs tenus chaque mois dans un tableur suffisent souvent à décider.",
        "TAB-BRD",
    ),
    Advice(
        r"tableau|tableur|excel|calc\b|trier|graphique|liste de",
        "Je ne fais pas de tableau.",
        "Un tableur trie, compte et croise sans erreur : l'aide intégrée (touche F1) donne les formules.",
        "TAB-XLS",
    ),
    Advice(
        r"class(?:er|ement|e)\b|archiv|range[rz]? |nommer|ou (?:est|se trouve)|retrouve|arborescence|index",
        "Je ne range ni ne cherche dans vos documents.",
        "Un plan de classement partagé et une règle de nommage (« 2026-03-15_objet_version ») font retrouver un document ; les archives "
        "départementales conseillent les communes.",
        "CLA-DOC",
    ),
    Advice(
        r"traduis|traduction|traduire|en (?:anglais|allemand|espagnol|arabe|italien)\b",
        "Je ne traduis pas.",
        "Pour un texte officiel, faites appel à un traducteur ; pour comprendre un courrier, demandez d'abord à un collègue qui parle la langue.",
        "TRA-FAL",
    ),
    Advice(
        r"facile a lire|falc\b|langage clair|reformul|simplifi|ameliore|\bidees?\b|slogan",
        "Je ne reformule pas et n'ai pas d'idées : ce n'est pas un moteur génératif.",
        "Une phrase par idée, des mots courants, le verbe à la voix active : relisez à voix haute, ou à deux.",
        "IDE",
    ),
    Advice(
        r"subvention|appel a projets?|\bdetr\b|\bdsil\b|fonds europeens",
        "Je ne monte pas de dossier de subvention.",
        "Les aides ouvertes aux collectivités sont recensées sur aides-territoires.beta.gouv.fr.",
        "SUB-DOS",
    ),
    Advice(
        r"marche public|marches publics|cahier des charges|appel d'offres|\bcctp\b|\bccap\b",
        "Je ne rédige pas de pièces de marché.",
        "Partez des modèles de la direction des affaires juridiques de Bercy et de votre dernier marché semblable.",
        "MAR-PUB",
    ),
    Advice(
        r"permis de construire|declaration prealable|urbanisme|\bplu\b|\bplui\b",
        "Je n'instruis pas les demandes d'urbanisme.",
        "Le règlement d'une parcelle se lit sur le Géoportail de l'urbanisme ; le service instructeur répond du reste.",
        "URB-INS",
    ),
    Advice(
        r"meteo|actualite|internet|site web|cherche sur|http",
        "Je n'ai pas accès à internet.",
        "Ouvrez directement le site de la source : vous saurez de quand date l'information.",
    ),
)

NOT_HERE = "Je ne sais pas faire cela."
ABILITIES = (
    "**Ce que je sais faire**\n\n"
    "- Une lettre ou un courriel : « Rédige une réponse à Mme Durand qui demande une place en crèche »\n"
    "- Un compte rendu, à partir de vos notes : « Fais le compte rendu de la réunion du 3 mars : » puis les notes\n"
    "- Une délibération : « Rédige une délibération pour attribuer une subvention de 500 € à l'association des parents d'élèves »\n"
    "- Un résumé par extraits : « Résume ce texte en 5 phrases : » puis le texte"
)


def advise(text: str, *, today: date) -> tuple[str, Advice | None]:
    """Answer a request the engine does not handle, with the simpler answer when one is known."""
    bare = french.fold(french.clean(text[:1500]))
    found = next((advice for advice in ADVICE if re.search(advice.sign, bare)), None)
    if re.search(
        r"quel(?:le)? (?:jour|date) (?:sommes|est-on|on est)|on est quel jour|date (?:du jour|d'aujourd'hui)",
        bare,
    ):
        return french.typeset(f"Nous sommes le {french.weekday_in_words(today)}.\n\n{ABILITIES}"), None
    if found:
        legal = _cited_article(bare) if found.code == "REC-JUR" else ""
        return french.typeset(f"{found.cannot} {found.hint}{legal}\n\n{ABILITIES}"), found
    if re.match(r"(?:bonjour|bonsoir|salut|coucou|hello)\W*$", bare):
        return french.typeset(f"Bonjour.\n\n{ABILITIES}"), None
    if re.match(r"(?:merci|super|parfait|ok|d'accord|au revoir|bonne journee)[ \w',!.]{0,30}$", bare):
        return french.typeset("Je vous en prie."), None
    pasted = (
        "Vous avez collé un texte : dites-moi s'il faut le résumer ou en faire un compte rendu.\n\n"
        if len(text) > 800
        else ""
    )
    return french.typeset(f"{pasted}{NOT_HERE if not pasted else ''}\n\n{ABILITIES}".strip()), None


def _cited_article(bare: str) -> str:
    """Show what to type on Légifrance when the request cites an article."""
    found = re.search(r"article (?P<kind>[lrda])\.? ?\*?(?P<number>\d+(?:-\d+)*)", bare)
    return f" Tapez « {found['kind'].upper()}. {found['number']} » et choisissez le code." if found else ""


def decline(use_case: UseCase) -> str:
    """Say kindly that a use is forbidden or to be avoided, and what to do instead."""
    forbidden = use_case.restriction is Restriction.FORBIDDEN
    opening = _FORBIDDEN if forbidden else _AVOIDED
    return french.typeset(f"{opening}\n\n{_INSTEAD[use_case.code]}")


_FORBIDDEN = (
    "Je préfère ne pas répondre à cette demande : **l'action sociale est un usage interdit par défaut**. Elle touche à la vie de personnes "
    "fragiles et à des décisions qui les concernent ; aucun outil ne doit écrire ni trier à votre place."
)
_AVOIDED = (
    "Je préfère ne pas répondre à cette demande : **l'état civil est un usage à éviter**. Les actes obéissent à des règles strictes et "
    "contiennent des données que la loi protège."
)
_INSTEAD = {
    "ACT-SOC": (
        "**À la place**\n\n"
        "- Adressez la personne au CCAS ou au travailleur social de son secteur.\n"
        "- Pour une urgence, appelez le 115 (hébergement) ou le 119 (enfance en danger).\n"
        "- Pour un courrier, partez du modèle de votre service, sans coller le dossier dans un assistant."
    ),
    "ETA-CIV": (
        "**À la place**\n\n"
        "- Servez-vous de votre logiciel d'état civil et de ses modèles.\n"
        "- Consultez l'instruction générale relative à l'état civil, ou demandez au parquet.\n"
        "- Pour l'usager, la démarche et le formulaire sont sur service-public.fr."
    ),
}
