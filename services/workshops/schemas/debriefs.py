"""The debrief of a day, on the wire: one page of what was seen and heard."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.captures import HoursLost
from services.workshops.schemas.lists import Theme
from services.workshops.schemas.wire import Wire


class DebriefMoment(Wire):
    starts_at: datetime
    minutes: float | None = Field(examples=[20.0])
    mood: int | None = Field(description="From -2, very hard, to 2, very well.", examples=[-1])
    text: str = Field(examples=["Trois appels pendant une demande d’acte"])


class DebriefTask(Wire):
    label: str = Field(examples=["Saisir une demande d’acte"])
    hours: HoursLost | None = Field(description="Hours it takes a year, when that can be told.")


class DebriefPain(Wire):
    statement: str = Field(examples=["La demande est saisie trois fois"])
    theme: Theme
    severity: int = Field(examples=[3])
    hours: HoursLost | None = Field(description="Hours it costs a year, when that can be told.")
    workaround: str = Field(examples=["Un cahier à côté de l’écran"])


class DebriefWish(Wire):
    text: str = Field(examples=["Ne saisir qu’une fois"])
    author_role: str = Field(examples=["agente d’accueil"])


class DebriefPhoto(Wire):
    id: UUID
    caption: str = Field(examples=["Le registre des demandes, tenu à la main"])
    width: int = Field(examples=[1600])
    height: int = Field(examples=[1200])


class DebriefOut(Wire):
    workshop_id: UUID
    authority_id: UUID
    held_on: date
    place: str = Field(examples=["Mairie, accueil"])
    ended_at: datetime | None
    debriefed_at: datetime | None = Field(description="When it was told to those it is about.")
    debriefed_by: UUID | None
    validated_at: datetime | None = Field(description="When somebody vouched for it.")
    validated_by: UUID | None
    filed_at: datetime | None = Field(description="When the day was filed for good.")
    seen: list[str] = Field(
        description="Facts that are ordinary to tell.", examples=[["Trois appels en dix minutes"]]
    )
    moments: list[DebriefMoment] = Field(description="In the order of the day.")
    tasks: list[DebriefTask] = Field(description="The heaviest first.")
    pain_points: list[DebriefPain] = Field(description="By severity, then by hours.")
    wishes: list[DebriefWish]
    quotes: list[str] = Field(
        description="Verbatims whose author consents and that were made shareable.",
        examples=[["Je recopie tout"]],
    )
    photos: list[DebriefPhoto] = Field(
        description="Photos that are ordinary to show, or whose note was made shareable, in the order of the day."
    )
    kept_back: int = Field(
        description="Verbatims and sensitive notes that are not on the page.", examples=[2]
    )
    unread: int = Field(description="Notes on the page that nobody has read again yet.", examples=[0])
    version: int
