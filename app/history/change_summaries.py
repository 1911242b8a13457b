"""What a revision changed, in one line of a timeline: how many places, and the most telling of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from app.frame.places_in_document import Places
from app.review.changes import label_of, top_of
from models.cache import MIB, Cache
from models.document import Revision
from models.storage import manifest_of, read
from workflows.content import Change, ChangeClass, ChangeKind, compare
from workflows.lifecycle import Dossier

SHOWN = 3
"""How many changes are named; all of them are on the page of the comparison."""
LONGEST_NAME = 22
MARKS = {"-": Markup("<del>{}</del>"), "+": Markup("<ins>{}</ins>")}
_kept: Cache[Markup] = Cache(MIB)


def change_sums(dossier: Dossier, revisions: Mapping[int, str]) -> dict[int, Markup]:
    """The line of each revision by number; ``revisions`` gives the hash of the entry that wrote it down.

    Revisions never change, so that what was once said of one is kept in memory.
    """
    locale = str(get_locale())
    summaries = {
        number: known for number, name in revisions.items() if (known := _kept.get((name, locale))) is not None
    }
    missing = revisions.keys() - summaries.keys()
    if not missing:
        return summaries
    wanted = {number for one in missing for number in (one - 1, one)}
    rows = dossier.session.execute(
        select(Revision.number, Revision.manifest).where(
            Revision.document_id == dossier.document.id, Revision.number.in_(wanted)
        )
    )
    manifests = {row.number: manifest_of(row) for row in rows}  # type: ignore[arg-type]
    for number in sorted(missing):
        summary = _sum(dossier, manifests.get(number - 1), manifests.get(number))
        summaries[number] = _kept.put((revisions[number], locale), summary)
    return summaries


def _sum(dossier: Dossier, old: Mapping[str, str] | None, new: Mapping[str, str] | None) -> Markup:
    if new is None or old is None:
        return Markup()
    if set(new) == {""}:
        before, after = read(dossier.session, old), read(dossier.session, new)
    else:
        parts = {part for part in new if new[part] != old.get(part)} | {"goals"}
        before = read(dossier.session, {part: old[part] for part in parts if part in old})
        after = read(dossier.session, {part: new[part] for part in parts if part in new})
    changes = compare(before, after, dossier.form)
    return changes_in_words(dossier, changes, before, after)


def changes_in_words(
    dossier: Dossier, changes: tuple[Change, ...], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Markup:
    """Changes in a line: figures first, then as the document is read; struck and come figures are marked."""
    if not changes:
        return Markup()
    places = Places(dossier, after, before)
    order = sorted(range(len(changes)), key=lambda at: (changes[at].cls is not ChangeClass.NUMBER, at))
    words = [_change_in_words(changes[at], places) for at in order[:SHOWN]]
    rest = [_("等")] if len(changes) > SHOWN else []
    count = ngettext("變更 %(num)s 處", "變更 %(num)s 處", len(changes))
    return Markup("　").join([count, *dict.fromkeys(words), *rest])


def _change_in_words(change: Change, places: Places) -> Markup | str:
    top = top_of(change.at)
    name = "　".join(places.name(top).split("　")[:2])
    name = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
    label = label_of(change.at, top, places)
    whole = change.row is not None and ".years[" not in change.at
    where = name if whole or label == places.name(top) else f"{name}　{label}"
    if change.kind is ChangeKind.MOVED:
        return str(_("%(where)s 移動", where=where))
    if change.row is not None:
        added = change.kind is ChangeKind.ADDED
        return str(_("新增 %(where)s", where=where) if added else _("刪除 %(where)s", where=where))
    if change.cls is not ChangeClass.NUMBER or not change.before or not change.after:
        return where
    if change.at.endswith(".target"):
        return Markup("{} <del>{}</del> <ins>{}</ins>").format(where, change.before, change.after)
    marks = [piece for piece in change.pieces if piece[0] != "="][:2]
    shown = Markup(" ").join(MARKS[sign].format(text) for sign, text in marks)
    return Markup("{} {}").format(where, shown)
