"""Text folded for search and order (temporary, being replaced)."""

import re
import unicodedata


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def sort_key(text: str) -> str:
    return fold(text)
