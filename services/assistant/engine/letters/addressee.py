"""The person or body a letter is for, and how the request names them."""

from dataclasses import dataclass

from services.assistant.engine.letters.politeness import Regard

TO_COMPLETE = "[à compléter : nom et adresse du destinataire]"
ADDRESS = "[à compléter : adresse]"
UNKNOWN_SALUTATION = "Madame, Monsieur"

MISTER = r"(?:monsieur|mr\.?|m\.|m(?= ))"
MADAM = r"(?:madame|mademoiselle|mme\.?|mlle\.?)"
CIVILITY = rf"(?:(?P<sir>{MISTER})|(?P<lady>{MADAM})) ?"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Someone to write to: `block` heads the letter, `note` says what was assumed."""

    salutation: str
    block: str
    regard: Regard
    note: str | None = None

    @property
    def is_official(self) -> bool:
        """Tell whether the letter owes the forms of an office."""
        return self.regard is not Regard.GREETINGS


NOBODY = Recipient(UNKNOWN_SALUTATION, TO_COMPLETE, Regard.GREETINGS)


@dataclass(frozen=True, slots=True)
class Found:
    """A recipient and where its description ends in the text."""

    recipient: Recipient
    end: int
