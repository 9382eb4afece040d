"""What every wire model of metrics shares."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Wire(BaseModel):
    """Input that refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class Family(StrEnum):
    """Groups of uses, comparable with the split that public operators publish."""

    DRAFTING = "drafting"
    SEARCH = "search"
    SYNTHESIS = "synthesis"
    DATA = "data"
    CITIZEN_RELATIONS = "citizen_relations"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Name the family as agents read it."""
        return _FAMILY_LABELS[self]


_FAMILY_LABELS = {
    Family.DRAFTING: "rédaction",
    Family.SEARCH: "recherche",
    Family.SYNTHESIS: "synthèse",
    Family.DATA: "données",
    Family.CITIZEN_RELATIONS: "relation aux usagers",
    Family.OTHER: "autre ou non précisé",
}
