"""What a request is for: declared by its author, or recognised from its words. Only the code is kept."""

from collections.abc import Iterable

from services.assistant.engine import recognition
from services.assistant.engine.values import Message
from services.assistant.refusals import UseCaseUnknown, UseForbidden
from services.assistant.use_cases import BY_CODE, Restriction, UseCase

_BEGINNING = 200
"""Characters."""


class Purpose:
    """What a request is for: known, or recognised from its words when somebody wants to know.

    A program's request is on its way to the supplier by then.
    """

    __slots__ = ("_messages", "_use_case")

    def __init__(self, use_case: UseCase | None = None, *, messages: Iterable[Message] | None = None) -> None:
        self._use_case, self._messages = use_case, messages

    @property
    def use_case(self) -> UseCase | None:
        """Give the use, when its words name one of the catalogue."""
        if self._messages is not None:
            self._use_case, self._messages = skimmed(self._messages), None
        return self._use_case


def declared(code: str) -> UseCase:
    """Read a declared code.

    Raises: UseCaseUnknown, UseForbidden: what is forbidden by default is not done because somebody asked for it.
    """
    use_case = known(code)
    if use_case.restriction is Restriction.FORBIDDEN:
        raise UseForbidden(
            f"L’usage « {use_case.label} » est interdit par défaut : il touche des personnes fragiles et leurs droits."
            f" Commencez plus simplement, par exemple : {use_case.first_rung.label}."
        )
    return use_case


def known(code: str) -> UseCase:
    """Read a code, whatever is allowed.

    Raises: UseCaseUnknown.
    """
    use_case = BY_CODE.get(code.strip().upper())
    if use_case is None:
        raise UseCaseUnknown
    return use_case


def recognised(messages: Iterable[Message]) -> UseCase | None:
    """Recognise what the last question is for. This never refuses: words are not a declaration."""
    questions = [message.content for message in messages if message.role == "user"]
    return recognition.recognise(questions[-1]) if questions else None


def skimmed(messages: Iterable[Message]) -> UseCase | None:
    """Recognise what a program's last question is for, from how it begins: it is asked a thousand times a second."""
    questions = [message.content for message in messages if message.role == "user"]
    return recognition.recognise(questions[-1][:_BEGINNING]) if questions else None
