"""Where a message asks, and where it hands over material: an instruction, then notes or a text."""

import re

from services.assistant.engine import french

_COMMAND = re.compile(
    r"(?:resum|synthe|extrai|points? (?:cle|essentiel|important)|compte[- ]rendu|proces[- ]verbal|\bpv\b|redig|peux[- ]tu|pouvez[- ]vous|peut[- ]on"
    r"|fai[st]\b|faire|voici|ci-dessous|suivant|ce texte|ces notes|merci|bonjour|mets|met en forme|met ca|releve)"
)
_INSTRUCTION_LENGTH = 240


def separate(text: str) -> tuple[str, str]:
    """Separate what is asked from what is handed over: ("Résume ce texte", "Le conseil municipal…")."""
    text = text.replace("\r\n", "\n").strip()
    head, line_break, tail = text.partition("\n")
    if line_break and _asks(head):
        second, _, rest = tail.strip().partition("\n")
        if rest and _asks(second):  # "Bonjour," on one line, the request on the next
            return f"{head} {second}", rest.strip()
        return head.strip(), tail.strip()
    head, colon, tail = text.partition(":")
    if colon and _asks(head) and tail.strip():
        return head.strip(), tail.strip()
    body, line_break, last = text.rpartition("\n")
    if line_break and _asks(last):
        return last.strip(), body.strip()
    return (text, "") if _asks(text) else ("", text)


def _asks(part: str) -> bool:
    return 0 < len(part.strip()) <= _INSTRUCTION_LENGTH and bool(_COMMAND.search(french.fold(part)))
