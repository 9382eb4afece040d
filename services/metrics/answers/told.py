"""What every answer says beside its figure: what is hidden, put together or left out, and why."""

from collections.abc import Sequence

from services.metrics import places, wording
from services.metrics.desk import Desk
from services.metrics.places import EVERYONE
from services.metrics.schemas import MeasureOut, Question
from services.metrics.secrecy.blocks import Block
from services.metrics.views import View

NBSP = wording.NBSP
ACTS = frozenset({"decisions", "stops", "frugality"})
"""Tables of what public bodies did, rather than of people."""


def nothing(question: Question, title: str, *, counted: str, source: str, sentence: str = "") -> MeasureOut:
    """Answer that nothing was told."""
    return MeasureOut(
        question=question, title=title, sentence=sentence or "Rien n’a encore été compté.", unit="", value=None, n=0,
        counted=counted, source=source,
    )  # fmt: skip


def hidden(question: Question, title: str, desk: Desk, view: View | None, *, counted: str, source: str) -> MeasureOut:  # fmt: skip
    """Answer that what is asked may not be shown, and why."""
    return MeasureOut(
        question=question, title=title, sentence=f"Ce chiffre est masqué : il porterait sur trop peu de {'décisions' if view and view.raw.name in ACTS else 'personnes'}.",
        unit="", value=None, n=None, counted=counted, hidden=True, claim=False, source=source,
        reasons=reasons(desk, view) or [too_few(desk, view)],
    )  # fmt: skip


def too_few(desk: Desk, view: View | None = None) -> str:
    """Say from how many people, or acts, a figure is shown."""
    if view and view.raw.name in ACTS:
        return f"Des décisions sont montrées à partir de {desk.few_acts}."
    return f"Un chiffre est montré à partir de {desk.audience.rule.smallest} personnes."


def reasons(desk: Desk, view: View | None, *, dated: bool = False) -> list[str]:
    """Say what a view keeps back. `dated`: it is told month by month, so that a shorter period holds."""
    said = []
    if view is None or view.shown is None:
        said.append(_nobody(desk, view))
    else:
        if view.left_out:
            said.append(_left_out(desk, view))
        if joined := [row for row in view.rows if len(row) > 1 and len(view.rows) > 1]:
            said.append(
                "Réunies, parce que trop petites pour être montrées seules"
                f"{NBSP}: {'; '.join(_names(desk, row) for row in joined)}."
            )
        if not view.has_detail:
            said.append(
                "Le détail n’est pas donné pour ce groupe : chaque ligne porterait sur trop peu de personnes."
            )
        elif any(len(column) > 1 for column in view.columns):
            said.append("Les lignes trop petites sont réunies : elles ne sont pas cachées, mais moins fines.")
        if view.has_holes:
            said.append(
                f"Des lignes sont masquées. {too_few(desk, view)} D’autres le sont pour qu’on ne les en déduise pas."
            )
    if not dated and desk.scope.months != desk.scope.year:
        year = desk.scope.year
        said.append(
            f"Ce tableau vaut pour {wording.months(year.start, year.end)}{NBSP}: croisé avec des mois, il porterait"
            " sur trop peu de personnes."
        )
    return said


def _nobody(desk: Desk, view: View | None) -> str:
    members = [place.name for place in desk.places.values() if place.is_in(desk.scope.selection)]
    if not members:
        return "Aucune collectivité de ce groupe n’a encore été comptée."
    if view and desk.scope.selection != EVERYONE and len(members) < len(desk.places):
        return f"Ce groupe est trop petit pour être distingué des autres. {too_few(desk, view)}"
    return too_few(desk, view)


def _left_out(desk: Desk, view: View) -> str:
    names = sorted(desk.places[key].name for key in view.left_out)
    if len(names) == 1:
        return f"{names[0]} n’est pas comptée ici : trop petite pour être distinguée d’une autre, hors de ce groupe."
    return f"{wording.listed(names)} ne sont pas comptées ici : trop petites pour être distinguées d’autres, hors de ce groupe."


def _names(desk: Desk, row: Block) -> str:
    return wording.listed(sorted(desk.places[key].name for key in row))


def about(desk: Desk) -> str:
    """Name whom the answer is about."""
    return places.label(desk.scope.selection, desk.places)


def joined(labels: Sequence[str]) -> str:
    """Name several leaves that are told together."""
    return wording.listed(list(labels))
