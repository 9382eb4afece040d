"""Why an answer is not given. Each carries the code and the parameter that OpenAI's clients expect."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from services.assistant.kinds import QuotaUnit
from services.kit.errors import Conflict, DomainError, Forbidden, NotFound

_PARIS = ZoneInfo("Europe/Paris")
RESTING = 10
"""Seconds to wait when a supplier is busy and does not say how long."""


class BrokenBody(DomainError):
    """The body is not a JSON object."""

    code: ClassVar[str] = "invalid_json"
    sentence = "Le corps de la requête n’est pas un objet JSON."


class ParameterMissing(DomainError):
    """A parameter that the convention requires is missing: `param` names it."""

    code: ClassVar[str] = "missing_required_parameter"
    sentence = "Un paramètre obligatoire manque."

    def __init__(self, param: str) -> None:
        super().__init__(f"Le paramètre « {param} » manque.", param=param)


class ParameterWrong(DomainError):
    """A parameter is not of the type or shape that the convention asks: `param` names it."""

    code: ClassVar[str] = "invalid_type"
    sentence = "Un paramètre n’a pas la forme attendue."

    def __init__(self, param: str, expected: str) -> None:
        super().__init__(f"Le paramètre « {param} » doit être {expected}.", param=param)


class ModelUnknown(NotFound):
    """No model has this name here. `/models` lists those there are."""

    code: ClassVar[str] = "model_not_found"
    sentence = "Ce modèle n’existe pas ici. La liste est à /models."

    def __init__(self, model: str) -> None:
        super().__init__(
            f"Le modèle « {model[:80]} » n’existe pas ici. La liste est à /models.", param="model"
        )


class UseCaseUnknown(DomainError):
    """The declared use is no code of the catalogue."""

    code: ClassVar[str] = "unknown_use_case"
    sentence = "Ce code d’usage ne figure pas au catalogue."

    def __init__(self) -> None:
        super().__init__(param="X-Use-Case")


class UseForbidden(Forbidden):
    """The declared use is forbidden by default: it touches people who need protection, and their rights."""

    code: ClassVar[str] = "use_forbidden"
    sentence = "Cet usage est interdit par défaut : il touche des personnes fragiles et leurs droits."


class PersonalDataFound(DomainError):
    """Personal data was found, and the caller asked that nothing leave then. `kinds` says which."""

    status = 422
    code: ClassVar[str] = "personal_data_found"
    sentence = "Ce texte contient des données personnelles : rien n’a été envoyé."

    def __init__(self, kinds: Iterable[str] = ()) -> None:
        super().__init__(kinds=sorted(set(kinds)))


class PassForbidden(Forbidden):
    """Personal data never leaves as it is for this use: the catalogue watches or forbids it."""

    code: ClassVar[str] = "pass_forbidden"
    sentence = "Pour cet usage, les données personnelles ne partent jamais telles quelles. Masquez-les, ou retirez-les."


class CharterMissing(Forbidden):
    """The caller has not accepted the charter as it stands: `/charter` gives it."""

    code: ClassVar[str] = "charter_missing"
    sentence = "Lisez et acceptez d’abord la charte de l’assistant."


class CharterOutdated(Conflict):
    """The charter has a newer version than the one that was accepted: `/charter` gives it."""

    code: ClassVar[str] = "charter_outdated"
    sentence = "La charte a changé entre-temps : lisez sa nouvelle version, puis acceptez-la."


class HandlingUnknown(DomainError):
    """`X-Safeguards` is none of mask, refuse and pass."""

    code: ClassVar[str] = "unknown_handling"
    sentence = "L’en-tête X-Safeguards doit valoir mask, refuse ou pass."

    def __init__(self) -> None:
        super().__init__(param="X-Safeguards")


class QuotaSpent(DomainError):
    """The month's quota of the authority, or of the caller alone, is used up: in tokens, euros or kWh."""

    status = 429
    code: ClassVar[str] = "insufficient_quota"
    sentence = "Le quota du mois est atteint."

    def __init__(self, unit: QuotaUnit, *, is_own: bool, month: date) -> None:
        whose = "Votre quota" if is_own else "Le quota de votre collectivité"
        again = (month + timedelta(days=32)).replace(day=1)
        super().__init__(
            f"{whose} de {_UNITS[unit]} pour ce mois est atteint. Le moteur de Terrain reste à votre disposition.",
            retry_after=max(
                1, int((datetime.combine(again, time(), _PARIS) - datetime.now(_PARIS)).total_seconds())
            ),
        )


