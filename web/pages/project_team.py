"""Pages that only the project team opens: said at the door, not after a form was filled."""

from typing import Annotated

from fastapi import Depends

from services.kit.errors import Forbidden
from web.visitor import CurrentVisitor, Visitor

ROLES = ("facilitator", "admin")


async def read_team(visitor: CurrentVisitor) -> Visitor:
    """Let the project team in.

    Raises: Forbidden.
    """
    if not visitor.has_role(*ROLES):
        raise Forbidden("Cette page est celle de l’équipe projet, qui prépare et anime les ateliers.")
    return visitor


TeamVisitor = Annotated[Visitor, Depends(read_team)]
