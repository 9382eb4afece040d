"""Minutes of a meeting, put in order from pasted notes."""

import re

from services.assistant.engine import asking, french, notes
from services.assistant.engine.notes import Notes


def compose(texts: list[str]) -> str:
    """Write minutes from the user's messages, oldest first: the last asks, it or an earlier one holds the notes."""
    asked, body = asking.separate(texts[-1])
    if not body:
        body = next((older for text in reversed(texts[:-1]) if (older := asking.separate(text)[1])), "")
    read = notes.read(french.clean(body))
    page = french.typeset("\n\n".join(part for part in _page(read, asked) if part))
    opening = _opening(read) if body else _OUTLINE
    checks = french.typeset("\n".join(f"- {check}" for check in _checks(page, f"{asked} {body[:400]}")))
    return f"{french.typeset(opening)}\n\n---\n\n{page}\n\n---\n\n**Avant la diffusion**\n\n{checks}"


_OUTLINE = (
    "Voici une trame de compte rendu. Collez vos notes, une idée par ligne, et je les range : « Présents : … », « Ordre du jour : … », "
    "« Décision : … », « Paul : envoyer le devis avant vendredi »."
)


def _opening(read: Notes) -> str:
    counted = [_counted(len(read.decisions), "décision"), _counted(len(read.actions), "action")]
    found = [count for count in counted if count]
    recognised = (
        f"j'y ai reconnu {french.listing(found)}" if found else "je n'y ai reconnu ni décision ni action"
    )
    return f"Voici vos notes rangées en compte rendu : {recognised}."


def _counted(number: int, noun: str) -> str:
    return "" if number == 0 else f"une {noun}" if number == 1 else f"{number} {noun}s"


def _page(read: Notes, asked: str) -> list[str]:
    return [
        f"## Compte rendu – {read.labels.get('title') or _title(asked) or '[à compléter : réunion]'}",
        _heading(read),
        "### Ordre du jour",
        _agenda(read),
        "### Échanges" if any(topic.lines for topic in read.topics.values()) or not read.topics else "",
        _talks(read),
        "### Décisions",
        "\n".join(f"- {decision}" for decision in read.decisions)
        or "[à compléter : décisions prises, s'il y en a]",
        "### Actions",
        _actions(read),
        "### Prochaine réunion",
        french.sentence(read.labels["next"])
        if "next" in read.labels
        else "[à compléter : date, heure et lieu]",
    ]


def _title(asked: str) -> str | None:
    """Take the meeting's name from the request: "compte rendu de la réunion de bureau du 3 mars"."""
    found = re.search(
        r"(?:compte[- ]rendu|proces[- ]verbal|\bpv\b|\bcr\b) (?P<of>(?:de |du |des |d')[^:\n.]+?)(?= (?:a partir|avec|a l'aide|d'apres|selon)|[:\n.,]|$)",
        french.fold(asked),
    )
    if found is None:
        return None
    name = french.without_de(asked[found.start("of") : found.end("of")].strip())
    return re.sub(r"^(?:(?:la|le|les) |l')(?=\S)", "", name)


_HEADINGS = (
    ("Date", "date", "[à compléter : date]"),
    ("Heure", "time", ""),
    ("Lieu", "place", "[à compléter : lieu]"),
    ("Présidence", "chair", ""),
    ("Présents", "present", "[à compléter : noms et qualités]"),
    ("Absents ou excusés", "excused", "[à compléter : noms]"),
    ("Secrétaire de séance", "secretary", "[à compléter : nom]"),
)


def _heading(read: Notes) -> str:
    lines = ((label, read.labels.get(name, gap)) for label, name, gap in _HEADINGS)
    return "\n".join(f"- **{label} :** {value}" for label, value in lines if value)


def _agenda(read: Notes) -> str:
    titles = [topic.title for topic in read.topics.values() if topic.title]
    return (
        "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
        or "1. [à compléter : premier point]"
    )


def _talks(read: Notes) -> str:
    if not read.topics:
        return "[à compléter : ce qui a été dit sur chaque point]"
    blocks = []
    for topic in read.topics.values():
        said = "\n".join(f"- {line}" for line in topic.lines)
        if said:
            blocks.append(f"#### {topic.title}\n\n{said}" if topic.title else said)
    return "\n\n".join(blocks)


def _actions(read: Notes) -> str:
    head = "| Qui | Quoi | Échéance |\n|---|---|---|"
    unknown = "[à compléter]"
    rows = [
        f"| {action.who or unknown} | {_cell(action.what)} | {action.due or unknown} |"
        for action in read.actions
    ]
    return "\n".join([head, *(rows or [f"| {unknown} | {unknown} | {unknown} |"])])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _checks(page: str, context: str) -> list[str]:
    gaps = len(re.findall(r"\[à compléter[^\]]*\]", page))
    checks = (
        [
            f"Complétez les {gaps} passages entre crochets."
            if gaps > 1
            else "Complétez le passage entre crochets."
        ]
        if gaps
        else []
    )
    if re.search(r"conseil municipal|conseil communautaire|comite syndical", french.fold(context)):
        checks.append(
            "Une séance d'assemblée donne lieu à un procès-verbal, dont l'article L. 2121-15 du code général des collectivités "
            "territoriales fixe le contenu : vérifiez-le sur Légifrance."
        )
    return [
        *checks,
        "Relisez les décisions et les actions : je les reconnais à leurs mots, une tournure inhabituelle m'échappe.",
    ]
