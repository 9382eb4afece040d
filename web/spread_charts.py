"""Small charts of a choice against all that it was made from: two bars a line, and the same in words and in a table.

The upper bar is those chosen, the lower one all the candidates: where they stand and how long they are tells, not
their colour, and both are written beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from web import french


@dataclass(frozen=True, slots=True)
class Pair:
    """One group: how many candidates it has, and how many of them are chosen."""

    label: str
    candidates: int
    chosen: int


def paired(pairs: Sequence[Pair], *, title: str, axis: str) -> Markup:
    """Draw one line a group that has candidates, and say which groups nobody chosen stands for."""
    known = [pair for pair in pairs if pair.candidates]
    if not known:
        return Markup('<p class="note">Rien à comparer : il n’y a pas encore de candidate.</p>')
    most = max(pair.candidates for pair in known)
    rows = Markup("").join(_row(pair, most) for pair in known)
    return Markup(
        '<figure class="chart"><figcaption>{}</figcaption><ul class="bars">{}</ul>{}</figure>'
    ).format(_finding(known), rows, _table(known, title, axis))


def _finding(pairs: Sequence[Pair]) -> str:
    missing = [pair.label[:1].lower() + pair.label[1:] for pair in pairs if not pair.chosen]
    if not missing:
        return "Chaque groupe qui candidate a au moins une collectivité choisie."
    if len(missing) == len(pairs):
        return "Aucune collectivité n’est cochée pour le moment."
    return f"Sans collectivité choisie{french.NBSP}: {french.listed(missing)}."


def _row(pair: Pair, most: int) -> Markup:
    return Markup(
        '<li><span class="bar-label">{}</span>'
        '<svg class="bar" width="100%" height="14" aria-hidden="true" focusable="false">'
        '<rect class="tone-stone mark" width="{:.2f}%" y="8" height="6" rx="2"/>'
        '<rect class="tone-wine mark" width="{:.2f}%" height="7" rx="2"/></svg>'
        '<b class="bar-value">{} sur{}{}</b></li>'
    ).format(
        pair.label, 100 * pair.candidates / most, 100 * pair.chosen / most,
        french.number(pair.chosen), french.NBSP, french.number(pair.candidates),
    )  # fmt: skip


def _table(pairs: Sequence[Pair], title: str, axis: str) -> Markup:
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th><td class="n">{}</td><td class="n">{}</td></tr>').format(
            pair.label, pair.candidates, pair.chosen
        )
        for pair in pairs
    )
    return Markup(
        '<details class="chart-table"><summary>Voir le tableau<span class="sr"> : {0}</span></summary>'
        '<div class="table compact" role="region" aria-label="Tableau : {0}" tabindex="0"><table>'
        '<caption class="sr">{0}</caption><thead><tr><th scope="col">{1}</th>'
        '<th scope="col" class="n">Candidates</th><th scope="col" class="n">Choisies</th></tr></thead>'
        "<tbody>{2}</tbody></table></div></details>"
    ).format(title, axis, rows)
