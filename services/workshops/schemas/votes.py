"""Hidden votes that rank hypotheses, on the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.wire import Line, Wire

Points = Annotated[int, Field(ge=1, le=100, description="Points given to one hypothesis.", examples=[2])]


class RoundIn(Wire):
    budget: int = Field(default=5, ge=1, le=100, description="Points each person has.", examples=[5])
    most: int = Field(default=3, ge=1, le=100, description="Most points on one hypothesis.", examples=[3])


class ChoiceIn(Wire):
    hypothesis_id: UUID
    points: Points


class BallotIn(Wire):
    """A whole ballot: it takes the place of the caller’s earlier one."""

    choices: list[ChoiceIn] = Field(max_length=100)


class BallotLineOut(Wire):
    hypothesis_id: UUID
    title: Line = Field(examples=["Triple saisie des demandes d’acte"])
    sentence: str = Field(examples=["Les agents de l’accueil rencontrent une triple saisie…"])
    points: int = Field(description="What the caller gave it.", examples=[2])


class PlaceOut(Wire):
    """Where a hypothesis came in the last closed round of its programme."""

    round_id: UUID
    place: int = Field(description="1 is first; the same points share a place.", examples=[1])
    points: int = Field(examples=[7])
    voters: int = Field(description="How many people gave it points.", examples=[4])


class RankedOut(PlaceOut):
    hypothesis_id: UUID
    title: str = Field(examples=["Triple saisie des demandes d’acte"])


class VotesOut(Wire):
    """The latest round of a programme, open or closed."""

    round_id: UUID
    programme_id: UUID
    budget: int = Field(examples=[5])
    most: int = Field(description="Most points on one hypothesis.", examples=[3])
    opened_at: datetime
    closed_at: datetime | None
    turnout: int = Field(description="How many people have voted.", examples=[4])
    candidates: list[BallotLineOut] = Field(
        description="While it is open: what may be voted on, in an order of the caller’s own, with their points."
    )
    ranking: list[RankedOut] = Field(description="Once it is closed: who came first. Empty before.")

    @property
    def spent(self) -> int:
        """The points that the caller gave."""
        return sum(one.points for one in self.candidates)
