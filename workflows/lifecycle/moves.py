"""Making a move, for pages, JSON and command line alike."""

from __future__ import annotations

from dataclasses import asdict

from models.document import Document
from workflows.lifecycle.attempt import Attempt
from workflows.lifecycle.context import ActionContext, Inputs
from workflows.lifecycle.definitions import Move
from workflows.lifecycle.machine import apply_move
from workflows.lifecycle.refusals import UnknownMove
from workflows.lifecycle.registry import kind_named
from workflows.lifecycle.verbs import Outcome, Request, VerbContext, carry_out_on, refusals_recorded


def perform_move(
    name: str,
    document_id: int,
    context: ActionContext,
    *,
    version: int,
    inputs: Inputs | None = None,
    idempotency_key: str | None = None,
) -> Outcome:
    """Make one move in one transaction: the right state, permission, the rules; then state, records and log.

    ``version`` is the version the person saw, ``idempotency_key`` their idempotency key. Raises a ``Refusal`` with all reasons
    (``Overtaken``, ``WrongState``, ``NotPermitted``, ``Refused``, ``NotVisible``) or ``UnknownMove``; then nothing
    has changed, and a refused attempt is written down in a transaction of its own.
    """
    inputs = inputs or Inputs()

    def act(work: VerbContext) -> None:
        apply_move(Attempt(work.dossier, _move_of(work.document, name), work.context, inputs, work.unit))

    asked = {"move": name, "document": document_id, "version": version, "inputs": asdict(inputs)}
    with refusals_recorded(context, document_id, name):
        return carry_out_on(
            document_id,
            context,
            act,
            Request(idempotency_key, asked, Outcome),
            version=version,
            concern=lambda document: _move_of(document, name),
        )


def _move_of(document: Document, name: str) -> Move:
    """The move of the document's kind that people may make; raises ``UnknownMove``."""
    move = kind_named(document.kind).workflow.move_named.get(name)
    if move is None or move.by_system:
        raise UnknownMove(name)
    return move
