"""Closed lists that the configuration, the tables and the wire share. Nothing is imported here."""

from enum import StrEnum


class DataClass(StrEnum):
    """The most protected data that a supplier may be sent. An answer never fails over to another class."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"

    @property
    def label(self) -> str:
        """The class in French."""
        return _LABELS[self]


_LABELS = {
    DataClass.PUBLIC: "données publiques seulement",
    DataClass.INTERNAL: "données internes, sans données personnelles",
    DataClass.PERSONAL: "données personnelles comprises",
}


class ModelKind(StrEnum):
    """What a model gives: an answer in a chat, or the vectors of a text."""

    CHAT = "chat"
    EMBEDDINGS = "embeddings"


class QuotaUnit(StrEnum):
    """What a quota counts."""

    TOKENS = "tokens"
    EUROS = "euros"
    KWH = "kwh"


class MeaningState(StrEnum):
    """Whether collections are found by meaning too, and else what lacks."""

    ON = "on"
    NO_MODEL = "no_model"
    PUBLIC_ONLY = "public_only"
    NO_EXTENSION = "no_extension"
