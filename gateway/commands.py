"""What a command line refuses: in a sentence, without a trace of the code."""

from typing import ClassVar


class CommandRefused(Exception):
    """The command cannot do this; its sentence says why."""

    sentence: ClassVar[str] = "La commande n’a pas pu être faite."

    @property
    def message(self) -> str:
        """What whoever typed the command reads."""
        return self.sentence
