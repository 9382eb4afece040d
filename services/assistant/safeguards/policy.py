"""Which personal data may leave, for which use."""

from services.assistant.refusals import HandlingUnknown, PassForbidden, PersonalDataFound
from services.assistant.safeguards.findings import find
from services.assistant.safeguards.spans import Kind
from services.assistant.schemas import Handling, QuestionIn
from services.assistant.use_cases import Restriction, UseCase
from services.kit.errors import Invalid


def read(header: str | None) -> Handling:
    """Read what a program asks for; it is masked unless it says otherwise.

    Raises: HandlingUnknown.
    """
    try:
        return Handling(header.strip().lower()) if header else Handling.MASK
    except ValueError as error:
        raise HandlingUnknown from error


def may_pass(use_case: UseCase | None) -> bool:
    """Tell whether personal data may leave as it is: never where the catalogue watches, advises against or forbids."""
    return use_case is None or use_case.restriction is Restriction.NONE


def check(handling: Handling, use_case: UseCase | None) -> None:
    """Refuse what the use does not allow, whoever asks.

    Raises: PassForbidden.
    """
    if handling is Handling.PASS and not may_pass(use_case):
        raise PassForbidden


def check_question(
    new: QuestionIn, use_case: UseCase | None, *, beside: tuple[Kind, ...] = ()
) -> tuple[Kind, ...]:
    """Look through a question that a supplier is to read; give the kinds that leave as they are.

    `beside` are those found in what goes with it: its documents.

    Raises: PassForbidden, PersonalDataFound, Invalid when it is to leave as it is without a reason.
    """
    check(new.handling, use_case)
    if new.handling is Handling.PASS and not new.reason:
        raise _no_reason()
    if new.handling is Handling.MASK:
        return ()
    kinds = (*(finding.kind for finding in find(new.content)), *beside)
    if kinds and new.handling is Handling.REFUSE:
        raise PersonalDataFound(kinds)
    return kinds


def _no_reason() -> Invalid:
    sentence = "Dites pourquoi ces données peuvent partir telles quelles."
    fault = {"pointer": "/reason", "message": sentence, "type": "reason_missing", "limits": {}}
    return Invalid(sentence, errors=[fault])
