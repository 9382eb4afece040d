"""Who is met in a workshop, and what they agree to, on the wire."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.lists import ObservationKind
from services.workshops.schemas.wire import Line, Wire, Words


class Purpose(StrEnum):
    """What a participant is asked to agree to, each apart from the others."""

    NOTES = "notes"
    VERBATIM = "verbatim"
    PHOTO = "photo"
    AUDIO = "audio"

    @classmethod
    def of(cls, kind: str) -> "Purpose":
        """Give the purpose that an observation of this kind serves."""
        return {ObservationKind.VERBATIM: cls.VERBATIM, ObservationKind.PHOTO: cls.PHOTO}.get(
            ObservationKind(kind), cls.NOTES
        )

    @property
    def label(self) -> str:
        """The purpose in French."""
        return {
            "notes": "Prendre des notes", "verbatim": "Citer ses mots exacts", "photo": "Prendre des photos",
            "audio": "Enregistrer le son",
        }[self]  # fmt: skip


class ConsentAct(StrEnum):
    """What a participant said. The last word holds."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The word in French."""
        return {"granted": "accord donné", "refused": "refus", "withdrawn": "accord retiré"}[self]

    @property
    def tone(self) -> str:
        """The colour that goes with it."""
        return "vine" if self is ConsentAct.GRANTED else "wine"


class ConsentMethod(StrEnum):
    """How they said it."""

    ORAL = "oral"
    WRITTEN = "written"
    ONLINE = "online"


class Seniority(StrEnum):
    """Years in the job, in bands wide enough to name nobody."""

    UNDER_2 = "under_2"
    FROM_2_TO_5 = "from_2_to_5"
    FROM_6_TO_15 = "from_6_to_15"
    OVER_15 = "over_15"


Ease = Annotated[int, Field(ge=1, le=5, description="Ease with digital tools: 1 ill at ease, 5 at ease.")]


class ParticipantIn(Wire):
    job_family: Line = Field(examples=["secrétariat"], description="A family of jobs, never a name.")
    service: Words = Field(default="", examples=["état civil"])
    seniority: Seniority | None = None
    digital_ease: Ease | None = None
    name: Words = Field(default="", description="Optional: the code is enough.")
    person_id: UUID | None = Field(
        default=None,
        description="Their account in the authority, if any: they can then withdraw by themselves.",
    )


class ConsentOut(Wire):
    purpose: Purpose
    act: ConsentAct
    method: ConsentMethod
    notice_version: int = Field(description="Which notice was shown.", examples=[1])
    said_at: datetime


class ParticipantOut(Wire):
    id: UUID
    workshop_id: UUID
    authority_id: UUID
    code: str = Field(examples=["P1"])
    job_family: str = Field(examples=["Accueil"])
    service: str = Field(examples=["État civil"])
    seniority: Seniority | None
    digital_ease: int | None
    name: str = Field(description="Empty unless the participant gave it.", examples=["Camille Martin"])
    person_id: UUID | None
    consents: list[ConsentOut] = Field(
        description="The last word for each purpose; none was said where it is absent."
    )


class ParticipantPage(Wire):
    items: list[ParticipantOut]


class ConsentIn(Wire):
    purpose: Purpose = Field(examples=["verbatim"])
    act: ConsentAct = Field(examples=["granted"])
    method: ConsentMethod = Field(default=ConsentMethod.ORAL, examples=["oral"])


class OwnWord(Wire):
    purpose: Purpose = Field(examples=["verbatim"])
    act: ConsentAct = Field(examples=["withdrawn"])
