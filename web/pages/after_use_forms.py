"""The form of a card: what was chosen or typed, as the service reads it, and what is wrong with it."""

from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar

from fastapi import Depends, Form

from services.assistant.after_use.schemas import CardOut
from web.clients.api import Refused
from web.faults import by_field

OUTCOMES = (
    ("kept", "Gardée telle quelle"), ("lightly_edited", "Un peu retouchée"),
    ("heavily_edited", "Beaucoup retouchée"), ("discarded", "Jetée"),
)  # fmt: skip
USUAL = ((5, "5 min"), (15, "15 min"), (30, "30 min"), (60, "1 h"), (120, "2 h"))
WITH_TOOL = ((2, "2 min"), (5, "5 min"), (10, "10 min"), (20, "20 min"), (40, "40 min"))
CHECKING = ((0, "Aucune"), (2, "2 min"), (5, "5 min"), (10, "10 min"), (20, "20 min"))
BECAME = (
    ("citizens", "Du temps pour les habitants"), ("substance", "Le fond des dossiers"),
    ("backlog", "Du retard rattrapé"), ("training", "Se former"), ("nothing", "Rien de visible"),
)  # fmt: skip
INCIDENTS = (
    ("wrong_answer", "Réponse fausse"), ("personal_data", "Données personnelles"),
    ("legal", "Erreur de droit"), ("bias", "Propos injuste ou discriminant"),
)  # fmt: skip
SEVERITIES = ((1, "1 : gênant"), (2, "2"), (3, "3 : sérieux"), (4, "4"), (5, "5 : dommage subi"))
_TIMES = ("usual_minutes", "minutes", "checking_minutes")
_MISSING = "Choisissez une durée, ou écrivez-la en minutes."
Text = Annotated[str, Form(max_length=2_000)]


@dataclass(frozen=True, slots=True)
class Time:
    """A duration: one of the buttons, or any other typed beside them."""

    chosen: str = ""
    other: str = ""

    @property
    def minutes(self) -> int | str | None:
        """What the service is sent: what was typed wins, wrong or not, and the service says so."""
        told = self.other.strip() or self.chosen
        return int(told) if told.isascii() and told.isdigit() else told or None

    @classmethod
    def of(cls, minutes: int, buttons: tuple[tuple[int, str], ...]) -> "Time":
        """Show a duration again, on its button when it has one."""
        return cls(chosen=str(minutes)) if minutes in dict(buttons) else cls(other=str(minutes))


@dataclass(frozen=True, slots=True)
class Filled:
    """A card as it was filled in, and what its buttons are."""

    OUTCOMES: ClassVar = OUTCOMES
    USUAL: ClassVar = USUAL
    WITH_TOOL: ClassVar = WITH_TOOL
    CHECKING: ClassVar = CHECKING
    BECAME: ClassVar = BECAME
    INCIDENTS: ClassVar = INCIDENTS
    SEVERITIES: ClassVar = SEVERITIES

    outcome: str = ""
    usual: Time = Time()
    used: Time = Time()
    checking: Time = Time()
    is_new: bool = False
    became: str = ""
    chose_frugal: bool = False
    incident: str = ""
    severity: str = "2"
    incident_note: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, object]:
        """The card as the service reads it. A new task has no usual time."""
        told: dict[str, object] = {
            "outcome": self.outcome, "usual_minutes": self.usual.minutes, "minutes": self.used.minutes,
            "checking_minutes": self.checking.minutes, "would_have_done": not self.is_new,
            "became": self.became, "chose_frugal": self.chose_frugal,
        }  # fmt: skip
        if self.is_new and told["usual_minutes"] is None:
            told["usual_minutes"] = 0
        if self.incident:
            told["incident"] = {
                "category": self.incident, "severity": self.severity, "note": self.incident_note,
            }  # fmt: skip
        return {name: value for name, value in told.items() if value is not None}

    def refused(self, refusal: Refused) -> "Filled":
        """Keep what was filled in, and say beside which field it was refused.

        Raises: Refused, when no field of this form can mend it.
        """
        if refusal.status != 422:
            raise refusal
        own = (replace(one, pointer=one.pointer.removeprefix("/card")) for one in refusal.faults)
        errors = by_field(own)
        missing = {name: _MISSING for name in _TIMES if name in errors and self.body.get(name) is None}
        return replace(self, errors=errors | missing)


def of_card(card: CardOut) -> Filled:
    """Show a card again in its form."""
    incident = card.incident
    return Filled(
        outcome=card.outcome.value, usual=Time.of(card.usual_minutes, USUAL),
        used=Time.of(card.minutes, WITH_TOOL), checking=Time.of(card.checking_minutes, CHECKING),
        is_new=not card.would_have_done, became=card.became.value, chose_frugal=card.chose_frugal,
        incident=incident.category.value if incident else "",
        severity=str(incident.severity) if incident else "2", incident_note=incident.note if incident else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Times:
    """The three durations of the form."""

    usual_minutes: Text = ""
    usual_other: Text = ""
    minutes: Text = ""
    minutes_other: Text = ""
    checking_minutes: Text = ""
    checking_other: Text = ""


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What went wrong, in the form."""

    incident: Text = ""
    severity: Text = "2"
    incident_note: Text = ""


async def read_card(
    times: Annotated[_Times, Depends()], wrong: Annotated[_Wrong, Depends()], outcome: Text = "",
    is_new: Text = "", became: Text = "", chose_frugal: Text = "",
) -> Filled:  # fmt: skip
    """Read the form."""
    return Filled(
        outcome=outcome, usual=Time(times.usual_minutes, times.usual_other),
        used=Time(times.minutes, times.minutes_other),
        checking=Time(times.checking_minutes, times.checking_other), is_new=bool(is_new), became=became,
        chose_frugal=bool(chose_frugal), incident=wrong.incident, severity=wrong.severity,
        incident_note=wrong.incident_note,
    )  # fmt: skip


FilledIn = Annotated[Filled, Depends(read_card)]
