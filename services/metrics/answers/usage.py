"""Answers about what tools are used for, by whom."""

from services.metrics import desk as desks, families, wording
from services.metrics.answers import told
from services.metrics.answers.adoption import ends, inside, named, rows
from services.metrics.desk import Desk
from services.metrics.kinds import JobFamily
from services.metrics.schemas import Family, MeasureOut, MeasureRow, Question
from services.metrics.secrecy.blocks import Block
from services.metrics.secrecy.plans import Axis
from services.metrics.views import Name, View

NBSP = wording.NBSP
JOBS = {
    JobFamily.UNTOLD: "métier non précisé", JobFamily.RECEPTION: "accueil", JobFamily.SECRETARIAT: "secrétariat",
    JobFamily.MANAGEMENT: "direction", JobFamily.FINANCE: "finances", JobFamily.HUMAN_RESOURCES: "ressources humaines",
    JobFamily.LEGAL: "affaires juridiques", JobFamily.PLANNING: "urbanisme", JobFamily.TECHNICAL: "services techniques",
    JobFamily.SOCIAL: "action sociale", JobFamily.CULTURE: "culture", JobFamily.COMMUNICATION: "communication",
    JobFamily.DIGITAL: "numérique",
}  # fmt: skip
_USES = "Usages vus par les outils et usages déclarés, chacun compté une fois."
_MIX = "Usages par famille et par code du catalogue ÷ usages."
_JOBS = "Usages par famille de métiers, telle que l’outil ou l’agent l’a dite."


async def uses(desk: Desk) -> MeasureOut:
    """Give uses month by month; or those of one code, or of one job family, for the year."""
    if desk.scope.code:
        return await _of_leaf(desk, await code_view(desk), str(families.stored(desk.scope.code)), code_name)
    if desk.scope.job:
        return await _of_leaf(desk, await _job_view(desk), str(JobFamily(desk.scope.job).number), job_name)
    view = await month_view(desk)
    within = inside(view, desk.scope.months)
    whole = view.total(within)
    if whole is None or not within:
        return told.hidden(Question.USES, "Usages", desk, view, counted="agents", source=_USES)
    return MeasureOut(
        question=Question.USES, title="Usages", unit="usages", value=whole.value, n=whole.size, counted="agents",
        sentence=f"{wording.count(whole.value, 'usage compté', 'usages comptés')}, par"
        f" {wording.count(whole.size, 'agent', 'agents')} au moins.",
        heading="Mois", rows=rows(view, within), **ends(within), reasons=told.reasons(desk, view, dated=True), source=_USES,
    )  # fmt: skip


async def mix(desk: Desk) -> MeasureOut:
    """Give uses by code, or by family where codes are too small."""
    view = await code_view(desk)
    if desk.scope.code:
        return await _of_leaf(
            desk, view, str(families.stored(desk.scope.code)), code_name, question=Question.MIX
        )
    whole = view.total()
    if whole is None:
        return told.hidden(
            Question.MIX, "À quoi servent les outils", desk, view, counted="agents", source=_MIX
        )
    if not whole.value:
        return told.nothing(Question.MIX, "À quoi servent les outils", counted="agents", source=_MIX)
    lines = sorted(map(_in_families, _used(view.table(code_name))), key=lambda row: -(row.value or 0))
    return MeasureOut(
        question=Question.MIX, title="À quoi servent les outils", unit="usages", value=whole.value, n=whole.size,
        counted="agents", sentence=_first(lines, "des usages"), heading="Usage", rows=lines,
        reasons=told.reasons(desk, view), source=_MIX,
    )  # fmt: skip


