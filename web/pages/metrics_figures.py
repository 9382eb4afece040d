"""The figures of the page of measures: from counts to cards, charts and the sentences that they deserve."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from markupsafe import Markup

from gateway.identity.schemas import AuthorityOut
from services.metrics.schemas import Family, OverviewOut, UsesOut
from services.workshops.schemas import Theme
from web import charts, french
from web.charts import Caption, Point

NBSP = french.NBSP
_THEMES = {theme.value: theme.label for theme in Theme}


@dataclass(frozen=True, slots=True)
class Card:
    """One large figure and, under it, how we know."""

    label: str
    value: str
    unit: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """The overview, ready to be shown."""

    overview: OverviewOut
    names: dict[UUID, AuthorityOut]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all has been counted yet."""
        return self.overview.uses.uses == 0 and not any(dict(self.overview.field).values())

    @property
    def has_hidden(self) -> bool:
        """Tell whether something is kept back, so that the page explains why."""
        tables = (self.overview.by_family, self.overview.by_week, self.overview.by_authority)
        return self.overview.uses.hidden or any(cell.hidden for table in tables for cell in table)

    @property
    def too_few(self) -> str:
        """Say why a figure is hidden, in a few words."""
        return f"masqué{NBSP}: moins de {self.overview.small_group} agents"

    @property
    def period(self) -> str:
        """The weeks counted, in words."""
        return french.period(self.overview.start, self.overview.end)

    @property
    def cards(self) -> list[Card]:
        """The four figures at the top."""
        return [self._uses(), self._agents(), self._workshops(), self._pain_points()]

    @property
    def uses_by_week(self) -> Markup:
        """Uses, week by week."""
        weeks = self.overview.by_week
        points = [Point(_day(week.start), week.uses, n=week.agents) for week in weeks]
        best = _leaders(points)
        most = _uses(best[0].value)
        alone = f"La semaine du {best[0].label} est la plus active{NBSP}: {most}."
        return charts.columns(
            points,
            Caption(
                title="Usages par semaine",
                sentence=_finding(
                    weeks, alone if len(best) == 1 else f"Au plus fort, {most} dans une semaine."
                ),
                count=self._count(),
                axis="Semaine du",
                measure="Usages",
                empty=self._nothing("Les usages de l’assistant s’inscriront ici, semaine après semaine."),
            ),
        )

    @property
    def uses_by_family(self) -> Markup:
        """What the tools are used for."""
        families = sorted(self.overview.by_family, key=lambda cell: (cell.hidden, -(cell.uses or 0)))
        total = self.overview.uses.uses or 0
        points = [Point(cell.label, cell.uses, n=cell.agents) for cell in families]
        first = _leaders(points)
        share = french.percent((first[0].value or 0) / total) if total else ""
        each = " chacune" if len(first) > 1 else ""
        named = french.listed([f"«{NBSP}{point.label}{NBSP}»" for point in first])
        return charts.bars(
            [replace(point, label=_capital(point.label)) for point in points],
            Caption(
                title="Usages par famille",
                sentence=_finding(families, f"En tête{NBSP}: {named}, avec {share} des usages{each}."),
                count=self._count(),
                axis="Famille",
                measure="Usages",
                empty=self._nothing("On verra ici à quoi servent les outils d’IA."),
            ),
        )

    @property
    def uses_by_authority(self) -> Markup | None:
        """Where the tools are used; nothing when there is one place only."""
        cells = self.overview.by_authority
        if len(cells) < 2:
            return None
        named = sorted(
            [Point(self.name(cell.authority_id), cell.uses, n=cell.agents) for cell in cells],
            key=lambda point: (point.value is None, -(point.value or 0)),
        )
        hidden = sum(cell.hidden for cell in cells)
        told = french.plural(len(cells), "collectivité a fait usage", "collectivités ont fait usage")
        kept_back = french.plural(hidden, "est masquée", "sont masquées")
        return charts.bars(
            named,
            Caption(
                title="Usages par collectivité",
                sentence=f"{told} d’un outil d’IA{f'{NBSP}; {kept_back}' if hidden else ''}.",
                count=self._count(),
                axis="Collectivité",
                measure="Usages",
                empty=self._nothing("Chaque collectivité aura sa ligne."),
            ),
        )

    @property
    def pain_points(self) -> Markup:
        """What hinders agents, by theme."""
        themes = self.overview.pain_points_by_theme
        points = [
            Point(_capital(_THEMES.get(one.theme, one.theme) or "sans thème"), one.count) for one in themes
        ]
        return charts.bars(
            points,
            Caption(
                title="Irritants par thème",
                sentence=f"Ce qui revient le plus{NBSP}: {_themes(points)}." if points else "",
                count=french.plural(self.overview.field.pain_points, "irritant relevé", "irritants relevés"),
                axis="Thème",
                measure="Irritants",
                empty="Les irritants relevés pendant les ateliers seront comptés ici, par thème.",
            ),
        )

    @property
    def comparison(self) -> str:
        """Set our search and drafting beside a published split; empty when that would not be honest."""
        split = self.overview.published_split
        uses = {cell.family: cell.uses for cell in self.overview.by_family}
        search, drafting = uses[Family.SEARCH], uses[Family.DRAFTING]
        if not split or search is None or drafting is None or not search + drafting:
            return ""
        both = search + drafting
        return (
            f"Pour situer{NBSP}: {split.author} a publié {french.percent(split.search / 100)} de recherche et"
            f" {french.percent(split.drafting / 100)} de rédaction, deux familles qui y faisaient le tout. Ici, sur"
            f" {french.plural(both, 'usage', 'usages')} de ces deux seules familles{NBSP}:"
            f" {french.percent(search / both)} et {french.percent(drafting / both)}."
        )

    @property
    def unfinished(self) -> str:
        """Warn that the last column is not a whole week."""
        is_running = self.overview.end >= datetime.now(french.PARIS).date()
        return "La dernière semaine n’est pas finie : elle peut encore grandir." if is_running else ""

    def name(self, authority: UUID) -> str:
        """Name an authority."""
        return self.names[authority].name if authority in self.names else "Collectivité inconnue"

    def _uses(self) -> Card:
        uses = self.overview.uses
        weeks = french.plural(len(self.overview.by_week), "semaine", "semaines")
        if uses.uses is None:
            return Card("Usages", "Masqué", proof=f"moins de {self.overview.small_group} agents, sur {weeks}")
        return Card("Usages", french.number(uses.uses), proof=f"sur {weeks}")

    def _agents(self) -> Card:
        agents, invited = self.overview.uses.agents, self.overview.invited
        invited_agents = french.plural(invited or 0, "agent invité", "agents invités")
        if invited and self.overview.all_told_invited:
            among = f"sur {invited_agents}"
        else:
            among = f"{invited_agents} là où nous le savons" if invited else ""
        if agents is None:
            few = f"Moins de {self.overview.small_group}"
            return Card("Agents actifs", few, proof=among or "le détail est masqué")
        # More pseudonyms than invitations is possible: a share above one would say nothing.
        has_share = invited and self.overview.all_told_invited and agents <= invited
        share = f", soit {french.percent(agents / invited)}" if has_share and invited else ""
        return Card("Agents actifs", french.number(agents), "au moins" if agents else "", f"{among}{share}")

    def _workshops(self) -> Card:
        field = self.overview.field
        planned = french.plural(field.workshops_planned, "atelier préparé", "ateliers préparés")
        held = french.agree(field.workshops_held, "tenu", "tenus")
        return Card("Ateliers", french.number(field.workshops_held), held, f"{planned} sur la période")

    def _pain_points(self) -> Card:
        field = self.overview.field
        beside = (
            french.plural(field.wishes, "souhait", "souhaits"),
            french.plural(field.hypotheses, "hypothèse", "hypothèses"),
        )
        heard = french.agree(field.pain_points, "relevé", "relevés")
        return Card("Irritants", french.number(field.pain_points), heard, f"avec {french.listed(beside)}")

    def _count(self) -> str:
        uses = self.overview.uses
        if uses.uses is None or uses.agents is None:
            return self.too_few
        people = french.plural(uses.agents, "agent", "agents")
        return f"{_uses(uses.uses)}, {people} au moins"

    def _nothing(self, otherwise: str) -> str:
        if self.overview.uses.hidden:
            few = self.overview.small_group
            return f"Masqué{NBSP}: moins de {few} agents. Le dessin viendra quand ils seront {few} au moins."
        if self.overview.uses.uses:
            return (
                f"Tout le détail est masqué{NBSP}: chaque groupe est trop petit pour être montré sans risque."
            )
        return otherwise


def _leaders(points: Sequence[Point]) -> list[Point]:
    """Give the highest points: several when they are equal, so that none is put before its equals."""
    highest = max(point.value or 0 for point in points)
    return [point for point in points if (point.value or 0) == highest]


def _themes(points: Sequence[Point]) -> str:
    return french.listed([point.label.lower() for point in _leaders(points)])


def _finding(cells: Sequence[UsesOut], sentence: str) -> str:
    """Say what is seen, and nothing about who leads when the leader may be hidden."""
    if not any(cell.hidden for cell in cells):
        return sentence
    shown = f"{sentence[0].lower()}{sentence[1:]}"
    return f"Parmi ce qui peut être montré, {shown}"


def _uses(count: float | None) -> str:
    return french.plural(count or 0, "usage", "usages")


def _day(monday: date) -> str:
    return french.day(monday).rpartition(" ")[0]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
