"""The footprint of an answer on the wire."""

from enum import StrEnum

from pydantic import Field

from services.assistant.wire import Wire


class FootprintStatus(StrEnum):
    """Whether the footprint of an answer can be said."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    """The method does not know this model, or nothing was counted: never a zero."""
    NO_MODEL = "no_model"
    """The embedded engine: a few rules on the platform's own server, which no method counts apart."""


class FootprintOut(Wire):
    """What an answer cost, as ranges; null where it is unknown."""

    status: FootprintStatus = Field(examples=["known"])
    kwh_low: float | None = Field(default=None, examples=[0.00004])
    kwh_high: float | None = Field(default=None, examples=[0.00004])
    grams_low: float | None = Field(default=None, description="gCO2e.", examples=[0.005])
    grams_high: float | None = Field(default=None, description="gCO2e.", examples=[0.005])
    method: str = Field(examples=["EcoLogits"])
    version: str = Field(description="Of the method.", examples=["0.11.3"])
    input_tokens: int | None = Field(
        default=None, description="Counted, and in no published factor: the range is a floor.", examples=[812]
    )
    output_tokens: int | None = Field(default=None, examples=[240])
    is_estimate: bool = Field(default=False, description="True when the supplier did not say the tokens.")
