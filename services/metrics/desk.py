"""What an answer works with: who asks about whom and when, and the tables that it reads, each read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from services.metrics import cards, exercises, families, patterns, seen, views
from services.metrics.cards import Card, Said
from services.metrics.exercises import Months
from services.metrics.measures.adoption import Person
from services.metrics.measures.costs import Price
from services.metrics.patterns import Audience, Raw
from services.metrics.places import Places, Selection
from services.metrics.secrecy.grids import Cells
from services.metrics.secrecy.plans import Axis
from services.metrics.seen import Crowd, Marked, Pseudonym, Spent
from services.metrics.views import View

People = list[tuple[Pseudonym, Person]]


@dataclass(frozen=True, slots=True)
class Scope:
    """About whom and when; one code or one job family at most."""

    selection: Selection
    year: Months
    months: Months
    """Those asked for, within the year: for totals month by month."""
    code: str = ""
    job: str = ""


@dataclass(slots=True)
class Desk:
    """One reader's question about one scope."""

    session: AsyncSession
    scope: Scope
    audience: Audience
    places: Places
    prices: Mapping[str, Price]
    few_acts: int = 3
    _uses: dict[str, Cells] = field(default_factory=dict)
    _marked: dict[str, list[Marked]] = field(default_factory=dict)
    _people: tuple[People, Crowd] | None = None
    _gained: dict[str, list[Card]] = field(default_factory=dict)
    _said: list[Said] | None = None
    _spent: list[Spent] | None = None
    _views: dict[str, View] = field(default_factory=dict)

    @property
    def year(self) -> Months:
        """The year that tables are about."""
        return self.scope.year

    async def people(self) -> People:
        """Give the people of the year."""
        return (await self._everyone())[0]

    async def crowd(self) -> Crowd:
        """Give their numbers."""
        return (await self._everyone())[1]

    async def uses(self, by: str) -> Cells:
        """Give uses by place, and by month, code or job family."""
        if by not in self._uses:
            self._uses[by] = await seen.uses(self.session, self.year, by=by, crowd=await self.crowd())
        return self._uses[by]

    async def marked(self, by: str) -> list[Marked]:
        """Give who filled in cards that say what, by code, by job family or in all."""
        if by not in self._marked:
            self._marked[by] = await seen.marked(self.session, self.year, by=by)
        return self._marked[by]

    async def gained(self, by: str) -> list[Card]:
        """Give what the cards of the year tell of gains, by code or by job family."""
        if by not in self._gained:
            self._gained[by] = await cards.gained(self.session, self.year, by=by)
        return self._gained[by]

    async def said(self) -> list[Said]:
        """Give what the cards of the year say of answers and of time."""
        if self._said is None:
            self._said = await cards.said(self.session, self.year)
        return self._said

    async def spent(self) -> list[Spent]:
        """Give the tokens of the year."""
        if self._spent is None:
            self._spent = await seen.spent(self.session, self.year)
        return self._spent

    async def view(self, name: str, leaves: Cells, columns: Axis, *, acts: bool = False) -> View:
        """Publish a table and look at the scope's part of it. `acts`: it counts acts of authorities, not people."""
        if name not in self._views:
            rows = Axis({key: (place.department or place.kind,) for key, place in self.places.items()})
            raw = Raw(name, self.year, leaves, rows, columns)
            audience = self._for_acts() if acts else self.audience
            published = await patterns.settle(self.session, raw, audience)
            self._views[name] = views.look(raw, published, self.scope.selection, self.places)
        return self._views[name]

    def _for_acts(self) -> Audience:
        # An act is a public body's own, signed and public; it is grouped lest it point at the few who were observed.
        rule = replace(self.audience.rule, smallest=self.few_acts, insiders=0, dominance=1.0)
        return replace(self.audience, rule=rule)

    async def _everyone(self) -> tuple[People, Crowd]:
        if self._people is None:
            self._people = await seen.people(self.session, self.year)
        return self._people


def months(year: Months) -> Axis:
    """Divide a year: month → quarter → half."""
    start = year.start
    return Axis(
        {str(m): (exercises.half(start, m), exercises.quarter(start, m)) for m in year.all}, whole=True
    )


def codes() -> Axis:
    """Divide uses: code → family."""
    return Axis(
        {str(number): (families.family_of(number).value,) for number in range(len(families.NUMBERED))}
    )


def closed(*leaves: str) -> Axis:
    """Give a closed list, nothing of which belongs to anything larger."""
    return Axis(dict.fromkeys(leaves, ()))


def opposed(groups: Mapping[str, Sequence[str]]) -> Axis:
    """Give a closed list whose groups are what the figure is about: thrown away or not, useful or not."""
    return Axis({leaf: (group,) for group, leaves in groups.items() for leaf in leaves}, is_firm=True)


def month_of(leaf: str) -> date:
    """Read a month's leaf back."""
    return date.fromisoformat(leaf)
