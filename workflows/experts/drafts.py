"""The opinions an outside expert has typed and not given yet: kept beside their part, read by nobody else.

They stand in no revision, because staff may read every revision and none is ever forgotten. They go when the access ends.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy.orm import Session

from models.canonical import canonical
from models.experts import ExpertInvitation, ExpertPart
from workflows.experts.access import OpenQuestion, open_questions
from workflows.lifecycle import ActionContext, NewOpinion, NotVisible, UnitOfWork, carry_out


def keep_draft(sheet_id: int, opinions: Sequence[NewOpinion], context: ActionContext) -> None:
    """Keep what the expert has typed in the place of what was kept before; nothing is told to anybody.

    The same again changes nothing, and other people's work on the sheet does not stand in the way: no version is asked for.
    """

    def act(unit: UnitOfWork) -> None:
        question = _own(unit.session, sheet_id, unit.context.actor.id)
        if question is None or question.part is None:
            raise NotVisible
        part = unit.session.get_one(ExpertPart, question.invitation.id, with_for_update=True)
        rows = [{"text": one.text.strip(), "anchor": one.anchor} for one in opinions if one.text.strip()]
        part.drafted_opinions = canonical(rows).decode() if rows else None

    carry_out(context, act)


def draft_of(session: Session, sheet_id: int, user_id: int) -> tuple[NewOpinion, ...]:
    """What this expert has typed about this sheet and not given yet; nothing for anybody who is not asked now."""
    question = _own(session, sheet_id, user_id)
    if question is None or question.part is None or not question.part.drafted_opinions:
        return ()
    return tuple(NewOpinion(row["text"], row["anchor"]) for row in json.loads(question.part.drafted_opinions))


def _own(session: Session, sheet_id: int, user_id: int) -> OpenQuestion | None:
    """The open question about the sheet that this person still has to answer, once they have pledged secrecy."""
    mine = ExpertInvitation.user_id == user_id, ExpertInvitation.document_id == sheet_id
    return next((one for one in open_questions(session, *mine) if one.pledged and not one.confirm), None)
