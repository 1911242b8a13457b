"""The words that grow and the lives of documents, as the code declares them; the database is kept in step with them.

A *vocabulary* is ``{list: {word: definition}}``. The table ``vocabulary`` holds lists and words, so that the database
can refuse what is in no list; definitions (the keys of an action's details, the states and steps of a workflow) stand
in the log, in entries ``migration`` about the object ``vocabulary``, so that whoever verifies the log knows what it was
written with and since when. (The action is as old as the log: the release before this table verifies it as well.)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.audit_log import AuditEntry, AuditHead, Entry
from models.audit_words import DETAILS, Action
from models.document import Document
from models.vocabulary import OUTSIDE_ROLES, Role
from models.words import Word
from workflows.lifecycle import KINDS, SYSTEM_ACTOR, ActionContext, Actor, Workflow, unit_of_work
from workflows.results import RESULT_WORKFLOW

Vocabulary = Mapping[str, Mapping[str, Any]]
VocabularyWords = frozenset[tuple[str, str]]
"""Pairs of a list and a word of it."""
OBJECT = "vocabulary"
"""How the log names the vocabulary as an object."""


def declared_vocabulary() -> dict[str, dict[str, Any]]:
    """The vocabulary of this program. A word without a definition of its own has ``None``."""
    return {
        "action": {action.value: sorted(DETAILS.get(action, ())) for action in Action},
        "role": dict.fromkeys(role.value for role in Role),
        "outside_role": dict.fromkeys(sorted(OUTSIDE_ROLES)),
        "kind": dict.fromkeys(map(str, KINDS)),
        "yearly_kind": dict.fromkeys(str(name) for name, kind in KINDS.items() if kind.one_per_year),
        "result_state": dict.fromkeys(
            state.name for state in RESULT_WORKFLOW.states if state.name != RESULT_WORKFLOW.start
        ),
        "workflow": {f"{name}/{kind.workflow.version}": life_of(kind.workflow) for name, kind in KINDS.items()},
    }


def life_of(workflow: Workflow) -> dict[str, Any]:
    """States with their seats, and every ``[from, action, to]`` the log may say, as JSON."""
    return {
        "states": {state.name: [seat.name for seat in state.seats] for state in workflow.states},
        "steps": [list(step) for step in workflow.logged()],
    }


def words_of(vocabulary: Vocabulary) -> VocabularyWords:
    """The words alone."""
    return frozenset((name, word) for name, words in vocabulary.items() for word in words)


def known_words(session: Session) -> VocabularyWords:
    """The words the database lets in."""
    return frozenset((row.list_name, row.word) for row in session.execute(select(Word.list_name, Word.word)))


def recorded_vocabulary(session: Session) -> dict[str, dict[str, list[Any]]]:
    """What the log says of words: ``{list: {word: every definition it ever had}}``; empty if it says nothing yet."""
    lines = session.scalars(
        select(AuditEntry.line)
        .where(AuditEntry.object == OBJECT, AuditEntry.action == Action.MIGRATION)
        .order_by(AuditEntry.seq)
    )
    definitions: dict[str, dict[str, list[Any]]] = {}
    for line in lines:
        for name, words in json.loads(line)["details"]["to"]["words"].items():
            for word, definition in words.items():
                definitions.setdefault(name, {}).setdefault(word, []).append(definition)
    return definitions


def unrecorded(session: Session, vocabulary: Vocabulary) -> dict[str, dict[str, Any]]:
    """The part of a vocabulary that the log does not say, or says otherwise."""
    recorded_words = recorded_vocabulary(session)
    missing = {
        name: {
            word: definition
            for word, definition in words.items()
            if definition not in recorded_words.get(name, {}).get(word, [])
        }
        for name, words in vocabulary.items()
    }
    return {name: words for name, words in missing.items() if words}


@dataclass(frozen=True)
class Difference:
    """How database and program differ: ``missing`` and ``unrecorded`` are mended by ``flask db upgrade``.

    ``later`` are words this program does not know, of a later release or a kind that was given up; ``foreign`` are those
    among them that no entry of the log accounts for, though the log speaks of words. ``known`` counts the database's.
    """

    known: int
    missing: VocabularyWords
    unrecorded: VocabularyWords
    later: VocabularyWords
    foreign: VocabularyWords


def vocabulary_difference(session: Session) -> Difference:
    """Compare the vocabulary of the database with that of this program."""
    vocabulary = declared_vocabulary()
    mine, theirs, logged = words_of(vocabulary), known_words(session), words_of(recorded_vocabulary(session))
    empty = not session.scalar(select(AuditHead.size))
    later = theirs - mine
    return Difference(
        known=len(theirs),
        missing=mine - theirs,
        unrecorded=frozenset() if empty else words_of(unrecorded(session, vocabulary)),
        later=later,
        foreign=later - logged if logged else frozenset(),
    )


def synchronise_vocabulary(origin: str, at: datetime) -> VocabularyWords:
    """Add the words the database lacks and have the log say what it does not say yet; gives the words added.

    Words are never taken away, so programs of two releases may run beside each other on one database. A log in which
    nothing has been written yet says nothing of words either: it begins with people's acts, at their times.
    """
    vocabulary = declared_vocabulary()
    context = ActionContext(
        Actor(0, str(SYSTEM_ACTOR["account"]), str(SYSTEM_ACTOR["name"]), frozenset()), at, origin, "db-upgrade"
    )
    with unit_of_work(context) as unit:
        # Whoever else does the same waits here.
        size = unit.session.scalar(select(AuditHead.size).with_for_update())
        added = words_of(vocabulary) - known_words(unit.session)
        unit.session.add_all(Word(list_name=name, word=word) for name, word in sorted(added))
        unit.session.flush()
        if kinds := [word for name, word in added if name == "yearly_kind"]:
            _settle_years(unit.session, kinds)
        words = unrecorded(unit.session, vocabulary) if size else {}
        if words:
            new = [f"{name}/{word}" for name, word in sorted(added)]
            unit.write(Entry(Action.MIGRATION, OBJECT, SYSTEM_ACTOR, details={"to": {"new": new, "words": words}}))
    return added


def _settle_years(session: Session, kinds: list[str]) -> None:
    """Let the database say anew, of documents there already, that an agency has one of their kind in a year."""
    session.execute(
        update(Document)
        .where(Document.kind.in_(kinds))
        .values(kind=Document.kind)
        .execution_options(synchronize_session=False)
    )
