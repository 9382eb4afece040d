"""From an event on the wire to what is kept of it. Pure functions."""

import json
from uuid import UUID

from services.metrics import families
from services.metrics.kinds import JobFamily, Kind
from services.metrics.ledger import Told
from services.metrics.origins import Origin
from services.metrics.pseudonyms import NOBODY, Pseudonyms
from services.metrics.schemas import (
    AttendanceData,
    CardData,
    CloudEvent,
    DecisionData,
    EnrolmentData,
    EventProblem,
    Family,
    FrugalChoiceData,
    IncidentData,
    UseData,
)

KINDS = {
    "terrain.use": Kind.USE, "terrain.use_declared": Kind.DECLARED_USE, "terrain.enrolment": Kind.ENROLMENT,
    "terrain.after_use": Kind.CARD, "terrain.incident": Kind.INCIDENT, "terrain.frugal_choice": Kind.FRUGAL_CHOICE,
    "terrain.workshop_attended": Kind.WORKSHOP, "terrain.training_attended": Kind.TRAINING,
    "terrain.decision": Kind.DECISION,
}  # fmt: skip


class Unreadable(Exception):
    """One event that cannot be taken; the batch goes on."""

    def __init__(self, code: str, detail: str, pointer: str = "") -> None:
        super().__init__(code)
        self.problem = EventProblem(code=code, detail=detail, pointer=pointer)


def told(event: CloudEvent, *, authority: UUID, pseudonyms: Pseudonyms) -> Told:
    """Keep of an event what is counted.

    Raises: Unreadable when its code is none of the catalogue's.
    """
    data = event.data
    agent = getattr(data, "agent", "")
    return Told(
        key=pseudonyms.event(authority, event.source, event.id),
        at=event.time,
        person=pseudonyms.person(authority, event.source, agent) if agent else NOBODY,
        authority_id=authority,
        origin=origin(event.source, data) if isinstance(data, UseData) else Origin(event.source),
        kind=KINDS[event.type],
        code=code(data) if isinstance(data, UseData | CardData) else 0,
        input=data.invited if isinstance(data, EnrolmentData) else getattr(data, "input", 0),
        output=getattr(data, "output", 0),
        body=_body(event),
    )


def origin(source: str, data: UseData) -> Origin:
    """Tell where a use comes from and with what."""
    return Origin(source, data.tool, data.provider, data.model or data.asked_model)


def code(data: UseData | CardData) -> int:
    """Give the number under which a use is stored.

    Raises: Unreadable when its code is none of the catalogue's, or of another family.
    """
    known = families.CATALOGUE.get(data.use_case or "")
    if data.use_case is not None and known is None:
        raise Unreadable("unknown_use_case", "Ce code d’usage n’est pas au catalogue.", "/data/use_case")
    if known and data.family not in {None, known.family}:
        raise Unreadable("other_family", "Ce code d’usage est d’une autre famille.", "/data/family")
    return families.number(data.use_case or "", data.family or Family.OTHER)


def _body(event: CloudEvent) -> str:
    data = event.data
    if isinstance(data, CardData):
        net = data.usual_minutes - data.minutes - data.checking_minutes
        return compact(
            outcome=data.outcome, grade=data.grade, became=data.became, is_new=not data.would_have_done, net=net,
            usual=data.usual_minutes, used=data.minutes, checking=data.checking_minutes, **_job(data),
        )  # fmt: skip
    if isinstance(data, UseData):
        return job_body(data.job_family)
    if isinstance(data, IncidentData):
        return compact(detail=f"{data.category}:{data.severity}", amount=data.days_to_close)
    if isinstance(data, FrugalChoiceData):
        return compact(detail=data.rung, amount=data.calls_avoided)
    if isinstance(data, DecisionData):
        why = f":{data.refuted}" if data.refuted else ""
        return compact(detail=f"{data.outcome}:{data.rung}{why}", amount=data.days)
    return compact(detail="", amount=0) if isinstance(data, AttendanceData) else ""


def job_body(job: JobFamily) -> str:
    """Write the body of a use: only the kind of work, when it is told."""
    return compact(job=job.number) if job else ""


def _job(data: CardData) -> dict[str, str | int | bool]:
    return {"job": data.job_family.number} if data.job_family else {}


def compact(**values: str | int | bool) -> str:
    """Write the body of an event as it is kept."""
    return json.dumps(values, separators=(",", ":"))
