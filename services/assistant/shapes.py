"""What OpenAI's convention says of vectors, for the documentation."""

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
