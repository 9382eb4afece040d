"""What the embedded engine answers: a letter, minutes, a draft resolution, a summary, or advice."""

from collections.abc import Sequence
from datetime import date

from services.assistant.engine import (
    conversation,
    french,
    guidance,
    minutes,
    quoting,
    recognition,
    resolutions,
    summaries,
)
from services.assistant.engine.letters import composition, requests
from services.assistant.engine.values import Message, Reply, ReplyKind
from services.assistant.use_cases import Restriction, UseCase

_SIGNATURE = "*Réponse du moteur embarqué, qui n'est pas une IA générative : vous en restez l'auteur et vous la relisez.*"
_HINTS = {
    ReplyKind.LETTER: "Si ce courrier revient souvent, enregistrez-le comme modèle dans votre traitement de texte.",
    ReplyKind.MINUTES: "Une trame enregistrée dans votre traitement de texte, remplie pendant la réunion, évite de tout reprendre après.",
    ReplyKind.RESOLUTION: "Votre dernière délibération sur un sujet voisin est souvent le meilleur modèle.",
    ReplyKind.SUMMARY: "Avant de résumer, regardez le sommaire et la conclusion : ils suffisent souvent.",
}


def reply(messages: Sequence[Message], *, today: date) -> Reply:
    """Answer the last user message, in the light of those before it."""
    asked = [message.content for message in messages if message.role == "user" and message.content.strip()]
    if not asked:
        return _signed(french.typeset(guidance.ABILITIES), ReplyKind.GUIDANCE)
    thread = _thread(asked)
    use_case = recognition.recognise(thread[0])
    declined = next((found for text in thread if (found := _declined(text))), None)
    if declined:
        return _signed(guidance.decline(declined), ReplyKind.REFUSAL, code=declined.code)
    kind = _MADE_HERE.get(use_case.code) if use_case else None
    if use_case is None or kind is None:
        return _guided(asked[-1], use_case, today=today)
    return _signed(_make(kind, asked, today=today), kind, code=use_case.code)


def quoted(asked: str, passages: Sequence[quoting.Quotable]) -> Reply:
    """Answer a question by quoting the passages it is given."""
    declined = _declined(asked)
    if declined:
        return _signed(guidance.decline(declined), ReplyKind.REFUSAL, code=declined.code)
    return _signed(quoting.quote(asked, passages), ReplyKind.QUOTATION, code=_OWN_DOCUMENTS)


_OWN_DOCUMENTS = "REC-INT"
_MADE_HERE = {
    "RED-COU": ReplyKind.LETTER,
    "REL-USA": ReplyKind.LETTER,
    "RED-CR": ReplyKind.MINUTES,
    "RED-DEL": ReplyKind.RESOLUTION,
    "SYN-DOC": ReplyKind.SUMMARY,
}


def _make(kind: ReplyKind, asked: list[str], *, today: date) -> str:
    thread = _thread(asked)
    if kind is ReplyKind.LETTER:
        return _letter(thread, today=today)
    if kind is ReplyKind.MINUTES:
        return _minutes(asked, thread)
    return _resolution(thread, today=today) if kind is ReplyKind.RESOLUTION else summaries.compose(asked)


def _thread(asked: list[str]) -> list[str]:
    """Keep the last request and the follow-ups that adjust it."""
    start = len(asked) - 1
    while start > 0 and conversation.is_following(asked[start]):
        start -= 1
    return asked[start:]


def _declined(text: str) -> UseCase | None:
    use_case = recognition.recognise(text)
    is_declined = use_case and use_case.restriction in {Restriction.FORBIDDEN, Restriction.AVOID}
    return use_case if is_declined else None


def _letter(thread: list[str], *, today: date) -> str:
    request, refusals = requests.read(thread[0]), []
    for text in thread[1:]:
        request, refused = conversation.adjust(request, text)
        refusals += [refused] if refused else []
    letter = composition.compose(request, today=today)
    return "\n\n".join([*(french.typeset(refused) for refused in refusals[-1:]), letter])


def _resolution(thread: list[str], *, today: date) -> str:
    return _untouched(resolutions.compose(thread[0], today=today), thread)


def _minutes(asked: list[str], thread: list[str]) -> str:
    earlier = asked[: len(asked) - len(thread) + 1]  # notes are often pasted before they are asked about
    return _untouched(minutes.compose(earlier), thread)


def _untouched(draft: str, thread: list[str]) -> str:
    """Own up when a follow-up asked for a change that only letters and summaries can take."""
    if len(thread) == 1:
        return draft
    refused = "Je ne sais pas retoucher ce document : reformulez la demande entière, ou modifiez-le vous-même. Le voici de nouveau."
    return f"{french.typeset(refused)}\n\n{draft}"


def _guided(text: str, use_case: UseCase | None, *, today: date) -> Reply:
    answer, advice = guidance.advise(text, today=today)
    code = use_case.code if use_case else advice.code if advice else None
    hint = french.typeset(advice.hint) if advice else None
    return _signed(answer, ReplyKind.GUIDANCE, code=code, hint=hint)


def _signed(text: str, kind: ReplyKind, *, code: str | None = None, hint: str | None = None) -> Reply:
    hint = hint or (french.typeset(_HINTS[kind]) if kind in _HINTS else None)
    return Reply(f"{text}\n\n{french.typeset(_SIGNATURE)}", kind, code, hint)
