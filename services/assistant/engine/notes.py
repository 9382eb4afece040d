"""Meeting notes, read line by line: who came, what was discussed, decided, and to be done."""

import re
from dataclasses import dataclass, field

from services.assistant.engine import french


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do; `who` and `due` are empty when the notes do not say."""

    what: str
    who: str = ""
    due: str = ""


@dataclass(slots=True)
class Topic:
    """An item of the agenda and what was said about it."""

    title: str
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Notes:
    """Everything the notes hold. No line is lost: what fits nowhere is kept under its topic."""

    labels: dict[str, str] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)  # by folded title, in the order of the agenda
    decisions: list[str] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    current: Topic | None = None


_LABELS: tuple[tuple[str, str], ...] = (
    (
        "present",
        r"(?:etaient )?present(?:e?s|s?|\(e\)s|s et representes)?(?: a la reunion)?|participants?|membres presents",
    ),
    (
        "excused",
        r"(?:absents? )?(?:et )?excuse(?:e?s|s?|\(e\)s)?|absents? (?:et )?excuses?|absent(?:e?s|s?|\(e\)s)|pouvoirs?|procurations?",
    ),
    ("secretary", r"secretaire(?: de seance)?|redacteur|redactrice|prise de notes"),
    ("chair", r"president(?:e)? de seance|preside par|presidence|animation|anime par|animateur|animatrice"),
    ("date", r"date(?: de la reunion)?|le"),
    ("time", r"heures?|horaires?|debut"),
    ("place", r"lieu|endroit|salle"),
    ("title", r"objet|titre|sujet|reunion|theme"),
    ("next", r"prochaine? (?:reunion|seance|rencontre|rdv|rendez-vous|date)"),
)
_SECTIONS = {
    "agenda": r"ordre du jour|odj|points? a l'ordre du jour|sujets",
    "decisions": r"decisions?(?: prises)?|releve de decisions",
    "actions": r"actions?(?: a mener)?|a faire|todo|taches|suites? a donner|suivi",
    "talk": r"echanges|discussions?|debats?|notes|points abordes|divers|questions diverses",
}


def read(text: str) -> Notes:
    """Read the notes of a meeting."""
    notes = Notes()
    section, is_filled = "", False
    for line in (raw.strip() for raw in text.split("\n")):
        opened, rest = _section(line) or ("", line)
        if opened == "talk" and not rest:
            _open_topic(notes, _bare_item(line))
        if opened or (not line and is_filled):
            section = (
                opened if not rest else ""
            )  # "Décision : …" holds one line, "Décisions" alone heads several
        is_filled = bool(section) and not opened
        if rest and not _labelled(notes, rest, section=section):
            _file(notes, rest, section=opened or section)
    return notes


def _section(line: str) -> tuple[str, str] | None:
    """Recognise a heading such as "Ordre du jour : budget, travaux"; the rest of the line comes with it."""
    bare = french.fold(line)
    for name, pattern in _SECTIONS.items():
        found = re.match(rf"(?:#+ ?)?(?:\*\*)?(?:{pattern})(?:\*\*)? ?(?::|$)(?:\*\*)? ?", bare)
        if found:
            return name, line[found.end() :].strip()
    return None


def _labelled(notes: Notes, line: str, *, section: str) -> bool:
    bare = french.fold(line)
    for name, pattern in _LABELS:
        found = re.match(rf"(?:[-*•] ?)?(?:\*\*)?(?:{pattern}) ?:(?:\*\*)? ?(?=\S)", bare)
        if found and name not in notes.labels and section != "actions":
            notes.labels[name] = line[found.end() :].strip()
            return True
    following = re.match(
        r"prochaine? (?:reunion|seance|rencontre|rdv|rendez-vous),? (?:est |sera )?(?:fixee? |prevue? )?(?=(?:au|le|a)\b)",
        bare,
    )
    if following and "next" not in notes.labels:
        notes.labels["next"] = line[following.end() :].strip()
        return True
    return False


def _file(notes: Notes, line: str, *, section: str) -> None:
    """Put a line where it belongs."""
    item = _bare_item(line)
    if section == "agenda":
        for title in _titles(item):
            _topic(notes, title)
    elif section == "actions" or _ACTION_LINE.match(french.fold(item)):
        notes.actions.append(_action(item))
    elif section == "decisions" or _DECISION_LINE.search(french.fold(item)):
        notes.decisions.append(french.sentence(_DECISION_MARK.sub("", item)))
    elif _is_title(line):
        _open_topic(notes, item)
    elif action := _promised(item):
        notes.actions.append(action)
    else:
        _talk(notes, item)


def _bare_item(line: str) -> str:
    return re.sub(r"^(?:#+|[-*•–]|->|=>|→|\d+[.)°/]|\d+ ?[-–])\s*", "", line).strip().strip("*").strip()


def _titles(item: str) -> list[str]:
    """Split "budget, travaux, questions diverses" into its items; a sentence stays whole."""
    parts = [part.strip(" .") for part in re.split(r" ?[;,/] ", item)]
    return parts if all(0 < len(part.split()) <= 8 for part in parts) else [item]


def _is_title(line: str) -> bool:
    """Tell whether a line heads a topic: numbered, marked, or short and ended by a colon."""
    numbered = re.match(r"\d+ ?[.)°/-] ?\S", line) and len(line) < 90
    marked = line.startswith("#") or (line.startswith("**") and line.endswith("**"))
    return bool(numbered or marked or (line.endswith(":") and len(line) < 70))


def _open_topic(notes: Notes, title: str) -> None:
    """Turn to a topic; one that the agenda announced keeps its rank."""
    notes.current = _topic(notes, title.rstrip(" :"))


def _topic(notes: Notes, title: str) -> Topic:
    return notes.topics.setdefault(french.fold(title), Topic(french.capitalise(title)))


def _talk(notes: Notes, item: str) -> None:
    if notes.current is None:
        _open_topic(notes, "")
    if notes.current:
        notes.current.lines.append(french.sentence(item))


_DECISION_MARK = re.compile(r"^(?:décisions?|decision|décidé|DÉCISION) ?: ?", re.IGNORECASE)
_DECISION_LINE = re.compile(
    r"^decisions? ?:|(?<!\w)(?:il (?:est|a ete) (?:decide|convenu|acte)|(?:on|nous|le conseil|le comite|le bureau|la commission|les elus) (?:a |avons |ont )?"
    r"(?:decide|decident|decidons|valide|approuve|adopte|vote|acte)\w*|a l'unanimite|(?:est|sont|a ete|ont ete) (?:valide|adopte|approuve|vote|retenu|acte)\w*)"
    r"|^(?:valide|adopte|approuve|vote|acte|accord)\w*\b|^ok pour\b"
)
_ACTION_LINE = re.compile(r"(?:action|a faire|todo) ?:|(?:->|=>)")
_NAME = r"(?:(?:M\.|Mme|Mlle|Mr|Monsieur|Madame|Le|La|L')\s?)?[A-ZÀ-Ý][\wÀ-ÿ'-]*(?: (?:[A-ZÀ-Ý]\.?[\wÀ-ÿ'-]*|le|la|maire|adjoint|adjointe))*"
_DUE = (
    r"(?:avant|pour|d'ici|au plus tard|d'ici à|d'ici a|d'ici au)\s+(?:(?:le|la|fin|mi-|début|debut|au|à|a|l')\s?)*"
    r"(?:\d{1,2}(?:er)?(?:[/.]\d{1,2}(?:[/.]\d{2,4})?| \w+(?: \d{4})?)|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|janvier|février"
    r"|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|semaine|mois|prochaine?|noël|été|rentrée|\s)+"
)
_WILL = r"(?:doit|devra|doivent|se charge(?:ra)? (?:de |d')|s'occupe(?:ra)? (?:de |d')|va|prend en charge|est chargée? (?:de |d'))"


def _action(item: str) -> Action:
    """Read who, what and when from a line known to be an action."""
    item = re.sub(r"^(?:action|à faire|a faire|todo) ?: ?|^(?:->|=>|→) ?", "", item, flags=re.IGNORECASE)
    return _promised(item) or _with_due(item, who="")


def _promised(item: str) -> Action | None:
    """Read "Paul : envoyer le devis avant vendredi" or "Mme Petit doit appeler l'entreprise"."""
    listed = re.match(
        rf"(?P<who>{_NAME}(?: et {_NAME})?) ?: ?(?P<what>[a-zà-ÿ'-]+(?:er|ir|re|oir)\b.+)", item
    )
    will = re.match(rf"(?P<who>{_NAME}(?: et {_NAME})?) (?:{_WILL}) ?(?P<what>.+)", item)
    found = listed or will
    return _with_due(found["what"], who=found["who"]) if found else None


def _with_due(what: str, *, who: str) -> Action:
    due = re.search(rf",? ?\(?(?P<due>{_DUE})\)?[. ]*$", what, flags=re.IGNORECASE)
    if due:
        return Action(french.capitalise(what[: due.start()].strip(" .,;")), who, due["due"].strip())
    return Action(french.capitalise(what.strip(" .;")), who)
