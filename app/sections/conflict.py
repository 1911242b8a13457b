"""The section page for the second of two savers: both texts brought together, and what both changed told side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.frame.places_in_document import Places
from app.frame.sent_form import base_content
from app.frame.values import value_words
from app.sections.page import form_of, section_page
from forms.common import Sent
from workflows.content import three_way
from workflows.lifecycle import Dossier
from workflows.schema import Section, Struct, shape_at


def conflict_page(dossier: Dossier, section: Section, sent: Sent) -> str:
    """The page as it would be saved on top of the present version, with my own words where both changed the same."""
    theirs, base = dossier.content, base_content(dossier, sent)
    mine = form_of(dossier, section, base or theirs, sent)
    parts = frozenset(mine.changed)
    sides = ({part: side[part] for part in parts if part in side} for side in (base or theirs, mine.content, theirs))
    both = three_way.merged(Struct({part: dossier.form.shape.members[part] for part in parts}), *sides)
    places = Places(dossier, mine.content, theirs)
    return section_page(
        dossier,
        section,
        form_of(dossier, section, {**theirs, **both.value}),
        clashes=[
            {"label": places.name(one.at), "sub": "", "big": False, "unit": ""}
            | {"old": _words(places, one.at, one.mine), "new": _words(places, one.at, one.theirs)}
            for one in both.clashes
        ],
        taken=[places.name(at) for at in both.taken],
        note=sent.get("note", ""),
        unsaved=True,
    )


def _words(places: Places, at: str, value: Any) -> str:
    """A value as people read it; a row that one side has struck is said to be gone."""
    if value is None:
        return str(_("（已刪去）")) if at.endswith("]") else ""
    if isinstance(value, Mapping) and at.endswith("]"):
        return str(_("（保留）"))
    shape = shape_at(places.dossier.form.shape, at)
    return value_words(None if shape is None or not hasattr(shape, "stored") else shape, value, places)  # type: ignore[arg-type]