_UNITS = {QuotaUnit.TOKENS: "jetons", QuotaUnit.EUROS: "dépense", QuotaUnit.KWH: "électricité"}


class UseNotKept(DomainError):
    """The use cannot be written down just now, so no answer is given: nothing is answered that is not counted."""

    status = 503
    code: ClassVar[str] = "use_not_kept"
    sentence = "L’usage ne peut pas être noté pour le moment : aucune réponse n’est donnée. Réessayez dans un instant."

    def __init__(self) -> None:
        super().__init__(retry_after=2)


class SupplierUnreachable(DomainError):
    """The model's supplier could not be reached."""

    status = 502
    code: ClassVar[str] = "supplier_unreachable"
    sentence = "Le fournisseur de ce modèle ne répond pas. Choisissez un autre modèle ou réessayez plus tard."


class SupplierRefused(DomainError):
    """Our own key or model name is wrong there: the caller can do nothing about it."""

    status = 502
    code: ClassVar[str] = "supplier_refused"
    sentence = "Le fournisseur de ce modèle refuse nos demandes. Prévenez l’administrateur."


class SupplierFailed(DomainError):
    """The model's supplier had an error of its own, or gave an answer that cannot be read."""

    status = 502
    code: ClassVar[str] = "supplier_failed"
    sentence = "Le fournisseur de ce modèle a rencontré une erreur. Réessayez dans un instant."


class SupplierTooSlow(DomainError):
    """The model's supplier took longer than is allowed."""

    status = 504
    code: ClassVar[str] = "supplier_timeout"
    sentence = (
        "Le fournisseur de ce modèle met trop de temps à répondre. Réessayez ou choisissez un autre modèle."
    )


class SupplierCut(DomainError):
    """The model's supplier broke off before the end of its answer."""

    status = 502
    code: ClassVar[str] = "supplier_interrupted"
    sentence = "La réponse s’est interrompue avant la fin : le fournisseur de ce modèle a coupé la liaison."


class SupplierBusy(DomainError):
    """The model's supplier has too many requests. Wait for the seconds in `Retry-After`."""

    status = 429
    code: ClassVar[str] = "rate_limit_exceeded"
    sentence = "Le fournisseur de ce modèle reçoit trop de demandes. Réessayez dans un instant."

    def __init__(self, retry_after: int | None = None) -> None:
        super().__init__(retry_after=retry_after or RESTING)


class SupplierCrowded(DomainError):
    """Too many answers of this supplier are under way, or wait for their turn."""

    status = 503
    code: ClassVar[str] = "supplier_crowded"
    sentence = "Trop de demandes attendent ce modèle. Réessayez dans un instant."

    def __init__(self) -> None:
        super().__init__(retry_after=RESTING)


class SupplierResting(DomainError):
    """The supplier has failed too often just now: it is left alone for a moment."""

    status = 503
    code: ClassVar[str] = "supplier_resting"
    sentence = "Ce modèle vient d’échouer plusieurs fois : il est laissé au repos. Réessayez dans une minute."

    def __init__(self) -> None:
        super().__init__(retry_after=RESTING)


class SupplierRejected(DomainError):
    """The supplier found the caller's request wrong, and says why."""

    code: ClassVar[str] = "rejected_by_supplier"
    sentence = "Le fournisseur de ce modèle n’accepte pas cette demande."


class ConversationMissing(NotFound):
    """The conversation does not exist, was deleted, or is somebody else's."""

    sentence = "Cette conversation n’existe pas, a été supprimée ou ne vous appartient pas."


class UseMissing(NotFound):
    """The use does not exist, has no whole answer, or is somebody else's."""

    sentence = "Cet usage n’existe pas, n’a pas abouti ou ne vous appartient pas."


class CardMissing(NotFound):
    """No card was filled in for this use."""

    sentence = "Cet usage n’a pas encore de fiche."


class CardClosed(Conflict):
    """A card may be changed for a day: it counts after that."""

    sentence = "Une fiche se corrige pendant un jour : celle-ci compte désormais telle quelle."


class TemplateMissing(NotFound):
    """The template, or this version of it, does not exist, was withdrawn, or is not shared with the caller."""

    sentence = "Ce modèle n’existe pas, a été retiré ou ne vous est pas ouvert."


class NotYourTemplate(Forbidden):
    """Only its owner changes, shares or withdraws a template. Others copy it."""

    sentence = "Seul son auteur modifie ce modèle. Copiez-le pour l’adapter."
