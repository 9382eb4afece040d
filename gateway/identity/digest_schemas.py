"""The monthly digest on the wire."""

from pydantic import Field

from gateway.identity.schemas import Wire


class DigestChoice(Wire):
    """Whether one receives the monthly digest."""

    is_wanted: bool = Field(examples=[True])


class DigestChoiceOut(DigestChoice):
    is_offered: bool = Field(description="False: it goes to other roles than the caller's.", examples=[True])


class DigestRefusalIn(Wire):
    """The last part of the address that a digest bears."""

    token: str = Field(pattern=r"^[0-9a-f]{64}$", examples=["0199f2a47c1e7b3a9d583f6a1c2e4b70" + "5c" * 16])


class DigestOut(Wire):
    """To how many the monthly digest goes."""

    recipients: int = Field(examples=[24])
    refusals: int = Field(description="Those who would rather not.", examples=[2])
