"""The box of answers: an answer goes in, and nothing says any more whose it was.

An answer has no author, no date and no invitation. A database keeps traces of its own, though: rows written by one
transaction bear its number (`xmin`), and lie in the order in which they came. So whoever answers shuffles the whole box: every
answer of the survey is written anew, in a random order, under a new random id. All of them then bear the number of the
last transaction, whichever they are. One survey's answers are a few hundred at most.

What this does not stop: somebody who copies the database after every answer, or who keeps the server's journal (WAL);
and a survey that one person alone has answered. Results are read only when it is over, and from enough answers.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Invalid
from services.metrics.surveys import invitations
from services.metrics.surveys.questions import SCALES
from services.metrics.surveys.schemas import PaperAnswerIn, RepliesIn
from services.metrics.surveys.tallies import Replies, is_user
from services.metrics.tables import Survey, SurveyAnswer, SurveyInvitation

_SHUFFLE = text("""
    with gone as (delete from survey_answer where survey_id = :survey returning authority_id, survey_id, replies)
    insert into survey_answer (id, authority_id, survey_id, replies)
    select gen_random_uuid(), authority_id, survey_id, replies from (
        select * from gone union all select :authority, :survey, cast(:replies as jsonb)
    ) box order by random()
""")


class FrequencyNeeded(Invalid):
    """How often the person uses an AI tool was not replied: without it, users and non-users cannot be told apart."""

    sentence = "Indiquez si vous vous servez d’un outil d’IA, même si c’est « jamais »."

    def __init__(self, pointer: str) -> None:
        super().__init__(errors=[{"pointer": pointer, "type": "missing", "message": self.sentence}])


async def answer(session: AsyncSession, token: str, replies: RepliesIn) -> None:
    """Put an answer in the box, and spend its link. Its draft is erased.

    Raises: UnknownLink, AlreadyAnswered, SurveyOver, SurveyNotBegun, FrequencyNeeded.
    """
    invitation, survey = await invitations.by_link(session, token)
    await _put(session, invitation, survey, replies=replies, at="")


async def enter(session: AsyncSession, survey_id: UUID, paper: PaperAnswerIn) -> Survey:
    """Put what a sheet of paper says in the box. Who enters it is checked at the door, and not kept.

    Raises: NotFound, Invalid, AlreadyAnswered, SurveyOver, SurveyNotBegun, FrequencyNeeded.
    """
    invitation, survey = await invitations.by_sheet(session, survey_id, paper.sheet)
    await _put(session, invitation, survey, replies=paper.replies, at="/replies")
    return survey


async def answers(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[Replies]]:
    """Read all answers of some surveys, to be counted together."""
    found: dict[UUID, list[Replies]] = {one: [] for one in ids}
    query = select(SurveyAnswer).where(col(SurveyAnswer.survey_id).in_(ids))
    for row in (await session.exec(query)).all():
        found[row.survey_id].append(row.replies)
    return found


async def _put(
    session: AsyncSession, invitation: SurveyInvitation, survey: Survey, *, replies: RepliesIn, at: str
) -> None:
    told = _consistent(replies, pointer=f"{at}/frequency")
    invitation.is_answered, invitation.draft = True, None
    await session.flush()
    values = {
        "survey": survey.id,
        "authority": survey.authority_id,
        "replies": RepliesIn(**told).model_dump_json(exclude_none=True),
    }
    await (await session.connection()).execute(_SHUFFLE, values)


def _consistent(replies: RepliesIn, *, pointer: str) -> dict[str, int]:
    """Leave out what only users are asked, when somebody uses nothing: they may have changed their mind on the way.

    Raises: FrequencyNeeded.
    """
    if replies.frequency is None:
        raise FrequencyNeeded(pointer)
    told: dict[str, int] = replies.model_dump(exclude_none=True)
    of_users = {scale.name for scale in SCALES if scale.is_for_users}
    return told if is_user(told) else {name: value for name, value in told.items() if name not in of_users}
