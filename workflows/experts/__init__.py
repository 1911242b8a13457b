"""Outside experts: asked by letter, let in by a link and a code, heard, answered, and asked again (workflow.md §4)."""

from __future__ import annotations

from workflows.experts import answers, effects, guards, hooks, invitations, reminders, results_letters, sign_in
from workflows.experts.access import (
    OpenQuestion,
    awaits_confirmation,
    guest_of,
    link_of,
    open_question_of,
    visible_sheets,
)
from workflows.experts.answers import part_key_of, promise_secrecy, unconfirmed_experts
from workflows.experts.drafts import draft_of, keep_draft
from workflows.experts.invitations import Guest, invitable_experts
from workflows.experts.links import LINK_LASTS
from workflows.experts.reminders import latest_reminder
from workflows.experts.results_letters import compiled_answers, expert_opinions

__all__ = [
    "LINK_LASTS",
    "Guest",
    "OpenQuestion",
    "answers",
    "awaits_confirmation",
    "compiled_answers",
    "draft_of",
    "effects",
    "expert_opinions",
    "guards",
    "guest_of",
    "hooks",
    "invitable_experts",
    "invitations",
    "keep_draft",
    "latest_reminder",
    "link_of",
    "open_question_of",
    "part_key_of",
    "promise_secrecy",
    "reminders",
    "results_letters",
    "sign_in",
    "unconfirmed_experts",
    "visible_sheets",
]
