"""Outside experts: asked by letter, let in by a link and a code, heard, answered, and asked again (workflow.md §4)."""

from __future__ import annotations

from workflows.experts import answers, effects, guards, hooks, invitations, reminders, results_letters, sign_in
from workflows.experts.access import OpenQuestion, asked_in, confirmation_waits, guest_of, link_of, sheets_shown
from workflows.experts.answers import own_place, pledge, unconfirmed
from workflows.experts.drafts import drafted, keep_draft
from workflows.experts.invitations import Guest, askable
from workflows.experts.links import LINK_LASTS
from workflows.experts.reminders import reminded_on
from workflows.experts.results_letters import compiled, expert_opinions

__all__ = [
    "LINK_LASTS",
    "Guest",
    "OpenQuestion",
    "answers",
    "askable",
    "asked_in",
    "compiled",
    "confirmation_waits",
    "drafted",
    "effects",
    "expert_opinions",
    "guards",
    "guest_of",
    "hooks",
    "invitations",
    "keep_draft",
    "link_of",
    "own_place",
    "pledge",
    "reminded_on",
    "reminders",
    "results_letters",
    "sheets_shown",
    "sign_in",
    "unconfirmed",
]
