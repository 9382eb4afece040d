"""Answers about what it all cost: tokens, euros, energy and greenhouse gases."""

from collections.abc import Sequence

from services.metrics import wording
from services.metrics.answers import told
from services.metrics.answers.adoption import inside
from services.metrics.answers.after_use import gain_view, known_cards
from services.metrics.answers.usage import month_view
from services.metrics.desk import Desk, month_of
from services.metrics.measures import costs, footprint as footprints, gains
from services.metrics.schemas import MeasureOut, MeasureRow, Question
from services.metrics.seen import Spent
from services.metrics.views import View

NBSP = wording.NBSP
_TOKENS = "Jetons annoncés par les fournisseurs, lus et répondus."
_COST = "Jetons × prix réglés par l’opérateur, en euros hors taxes."
_PER_HOUR = "Dépense des usages qui ont une fiche ÷ heures nettes gagnées sur ces fiches."


async def tokens(desk: Desk) -> MeasureOut:
    """Give tokens, read and answered."""
    view, spent = await _spent(desk)
    if spent is None:
        return told.hidden(
            Question.TOKENS, "Jetons lus et répondus", desk, view, counted="jetons", source=_TOKENS
        )
    read, answered = sum(one.input for one in spent), sum(one.output for one in spent)
    return MeasureOut(
        question=Question.TOKENS, title="Jetons lus et répondus", unit="jetons", value=read + answered,
        n=read + answered, counted="jetons", heading="Jetons", source=_TOKENS,
        sentence=f"{wording.number(read + answered)} jetons, dont {wording.number(answered)} répondus.",
        rows=[
            MeasureRow(key="input", label="Lus", value=read), MeasureRow(key="output", label="Répondus", value=answered),
        ],
        reasons=told.reasons(desk, view, dated=True),
    )  # fmt: skip


async def footprint(desk: Desk) -> MeasureOut:
    """Give greenhouse gases and energy as ranges, by the latest factors and by those before."""
    title, source = "Gaz à effet de serre", footprints.versions()[-1].method
    view, spent = await _spent(desk)
    if spent is None:
        return told.hidden(Question.FOOTPRINT, title, desk, view, counted="jetons répondus", source=source)
    answered = [(one.model, one.output) for one in spent]
    latest = footprints.estimate(answered, footprints.versions()[-1])
    reasons = told.reasons(desk, view, dated=True)
    if missing := latest.tokens - latest.g_tokens:
        reasons.append(
            f"{wording.number(missing)} jetons répondus sont d’un modèle dont aucun facteur n’est publié : ils ne sont pas estimés."
        )
    if not latest.g_tokens:
        made = told.nothing(Question.FOOTPRINT, title, counted="jetons répondus", source=source,
            sentence="Aucun facteur n’est publié pour les modèles utilisés : rien n’est estimé.")  # fmt: skip
        return made.model_copy(update={"reasons": reasons})
    low, high = latest.g
    return MeasureOut(
        question=Question.FOOTPRINT, title=title, unit="gCO2e", value=(low + high) / 2, low=low, high=high,
        n=latest.g_tokens, counted="jetons répondus", claim=False, heading="Méthode", rows=_methods(answered),
        sentence=f"Entre {_grams(low)} et {_grams(high)} de CO₂e, selon la méthode.", reasons=reasons, source=source,
    )  # fmt: skip


async def cost(desk: Desk) -> MeasureOut:
    """Give euros, from the prices that the operator set."""
    view, spent = await _spent(desk)
    title, counted = "Dépense en jetons", "jetons dont le prix est réglé"
    if spent is None:
        return told.hidden(Question.COST, title, desk, view, counted=counted, source=_COST)
    euros, without = _euros(desk, spent)
    priced = sum(one.input + one.output for one in spent) - without
    reasons = told.reasons(desk, view, dated=True)
    if without:
        reasons.append(
            f"{wording.number(without)} jetons sont d’un modèle sans prix réglé{NBSP}: ils ne sont pas comptés."
        )
    if not priced:
        made = told.nothing(
            Question.COST, title, counted=counted, source=_COST, sentence="Aucun prix n’est réglé."
        )
        return made.model_copy(update={"reasons": reasons})
    return MeasureOut(
        question=Question.COST, title=title, unit="euros", value=euros, n=priced, counted=counted, source=_COST,
        sentence=f"{wording.number(euros, decimals=2)}{NBSP}€ de jetons.", reasons=reasons,
    )  # fmt: skip


async def cost_per_hour(desk: Desk) -> MeasureOut:
    """Give euros for an hour gained: the cost of as many uses as there are cards, over the hours that these tell."""
    title, view, (uses_view, spent) = "Coût d’une heure gagnée", await gain_view(desk), await _spent(desk)
    uses = uses_view.total()
    if spent is None or uses is None or view.total() is None:
        return told.hidden(Question.COST_PER_HOUR, title, desk, view, counted="fiches", source=_PER_HOUR)
    gain = gains.net(tuple(card.bin for card in await known_cards(desk, view)))
    euros, without = _euros(desk, spent)
    is_known = desk.prices and not without and gain.is_claim and uses.value
    value = costs.per_hour(euros * gain.n / uses.value, gain.total) if is_known else None
    said = f"{wording.number(value, decimals=2)}{NBSP}€ de jetons par heure gagnée." if value is not None else (
        "Ce coût n’est pas donné : il faut un gain établi et le prix de chaque modèle utilisé."
    )  # fmt: skip
    return MeasureOut(
        question=Question.COST_PER_HOUR, title=title, unit="euros", value=value, n=gain.n, counted="fiches",
        grade=gain.grade or "", claim=gain.is_claim, sentence=said, reasons=told.reasons(desk, view), source=_PER_HOUR,
    )  # fmt: skip


async def _spent(desk: Desk) -> tuple[View, list[Spent] | None]:
    """Give the tokens of the months and places of which uses may be shown; none where they may not."""
    view = await month_view(desk)
    within = inside(view, desk.scope.months)
    if not within or view.total(within) is None:
        return view, None
    months = {month_of(leaf) for column in within for leaf in column}
    return view, [one for one in await desk.spent() if one.place in view.places and one.month in months]


def _euros(desk: Desk, spent: Sequence[Spent]) -> tuple[float, int]:
    return costs.euros([(one.model, one.input, one.output) for one in spent], desk.prices)


def _methods(answered: Sequence[tuple[str, int]]) -> list[MeasureRow]:
    rows = []
    for factors in footprints.versions():
        found = footprints.estimate(answered, factors)
        for key, unit, pair, covered in (
            ("g", "gCO2e", found.g, found.g_tokens), ("kwh", "kWh", found.kwh, found.kwh_tokens)
        ):  # fmt: skip
            if covered:
                rows.append(
                    MeasureRow(
                        key=f"{key}-{factors.version}", label=f"{unit}, facteurs {factors.version}",
                        value=sum(pair) / 2, low=pair[0], high=pair[1], n=covered,
                    )
                )  # fmt: skip
    return rows


def _grams(value: float) -> str:
    return f"{wording.number(value / 1000)}{NBSP}kg" if value >= 1000 else f"{wording.number(value)}{NBSP}g"
