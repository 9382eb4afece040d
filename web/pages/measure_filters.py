"""What the reader of measures narrows them to, as a form, an address and a question to the service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query

from services.metrics.schemas import Choice, MeasuresOut, Question

GROUPS = {
    "department": "Départements",
    "type": "Types",
    "stratum": "Population",
    "authority": "Collectivités",
}
PUBLIC = "/api/metrics/v1/measures"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """One group, one year, and on the page of a proof one code or job family, and a second group."""

    group: str = ""
    year: str = ""
    use_case: str = ""
    job: str = ""
    against: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """What the service is asked for."""
        kind, _, value = self.group.partition(":")
        found = {kind: value} if kind in GROUPS and value else {}
        if self.year:  # the year that holds this month
            found |= {"from": self.year, "to": self.year}
        if self.use_case:
            found["use_case"] = self.use_case
        return found | ({"job_family": self.job} if self.job else {})

    def query(self, **changes: str) -> str:
        """Write the same page's query, with changes."""
        told = {
            "groupe": self.group,
            "annee": self.year,
            "usage": self.use_case,
            "metier": self.job,
            "avec": self.against,
        }
        return urlencode({name: value for name, value in {**told, **changes}.items() if value})

    def evidence(self, question: Question) -> str:
        """Give the address of the proof of a figure, narrowed as here."""
        query = self.query()
        return f"/mesures/preuve/{question.value}{f'?{query}' if query else ''}"

    def file(self, question: Question, format: str) -> str:
        """Give the address of a figure as a file."""
        query = urlencode(self.asked)
        return f"{PUBLIC}/{question.value}/files/{format}{f'?{query}' if query else ''}"


Word = Annotated[str, Query(max_length=60)]


async def read_narrowed(
    groupe: Word = "", annee: Word = "", usage: Word = "", metier: Word = "", avec: Word = ""
) -> Narrowed:
    """Read the form; what is not of its shape is as if it had not been chosen."""
    return Narrowed(
        _group(groupe),
        _day(annee),
        usage,
        metier,
        _group(avec) or ("everyone:" if avec == "everyone:" else ""),
    )


def groups(found: MeasuresOut) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give every group that may be chosen, by kind."""
    offered: dict[str, Sequence[Choice]] = {
        "department": found.departments, "type": found.types, "stratum": found.strata, "authority": found.authorities,
    }  # fmt: skip
    return [
        (GROUPS[kind], [(f"{kind}:{one.value}", one.label[:1].upper() + one.label[1:]) for one in choices])
        for kind, choices in offered.items()
        if choices
    ]


def _group(text: str) -> str:
    kind, _, value = text.partition(":")
    return text if kind in GROUPS and value.replace("-", "").replace("_", "").isalnum() else ""


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
