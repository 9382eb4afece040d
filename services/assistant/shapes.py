"""What OpenAI's convention says of chats and vectors, for the documentation."""

from services.assistant import examples

_TEXT = {"type": "string"}
EMBEDDINGS_REQUEST: dict[str, object] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "title": "EmbeddingsRequest",
                "description": "OpenAI's request. Fields that are not listed pass on to the supplier untouched.",
                "type": "object",
                "required": ["model", "input"],
                "properties": {
                    "model": _TEXT | {"minLength": 1},
                    "input": {"description": "A text, or a list of texts."},
                },
                "additionalProperties": True,
            },
            "example": {"model": "vecteurs-locaux", "input": ["Triple saisie de la demande"]},
        }
    },
}
EMBEDDINGS_ANSWER: dict[str, object] = {
    "description": "The supplier's own answer, untouched.",
    "content": {
        "application/json": {
            "schema": {
                "title": "Embeddings",
                "type": "object",
                "required": ["object", "data"],
                "properties": {
                    "object": {"const": "list"},
                    "model": _TEXT,
                    "data": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
                    "usage": {"type": "object", "additionalProperties": True},
                },
                "additionalProperties": True,
            },
            "example": {
                "object": "list",
                "model": "vecteurs-locaux",
                "data": [{"object": "embedding", "index": 0, "embedding": [0.012, -0.034, 0.051]}],
                "usage": {"prompt_tokens": 8, "total_tokens": 8},
            },
        }
    },
}
_MESSAGE = {
    "type": "object",
    "required": ["role"],
    "properties": {"role": _TEXT, "content": {"description": "A text, or a list of parts."}},
    "additionalProperties": True,
}
COMPLETION_REQUEST: dict[str, object] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "title": "ChatCompletionRequest",
                "description": "OpenAI's request. Fields that are not listed pass on to the supplier untouched.",
                "type": "object",
                "required": ["messages"],
                "properties": {
                    "model": _TEXT | {"default": "auto"},
                    "messages": {"type": "array", "minItems": 1, "items": _MESSAGE},
                    "stream": {"type": "boolean", "default": False},
                    "stream_options": {"type": "object"},
                },
                "additionalProperties": True,
            },
            "example": {
                "model": "auto",
                "messages": [{"role": "user", "content": "Rédige un courrier aux parents."}],
            },
        }
    },
}
_USAGE = {
    "type": "object",
    "description": "`unit` is `words` when the embedded engine answered: it has no tokens.",
    "properties": {
        "prompt_tokens": {"type": "integer"},
        "completion_tokens": {"type": "integer"},
        "total_tokens": {"type": "integer"},
        "unit": _TEXT,
    },
    "additionalProperties": True,
}
COMPLETION_ANSWER: dict[str, object] = {
    "description": "The completion; or its chunks as they are written, when `stream` is true.",
    "headers": {
        "X-Use-Case": {"description": "What it was for: declared, or recognised.", "schema": _TEXT},
        "X-Footprint": {
            "description": "What the answer cost, as JSON: `status` (known, unknown or no_model), `kwh_low`, `kwh_high`, "
            "`grams_low`, `grams_high` (gCO2e), `method`, `version`, `input_tokens`, `output_tokens`, `is_estimate`. Not "
            "streamed; a stream whose usage was asked for has it in a comment before `[DONE]`, `: x-footprint {…}`.",
            "schema": _TEXT,
        },
    },
    "content": {
        "application/json": {
            "schema": {
                "title": "ChatCompletion",
                "description": "OpenAI's answer. A supplier's own is passed on untouched.",
                "type": "object",
                "required": ["id", "object", "created", "model", "choices"],
                "properties": {
                    "id": _TEXT,
                    "object": {"const": "chat.completion"},
                    "created": {"type": "integer"},
                    "model": _TEXT,
                    "choices": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
                    "usage": _USAGE,
                },
                "additionalProperties": True,
            },
            "example": examples.COMPLETION,
        },
        "text/event-stream": {
            "schema": _TEXT | {"description": "Server-sent events: one chunk each, then `[DONE]`."},
            "example": examples.CHUNKS,
        },
    },
}
