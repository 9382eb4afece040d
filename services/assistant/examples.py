"""What the assistant's answers look like, for the documentation: the embedded engine's own, cut short.

FastAPI leaves nulls out of an example, so what is null is not written here.
"""

import json

from pydantic import JsonValue

Json = dict[str, JsonValue]

_AT = 1_789_464_600
_TEXT = "Voici un projet de lettre, bâti avec les éléments de votre demande.\n\n---\n\n…"
_HTML = "<p>Voici un projet de lettre, bâti avec les éléments de votre demande.</p>\n<hr>\n<p>…</p>\n"
_ASKED = "Rédige un courrier de remerciement aux bénévoles de la fête du village."
_ANSWER_ID = "0199f2a4-7c1e-7b3a-9d58-3f6a1c2e4b71"
_HEAD: Json = {"id": f"chatcmpl-{_ANSWER_ID}", "created": _AT, "model": "terrain-embarque"}

QUESTION: Json = {
    "id": "0199f2a4-7c1e-7b3a-9d58-3f6a1c2e4b70", "role": "user", "content": _ASKED, "html": f"<p>{_ASKED}</p>",
    "state": "complete", "model": "", "supplier": "", "is_embedded": False, "frugal_hint": "",
    "handling": "mask", "lacks_source": False,
    "failure": "", "words": 12, "created_at": "2026-09-15T09:30:00Z", "ended_at": "2026-09-15T09:30:00Z",
}  # fmt: skip
ANSWER: Json = QUESTION | {
    "id": _ANSWER_ID, "role": "assistant", "content": _TEXT, "html": _HTML, "model": "terrain-embarque",
    "supplier": "terrain", "is_embedded": True, "words": 110, "ended_at": "2026-09-15T09:30:02Z",
    "use_case": {
        "code": "RED-COU", "label": "Courrier ou courriel", "family": "drafting", "restriction": "none",
        "restriction_label": "permis", "first_rung": "un outil informatique ordinaire ou un modèle de document",
    },
    "frugal_hint": "Si ce courrier revient souvent, enregistrez-le comme modèle dans votre traitement de texte.",
}  # fmt: skip
PENDING: Json = ANSWER | {
    "content": "", "html": "", "state": "pending", "words": 0, "frugal_hint": "",
}  # fmt: skip
del PENDING["ended_at"]

COMPLETION: Json = _HEAD | {
    "object": "chat.completion",
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": _TEXT},
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 5, "completion_tokens": 120, "total_tokens": 125, "unit": "words"},
}
MODEL_UNKNOWN: Json = {
    "error": {
        "message": "Le modèle «\u00a0gpt-imaginaire\u00a0» n’existe pas ici. La liste est à /models.",
        "type": "invalid_request_error",
        "param": "model",
        "code": "model_not_found",
    }
}
SUPPLIER_UNREACHABLE: Json = {
    "error": {
        "message": "Le fournisseur de ce modèle ne répond pas. Choisissez un autre modèle ou réessayez plus tard.",
        "type": "api_error",
        "code": "supplier_unreachable",
    }
}


def _chunk(delta: Json, *, finish: str | None = None) -> str:
    choice: Json = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    chunk = _HEAD | {"object": "chat.completion.chunk", "choices": [choice]}
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"


CHUNKS = "".join(
    (
        _chunk({"role": "assistant", "content": ""}),
        _chunk({"content": "Voici un projet "}),
        _chunk({}, finish="stop"),
        "data: [DONE]\n\n",
    )
)
FRAMES = (
    ": open\n\n"
    f'data: <hx-partial hx-target="#suite-{_ANSWER_ID}" hx-swap="innerHTML"><p>Voici un projet</p>\n'
    "data: </hx-partial>\n\n"
    "event: fin\ndata:\n\n"
)

FINDINGS: Json = {
    "findings": [
        {"kind": "person_name", "start": 4, "end": 10, "placeholder": "[PERSONNE_1]"},
        {"kind": "phone", "start": 28, "end": 42, "placeholder": "[TÉLÉPHONE_1]"},
    ],
    "masked": "Mme [PERSONNE_1] est joignable au [TÉLÉPHONE_1].",
    "may_pass": True,
    "frugal_hint": "",
}
