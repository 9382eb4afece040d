"""Whether an answer that touches the law says where it can be checked."""

import re

from services.assistant.use_cases import Flag, UseCase

_CITED = re.compile(
    r"légifrance|legifrance|https?://|\b(?:article|art\.)\s*(?:[LRDA]\.?\s?\*?)?\d|\b[LRD]\.\s?\d{3,4}-\d"
    r"|\b(?:loi|décret|ordonnance|arrêté|directive|règlement|circulaire|délibération)\s+(?:organique\s+)?(?:n°|du\s+\d|\(UE\))"
    r"|\bcode\s+(?:général|de|du|des|civil|pénal|rural|électoral)\b|\b(?:CE|CAA|TA|Cass\.)\b.{0,30}\d{4}|\bjurisprudence\s+n°",
    re.IGNORECASE,
)


def are_missing(text: str, *, use_case: UseCase | None) -> bool:
    """Tell an answer about a use of legal risk that cites nothing: no article, no text of law, no judgment, no address."""
    is_legal = use_case is not None and Flag.LEGAL_RISK in use_case.flags
    return is_legal and bool(text.strip()) and not _CITED.search(text)
