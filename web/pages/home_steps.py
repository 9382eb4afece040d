"""What each role has to do next, in one sentence and one address."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from gateway.identity.schemas import Role
from services.workshops.schemas import WorkshopOut, WorkshopState
from web import french


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: its title, why, and where."""

    title: str
    text: str
    href: str
    action: str


# In the order in which a person with several roles is most awaited.
_STEPS: tuple[tuple[Role, Step], ...] = (
    (
        Role.FACILITATOR,
        Step(
            "Préparer un atelier",
            "Choisissez la collectivité et la date ; le jour venu, vous noterez sur place ce que vous voyez, à côté de"
            " l’agent.",
            "/ateliers",
            "Voir les ateliers",
        ),
    ),
    (
        Role.ADMIN,
        Step(
            "Inviter des personnes",
            "Ouvrez l’accès aux collectivités : chacun reçoit un lien qui sert une seule fois. Les programmes, eux,"
            " ont leurs clés.",
            "/personnes",
            "Inviter quelqu’un",
        ),
    ),
    (
        Role.DECISION_MAKER,
        Step(
            "Lire et signer les décisions",
            "Quelques minutes chacune : le problème, les preuves, ce qui a été écarté, et ce qui vous est demandé.",
            "/decisions",
            "Voir les décisions",
        ),
    ),
    (
        Role.DECISION_MAKER,
        Step(
            "Lire les mesures",
            "En quelques minutes : ce qui sert, ce qui gêne, et jusqu’où se fier à chaque chiffre.",
            "/mesures",
            "Lire les mesures",
        ),
    ),
    (
        Role.CHAMPION,
        Step(
            "Inviter vos collègues",
            "Plus vous serez nombreux à essayer, plus les mesures parleront : elles se taisent sur les très petits"
            " groupes.",
            "/personnes",
            "Inviter un collègue",
        ),
    ),
    (
        Role.AGENT,
        Step(
            "Demander à l’assistant",
            "Un courrier à reprendre, un texte long à résumer ? Écrivez votre demande comme à un collègue, sans nom"
            " d’usager : vous restez l’auteur, il ne fait que proposer.",
            "/assistant",
            "Poser une question",
        ),
    ),
)

_READ = Step(
    "Lire les mesures", "Ce qui sert, ce qui gêne, et jusqu’où s’y fier.", "/mesures", "Lire les mesures"
)
_VISIT = Step(
    "Voir les ateliers",
    "Ceux de votre collectivité, et ce qui y a été relevé.",
    "/ateliers",
    "Voir les ateliers",
)


def for_roles(roles: AbstractSet[str]) -> list[Step]:
    """Give what somebody with these roles may do, the most awaited first."""
    own = [step for role, step in _STEPS if role in roles]
    shared = [_VISIT, _READ]
    known = {step.href for step in own}
    return [*own, *(step for step in shared if step.href not in known)]


def run_workshop(workshop: WorkshopOut, place: str, *, today: date) -> Step:
    """Give the next step of somebody who runs workshops: the day under way, or the next one."""
    address = f"/ateliers/{workshop.id}"
    if workshop.state is WorkshopState.RUNNING or workshop.held_on == today:
        text = "Notez au fil de la journée ce que vous voyez, ce qui gêne et ce qui serait souhaité."
        return Step(f"Atelier du jour{french.NBSP}: {place}", text, address, "Ouvrir la saisie")
    when = french.relative_day(workshop.held_on, today)
    text = "Relisez les notes de préparation, les thèmes et le lieu avant de partir."
    return Step(f"Prochain atelier {when}{french.NBSP}: {place}", text, address, "Préparer l’atelier")
