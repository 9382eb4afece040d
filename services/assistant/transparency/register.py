"""The public register, drawn from the configuration as it stands: what is not offered is not in it."""

from services.assistant import views
from services.assistant.charter import texts
from services.assistant.kinds import ModelKind
from services.assistant.models import EMBEDDED, EMBEDDED_SUPPLIER, Catalogue
from services.assistant.offers import Offer
from services.assistant.transparency.schemas import ModelCard, TransparencyOut
from services.assistant.use_cases import CATALOGUE

_PURPOSE = "Aider les agents à rédiger, résumer et préparer des documents. Il ne prend aucune décision."
_REVIEW = (
    "Un agent relit, vérifie et corrige chaque réponse avant de s’en servir, et en reste l’auteur. Les usages qui"
    " touchent les droits de personnes fragiles sont interdits par défaut."
)
# Plain information: for an individual administrative decision, the register of decisions drafts the mention that
# article L. 311-3-1 of the code of relations between the public and the administration asks for.
_MENTION = (
    "Ce document a été préparé avec l’aide d’un assistant informatique, puis relu et validé par un agent, qui en est"
    " l’auteur. Aucune décision n’a été prise par l’outil."
)
_RULES = [
    "Il compose à partir de règles et de votre texte : il n’invente rien, et ne sait rien d’autre.",
    "Il ne comprend pas une demande qui sort des usages du catalogue, et le dit.",
]
_GENERATIVE = [
    "Il peut énoncer des choses fausses avec assurance : chaque fait, chiffre et référence est à vérifier.",
    "Il peut reproduire des préjugés présents dans les textes qui ont servi à l’entraîner.",
    "Il ne connaît ni vos dossiers, ni ce qui s’est passé après son entraînement.",
]
_VECTORS = ["Il ne rédige rien : il compare des textes. Deux textes proches peuvent dire le contraire."]


def read(catalogue: Catalogue, *, kept_days: int) -> TransparencyOut:
    """Write the register: the embedded engine, then each model by its name, one card for each supplier."""
    offers = [offer for name in sorted(catalogue.offers) for offer in catalogue.offers[name]]
    return TransparencyOut(
        purpose=_PURPOSE, human_review=_REVIEW, mention=_MENTION, kept_days=kept_days,
        charter_version=texts.CURRENT.version, models=[_embedded(), *map(_card, offers)],
        uses=[views.use_case(one) for one in CATALOGUE],
    )  # fmt: skip


def _embedded() -> ModelCard:
    return ModelCard(
        name=EMBEDDED.id, supplier=EMBEDDED_SUPPLIER, is_generative=False, kind=ModelKind.CHAT.value,
        data="rien ne quitte le serveur", energy=0, is_open_to_all=True,
        purpose="Composer des documents courants, sans intelligence artificielle générative.", limits=_RULES,
    )  # fmt: skip


def _card(offer: Offer) -> ModelCard:
    is_chat = offer.kind is ModelKind.CHAT
    return ModelCard(
        name=offer.model, supplier=offer.endpoint.name, is_generative=is_chat, kind=offer.kind.value,
        data=offer.endpoint.data_class.label, energy=offer.price.energy,
        is_open_to_all=not offer.roles and not offer.authorities,
        purpose="Proposer une première version d’un texte." if is_chat else "Rapprocher des textes par leur sens.",
        limits=_GENERATIVE if is_chat else _VECTORS,
    )  # fmt: skip
