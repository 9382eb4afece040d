"""The preparation of a day on the wire."""

from datetime import datetime, time
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, WithJsonSchema

from services.workshops.schemas.wire import Line, Wire


class AgendaKind(StrEnum):
    """What a moment of the day is for."""

    WELCOME = "welcome"
    OBSERVATION = "observation"
    INTERVIEW = "interview"
    GROUP = "group"
    DEBRIEF = "debrief"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The kind in French."""
        return {
            "welcome": "Accueil", "observation": "Observation", "interview": "Entretien", "group": "Temps collectif",
            "debrief": "Bilan", "other": "Autre",
        }[self]  # fmt: skip


class ChecklistItem(StrEnum):
    """What is to be done before the day, in the order of the list."""

    DATE = "date"
    ROOM = "room"
    PEOPLE = "people"
    NOTICE = "notice"
    CONSENTS = "consents"
    AGENDA = "agenda"
    EQUIPMENT = "equipment"
    FALLBACK = "fallback"

    @property
    def label(self) -> str:
        """The line in French."""
        return {
            "date": "La date et le lieu sont confirmés avec la collectivité",
            "room": "Une pièce calme est réservée pour les entretiens",
            "people": "Les agents à rencontrer sont prévenus et volontaires",
            "notice": "La notice d’information leur a été remise",
            "consents": "Le moment où demander leur accord est prévu",
            "agenda": "Le déroulé a été envoyé à la collectivité",
            "equipment": "La tablette est chargée, du papier est dans le sac",
            "fallback": "Une personne à appeler en cas d’imprévu est connue",
        }[self]


# JSON Schema's « time » wants a zone: a local time has none, so the format is left out of the document.
LocalTime = Annotated[time, WithJsonSchema({"type": "string"})]


class AgendaItemIn(Wire):
    starts_at: LocalTime = Field(examples=["09:00"], description="Local time of the place, without a zone.")
    ends_at: LocalTime = Field(examples=["10:30"], description="Later on the same day.")
    kind: AgendaKind = Field(examples=["observation"])
    label: Line = Field(examples=["Accueil du public au guichet"])


class AgendaItemOut(AgendaItemIn):
    id: UUID
    workshop_id: UUID
    authority_id: UUID


class ChecklistLine(Wire):
    item: ChecklistItem
    label: str = Field(examples=["La notice d’information leur a été remise"])
    done_at: datetime | None = Field(description="Empty while it is to be done.")
    done_by: UUID | None


class PreparationOut(Wire):
    """All that is prepared for a day, in one answer."""

    prepared_at: datetime | None
    agenda: list[AgendaItemOut] = Field(description="By time.")
    checklist: list[ChecklistLine]

    @property
    def done(self) -> int:
        """How many lines are ticked."""
        return sum(line.done_at is not None for line in self.checklist)
