"""The workshops' own configuration."""

from pydantic import Field

from services.kit.settings import KitSettings


class WorkshopsSettings(KitSettings):
    """How long the journal of notes goes back."""

    journal_days: int = Field(
        default=30,
        ge=1,
        le=365,
        description="Days that a note's earlier versions, and removed notes, can be put back before they are erased.",
    )
