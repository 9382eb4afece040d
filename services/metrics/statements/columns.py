"""Which column of a supplier's file says what. Pure functions."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum


class Meaning(StrEnum):
    """What a column says."""

    DAY = "day"
    USES = "uses"
    PEOPLE = "people"
    INPUT = "input"
    OUTPUT = "output"
    MODEL = "model"

    @property
    def label(self) -> str:
        """Name it as people read it."""
        return _LABELS[self]


_LABELS = {
    Meaning.DAY: "jour", Meaning.USES: "nombre d’usages", Meaning.PEOPLE: "nombre de personnes",
    Meaning.INPUT: "jetons lus", Meaning.OUTPUT: "jetons écrits", Meaning.MODEL: "modèle",
}  # fmt: skip
NEEDED = (Meaning.DAY, Meaning.USES, Meaning.PEOPLE)
_NAMES: dict[Meaning, frozenset[str]] = {
    Meaning.DAY: frozenset({"date", "day", "jour", "le", "date utc", "usage date", "date d usage", "report date"}),
    Meaning.USES: frozenset({
        "uses", "usages", "requests", "requetes", "nombre de requetes", "nombre d usages", "messages",
        "nombre de messages", "conversations", "prompts", "num requests", "number of requests", "total requests",
        "num messages", "total messages", "interactions", "demandes", "n requests", "num model requests",
    }),
    Meaning.PEOPLE: frozenset({
        "people", "users", "active users", "utilisateurs", "utilisateurs actifs", "agents", "agents actifs",
        "personnes", "nombre d utilisateurs", "nombre d utilisateurs actifs", "nombre de personnes", "num users",
        "daily active users", "unique users", "utilisateurs uniques", "active seats", "total active users",
    }),
    Meaning.INPUT: frozenset({
        "input tokens", "prompt tokens", "jetons lus", "jetons en entree", "jetons d entree", "tokens en entree",
        "tokens d entree", "tokens in", "total input tokens",
    }),
    Meaning.OUTPUT: frozenset({
        "output tokens", "completion tokens", "jetons ecrits", "jetons en sortie", "jetons de sortie",
        "tokens en sortie", "tokens de sortie", "tokens out", "generated tokens", "total output tokens",
    }),
    Meaning.MODEL: frozenset({"model", "modele", "model name", "nom du modele"}),
}  # fmt: skip
_PERSONAL = frozenset({
    "user", "user id", "user name", "username", "utilisateur", "email", "e mail", "mail", "courriel", "adresse mail",
    "user email", "nom", "prenom", "nom prenom", "display name", "login", "identifiant", "agent", "personne", "upn",
    "user principal name", "employee", "prompt", "question", "message", "reponse", "answer", "response", "content",
    "contenu", "texte", "text", "conversation", "titre", "title", "conversation title", "ip", "ip address",
})  # fmt: skip
"""A column in the singular is about somebody, or holds what they said."""


def plain(header: str) -> str:
    """Write a heading without accents, signs or capitals: « N° d’usages » is « n d usages »."""
    apart = re.sub(r"[’'`]", " ", unicodedata.normalize("NFKD", header))
    bare = apart.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", bare.casefold()).strip()


def recognised(headers: Sequence[str]) -> list[Meaning | None]:
    """Say what each column means; the first of two alike counts."""
    found: list[Meaning | None] = []
    for header in headers:
        known = next((one for one, names in _NAMES.items() if plain(header) in names), None)
        found.append(None if known in found else known)
    return found


def personal(headers: Sequence[str]) -> list[str]:
    """Name the columns that would be about somebody, or hold what they said."""
    return [header for header in headers if plain(header) in _PERSONAL]