async def jobs(desk: Desk) -> MeasureOut:
    """Give uses by job family."""
    view, title = await _job_view(desk), "Qui s’en sert, par famille de métiers"
    if desk.scope.job:
        return await _of_leaf(
            desk, view, str(JobFamily(desk.scope.job).number), job_name, question=Question.JOBS
        )
    whole = view.total()
    if whole is None:
        return told.hidden(Question.JOBS, title, desk, view, counted="agents", source=_JOBS)
    if not whole.value:
        return told.nothing(Question.JOBS, title, counted="agents", source=_JOBS)
    lines = sorted(_used(view.table(job_name)), key=lambda row: -(row.value or 0))
    return MeasureOut(
        question=Question.JOBS, title=title, unit="usages", value=whole.value, n=whole.size, counted="agents",
        sentence=_first(lines, "des usages"), heading="Famille de métiers", rows=lines,
        reasons=told.reasons(desk, view), source=_JOBS,
    )  # fmt: skip


async def month_view(desk: Desk) -> View:
    """Look at uses by month."""
    return await desk.view("uses:month", await desk.uses("month"), desks.months(desk.year))


async def code_view(desk: Desk) -> View:
    """Look at uses by code."""
    return await desk.view("uses:code", await desk.uses("code"), desks.codes())


async def _job_view(desk: Desk) -> View:
    return await desk.view("uses:job", await desk.uses("job"), job_axis())


def job_axis() -> Axis:
    """Divide uses by job family."""
    return desks.closed(*(str(one.number) for one in JobFamily))


def code_name(block: Block) -> str:
    """Name a code, a family told whole, or several codes told together."""
    numbers = sorted(map(int, block))
    if len(numbers) == 1:
        return wording.capital(_code(numbers[0]))
    by_family: dict[Family, list[int]] = {}
    for number in numbers:
        by_family.setdefault(families.family_of(number), []).append(number)
    whole = [one for one, own in by_family.items() if len(own) == len(families.stored_of(one))]
    if len(whole) == len(by_family):
        return wording.capital(wording.listed([one.label for one in whole]))
    return f"Autres usages{NBSP}: {wording.listed([one.label for one in by_family])}"


def job_name(block: Block) -> str:
    """Name a job family, or several told together."""
    labels = {str(one.number): label for one, label in JOBS.items()}
    return wording.capital(named(labels)(block)) if len(block) < 5 else "Autres métiers"


def _code(number: int) -> str:
    code = families.NUMBERED[number]
    return f"{Family(code).label}, sans précision" if code in set(Family) else families.label(code)


async def _of_leaf(
    desk: Desk, view: View, leaf: str, name: Name, *, question: Question = Question.USES
) -> MeasureOut:
    column = view.holding(leaf)
    cell = view.cell(column) if column else None
    alone = name(frozenset({leaf}))
    if column is None or cell is None:
        return told.hidden(question, f"Usages{NBSP}: {alone}", desk, view, counted="agents", source=_USES)
    label = name(column)
    reasons = told.reasons(desk, view)
    if len(column) > 1:
        reasons.insert(
            0,
            f"«{NBSP}{alone}{NBSP}» est trop petit pour être montré seul{NBSP}: voici l’ensemble où il est compté.",
        )
    return MeasureOut(
        question=question, title=f"Usages{NBSP}: {label}", unit="usages", value=cell.value, n=cell.size,
        counted="agents", heading="Usage", rows=[row for row in view.table(name) if row.label == label],
        sentence=f"{label}{NBSP}: {wording.count(cell.value, 'usage', 'usages')}, par"
        f" {wording.count(cell.size, 'agent', 'agents')} au moins.",
        reasons=reasons, source=_USES,
    )  # fmt: skip


def _small(label: str) -> str:
    return label if label.isupper() else label[:1].lower() + label[1:]


def _in_families(row: MeasureRow) -> MeasureRow:
    return row.model_copy(
        update={"families": sorted({families.family_of(int(one)) for one in row.key.split("+")})}
    )


def _used(lines: list[MeasureRow]) -> list[MeasureRow]:
    return [row for row in lines if row.hidden or row.value]


def _first(lines: list[MeasureRow], of: str) -> str:
    shown = [row for row in lines if row.share]
    if not shown:
        return "Le détail est masqué."
    among = "Parmi ce qui peut être montré, en tête" if any(row.hidden for row in lines) else "En tête"
    return f"{among}{NBSP}: {_small(shown[0].label)}, avec {wording.percent(shown[0].share or 0)} {of}."
