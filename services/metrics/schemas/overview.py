"""The overview on the wire."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from services.metrics.schemas.measures import Split
from services.metrics.schemas.wire import Family, Wire


class UsesOut(Wire):
    """A count of uses. Hidden when it is about too few agents, or would let such a count be computed back."""

    uses: int | None
    agents: int | None = Field(
        description="At least so many people: somebody who uses two tools bears two pseudonyms, so the tool that saw"
        " most agents of an authority speaks for it."
    )
    hidden: bool = False


class AuthorityUses(UsesOut):
    authority_id: UUID


class FamilyUses(UsesOut):
    family: Family
    label: str = Field(description="The family in French.", examples=["rédaction"])


class WeekUses(UsesOut):
    week: str = Field(description="The ISO week.", examples=["2026-W48"])
    start: date = Field(description="Its Monday, in Paris.", examples=["2026-11-23"])


class ThemeCount(Wire):
    theme: str = Field(description="Empty when nobody named one.", examples=["citizens"])
    count: int


class FieldWork(Wire):
    """What the workshops brought. These are facts about work, not about people: none is hidden."""

    workshops_planned: int
    workshops_held: int = Field(description="Those in which something was noted.")
    observations: int
    tasks: int
    pain_points: int
    wishes: int
    hypotheses: int


class OverviewOut(Wire):
    """All that the page of measures shows."""

    start: date = Field(description="A Monday: figures are about whole weeks.", examples=["2026-09-14"])
    end: date = Field(description="A Sunday.", examples=["2026-12-06"])
    authority_id: UUID | None = Field(description="Null: every authority that the caller may see.")
    small_group: int = Field(description="Counts about fewer agents than this are hidden.")
    uses: UsesOut
    invited: int | None = Field(
        description="Agents invited, as last told for each authority. Null: nobody told."
    )
    all_told_invited: bool = Field(
        description="True when every authority that used a tool told how many it invited: then a share makes sense."
    )
    by_authority: list[AuthorityUses]
    by_family: list[FamilyUses]
    by_week: list[WeekUses]
    field: FieldWork
    pain_points_by_theme: list[ThemeCount]
    authorities: list[UUID] = Field(description="Those with any fact, whatever the filter.")
    published_split: Split | None
    is_sample: bool = Field(default=False, description="True: invented data are among what was counted.")


class NewsOut(Wire):
    """What the last days brought."""

    since: datetime
    field: FieldWork


class OwnUse(Wire):
    at: datetime
    use_case: str = Field(description="A code of the catalogue, or empty.", examples=["RED-COU"])
    label: str = Field(
        description="The use in French; empty when it was not recognised.", examples=["Courrier ou courriel"]
    )
    family: Family
    family_label: str = Field(description="The family in French.", examples=["rédaction"])
    model: str = Field(examples=["terrain-embarque"])


class OwnUsesOut(Wire):
    """The caller's own last uses of the assistant, which nobody else can read here."""

    items: list[OwnUse]
