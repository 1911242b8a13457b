"""What pages show of a kind where code differs from kind to kind: one presenter each, registered by the activity it is of.

Whatever can be said as data stands in the kind's ``pages`` and states; a kind without a presenter of its own has the
defaults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.frame.places_in_document import Places
from app.shell.addresses import place_of
from app.shell.rendering import say
from models.document import Document
from workflows.lifecycle import Dossier, Seat, State

Content = Mapping[str, Any]


class Presenter:
    """The defaults: what a document holds is named by its form (``places_in_document``)."""

    def signed_parts(self, dossier: Dossier, parts: Sequence[str]) -> list[str]:
        """What a seat signs for, part by part, in words."""
        places = Places(dossier)
        return [places.name(part) for part in parts]

    def past(self, dossier: Dossier, content: Content) -> dict[str, Any]:
        """What ``history/revision.html`` prints of an old content, empty where ``whole`` will do."""
        return {}

    def consequences(self, dossier: Dossier, move: str) -> Iterator[str]:
        """One sentence for each thing that a move brings about, in order."""
        yield from ()

    def after_last_signature(self, dossier: Dossier, state: State) -> str:
        """What the last signature of all brings about, which leads to this final state."""
        return str(_("您是最後一席：核章後文件即為「%(state)s」。", state=say(state.label)))

    def work(self, document: Document, state: State, seat: Seat | None) -> str:
        """Where the work is done that waits in a state: the review from a seat, else the document."""
        return url_for("reviewing.show", document_id=document.id) if seat else place_of(document)


_PRESENTERS: dict[str, Presenter] = {}
_DEFAULT = Presenter()


def register(kind: str, presenter: Presenter) -> None:
    """Register the presenter of a kind, by the kind's name."""
    _PRESENTERS[kind] = presenter


def presenter_of(kind: str) -> Presenter:
    """The presenter of a kind."""
    return _PRESENTERS.get(kind, _DEFAULT)
