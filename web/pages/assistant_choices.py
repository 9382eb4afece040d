"""What may be chosen beside a question, in words."""

from services.assistant.schemas import ChoicesOut, UseCaseOut


def choices_of(choices: ChoicesOut) -> dict[str, object]:
    """Give what may be chosen beside a question, in words."""
    models = [
        (model.id, _model_label(model.id, model.owned_by, model.is_generative)) for model in choices.models
    ]
    return {
        "models": models, "use_cases": [(one.code, _use_label(one)) for one in choices.use_cases],
        "collections": [(str(one.id), one.name) for one in choices.collections],
        "has_accepted_charter": choices.has_accepted_charter,
    }  # fmt: skip


def _model_label(name: str, supplier: str, is_generative: bool) -> str:
    return f"{name} ({supplier})" if is_generative else "Moteur embarqué, non génératif"


def _use_label(use_case: UseCaseOut) -> str:
    return (
        use_case.label
        if use_case.restriction == "none"
        else f"{use_case.label} ({use_case.restriction_label})"
    )
