"""A council's resolution in full form: heading, quorum, references, grounds, articles, vote, signatures."""

import re
from datetime import date

from services.assistant.engine import french, motions
from services.assistant.engine.motions import Council, Motion


def compose(request: str, *, today: date) -> str:
    """Write a draft resolution in Markdown from what is to be resolved."""
    motion = motions.read(request)
    page = french.typeset("\n\n".join(_page(motion, today=today)))
    checks = french.typeset("\n".join(f"- {check}" for check in _checks(page)))
    opening = "Voici un projet de délibération, bâti avec les éléments de votre demande."
    return f"{opening}\n\n---\n\n{page}\n\n---\n\n**Avant la séance**\n\n{checks}"


def _page(motion: Motion, *, today: date) -> list[str]:
    council, authority = motion.council, motion.authority or f"{motion.council.kind} [à compléter : nom]"
    return [
        "## Extrait du registre des délibérations",
        "**Département :** [à compléter : département]",
        f"**Collectivité :** {french.capitalise(authority)}",
        "**Délibération n°** [à compléter : numéro]",
        f"**Objet :** {motion.subject or '[à compléter : objet]'}",
        _session(council, authority, today=today),
        _quorum(council),
        f"{_rapporteur(council)} expose : [à compléter : exposé des motifs].",
        *_references(council),
        *_grounds(motion),
        f"Après en avoir délibéré, le {council.label} :",
        _articles(motion),
        _vote(),
        *_signatures(council),
    ]


def _session(council: Council, authority: str, *, today: date) -> str:
    year = french.year_in_words(today.year)
    of = french.with_de(f"le {authority}" if authority.startswith("syndicat") else f"la {authority}")
    return (
        f"L'an {year}, le [à compléter : jour et mois], à [à compléter : heure], le {council.label} {of}, légalement convoqué le "
        f"[à compléter : date de convocation], s'est réuni à [à compléter : lieu], sous la présidence de [à compléter : nom et qualité]."
    )


def _quorum(council: Council) -> str:
    return (
        "| Membres en exercice | Présents | Pouvoirs | Votants |\n|---|---|---|---|\n"
        "| [à compléter] | [à compléter] | [à compléter] | [à compléter] |\n\n"
        "**Présents :** [à compléter : noms]\n\n"
        "**Absents ou représentés :** [à compléter : noms et pouvoirs]\n\n"
        f"Le quorum étant atteint [à compléter : à vérifier en séance], le {council.label} peut valablement délibérer.\n\n"
        "Secrétaire de séance : [à compléter : nom]."
    )


def _rapporteur(council: Council) -> str:
    return f"[à compléter : {council.chair} ou rapporteur]"


def _references(council: Council) -> list[str]:
    return [
        f"**Vu** le Code général des collectivités territoriales, {council.article} ;",
        "**Vu** [à compléter : autres textes et délibérations utiles] ;",
    ]


def _grounds(motion: Motion) -> list[str]:
    grounds = motion.grounds or ("[à compléter : motifs de la décision]",)
    return [f"**Considérant** {ground} ;" for ground in grounds]


def _articles(motion: Motion) -> str:
    articles = [*(motion.articles or ("**DÉCIDE** [à compléter : décision à l'infinitif]",))]
    if motion.spends:
        articles.append(
            "**DIT** que les crédits correspondants sont inscrits au budget [à compléter : exercice, chapitre et article]"
        )
    if not any("**AUTORISE**" in article for article in articles):
        articles.append(
            f"**AUTORISE** {motion.council.chair} à signer tout document relatif à la présente délibération"
        )
    numbered = [f"{number}. {article}" for number, article in enumerate(articles, 1)]
    return " ;\n".join(numbered) + "."


def _vote() -> str:
    return "| Pour | Contre | Abstentions |\n|---|---|---|\n| [à compléter] | [à compléter] | [à compléter] |"


def _signatures(council: Council) -> list[str]:
    return [
        "Fait et délibéré les jour, mois et an ci-dessus.",
        f"{french.capitalise(council.chair)} : [à compléter : prénom et nom]",
        "Le secrétaire de séance : [à compléter : prénom et nom]",
        "Transmise au représentant de l'État le [à compléter : date], publiée le [à compléter : date].",
        "[à compléter : voies et délais de recours]",
    ]


def _checks(page: str) -> list[str]:
    gaps = len(re.findall(r"\[à compléter[^\]]*\]", page))
    pronoun = re.search(r"\*\*Considérant\*\* qu'(?:ils?|elles?) ", page)
    return [
        *(["Dans le considérant, remplacez le pronom par le nom qu'il désigne."] if pronoun else []),
        f"Complétez les {gaps} passages entre crochets.",
        "Vérifiez chaque référence juridique sur Légifrance (legifrance.gouv.fr) : je cite le Code général des collectivités "
        "territoriales sans connaître sa version en vigueur.",
        "Vérifiez que l'assemblée est compétente et que le point figure à l'ordre du jour.",
    ]
