"""Changes as pages show them: grouped by row, numbers big, prose marked inline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _

from app.frame.places_in_document import Places
from app.frame.values import anchor_id, shown_by_year, value_words, year_words
from workflows.content import Change, ChangeClass, ChangeKind, ordered_value_names
from workflows.language import FILE_NOTATION, decimal_of, grouped
from workflows.schema import Input, Leaf, Shape, Table, name_of, reading_order

MINOR = (ChangeClass.TYPO, ChangeClass.LINK)
"""Groups of nothing else are shown together at the end."""


def top_of(at: str) -> str:
    """The row of the document a path lies in: 「goals[g-1]」 of 「goals[g-1].strategies[s-1].text」."""
    end = at.find("]")
    dot = at.find(".")
    if "[" in at and (dot < 0 or at.find("[") < dot):
        return at[: end + 1]
    return at if dot < 0 else at[:dot]


def groups_of(changes: Sequence[Change], places: Places) -> list[dict[str, Any]]:
    """One group per row of the document, in its order; rows with only slips and links follow in one group."""
    rows: dict[str, list[Change]] = {}
    for change in changes:
        rows.setdefault(top_of(change.at), []).append(change)
    order = list(rows)
    minor = [at for at in order if all(change.cls in MINOR for change in rows[at])]
    groups = [_group(at, rows[at], places) for at in order if at not in minor or len(minor) < 2]
    if len(minor) >= 2:
        groups.append(
            {
                "at": "",
                "tops": minor,
                "title": _("用字與關聯"),
                "count": sum(len(rows[at]) for at in minor),
                "id": "minor",
                "rows": [{**row, "sub": places.name(at)} for at in minor for row in _rows(rows[at], at, places)],
            }
        )
    for number, group in enumerate(groups, 1):
        group["number"] = number
    return groups


def _group(at: str, changes: Sequence[Change], places: Places) -> dict[str, Any]:
    return {
        "at": at,
        "tops": [at],
        "title": places.name(at),
        "id": anchor_id(at),
        "count": len(changes),
        "word": next((word_of(c) for c in changes if c.at == at and c.kind is not ChangeKind.CHANGED), ""),
        "rows": list(_rows(changes, at, places)),
    }


def _rows(changes: Sequence[Change], top: str, places: Places) -> Iterator[dict[str, Any]]:
    for change in changes:
        yield from _change_rows(change, top, places)


def _change_rows(change: Change, top: str, places: Places) -> Iterator[dict[str, Any]]:
    word = word_of(change)
    shared: dict[str, Any] = {"at": change.at, "word": word, "label": label_of(change.at, top, places), "sub": ""}
    if change.kind is ChangeKind.MOVED:
        places_words = {"old": _("第 %(n)s 項", n=change.before), "new": _("第 %(n)s 項", n=change.after)}
        yield shared | {"label": _("順序"), **places_words}
    elif change.row is not None:
        yield from _whole_row(change, shared, places)
    elif change.cls is ChangeClass.NUMBER and change.at.endswith(".target"):
        by = difference(change.before, change.after, change.unit)
        yield shared | {"old": change.before, "new": change.after, "unit": change.unit, "big": True, "by": by}
    elif change.before and change.after and change.cls is not ChangeClass.LINK:
        yield shared | {"prose": list(change.pieces), "old": change.before, "new": change.after}
    else:
        yield shared | {"old": change.before, "new": change.after, "unit": ""}


def _whole_row(change: Change, shared: dict[str, Any], places: Places) -> Iterator[dict[str, Any]]:
    side = "new" if change.kind is ChangeKind.ADDED else "old"
    other = "old" if side == "new" else "new"
    row = change.row or {}
    if shown_by_year(change.shape):
        yield shared | {side: year_words(row).partition("　")[2], other: "", "unit": ""}
        return
    members = change.shape.row.members if isinstance(change.shape, Table) else {}
    shown = [
        name
        for name in ordered_value_names(row, first=reading_order(change.shape))
        if _is_shown(name, members.get(name))
    ]
    filled = [(name, text) for name in shown if (text := value_words(members.get(name), row[name], places))]
    for name, text in filled:
        yield shared | {"label": places.field(name, change.at), side: text, other: "", "unit": ""}
    if not filled:
        yield shared | {side: name_of(row) or _("（空白）"), other: "", "unit": ""}


def _is_shown(name: str, shape: Shape | None) -> bool:
    """Whether people are shown a value; what the application keeps for itself is hidden and no link."""
    kept = isinstance(shape, Leaf) and shape.input is Input.HIDDEN and not shape.field.link
    return name != "id" and not kept


def label_of(at: str, top: str, places: Places) -> str:
    """What a change's line is called within its row."""
    row = places.row_of(at)
    if row and row != top and row.startswith(top):
        return places.inner_label(row, at[len(row) :].lstrip("."))
    rest = at[len(top) :].lstrip(".")
    if places.names.by_year(at):
        return places.within(top, at)
    return places.field(rest.split(".")[-1].split("[")[0], top) if rest else places.name(at)


def word_of(change: Change) -> str:
    """The name under which ``change_kind`` of the templates knows a change."""
    return change.cls.value if change.kind is ChangeKind.CHANGED else change.kind.value


def difference(before: str, after: str, unit: str = "") -> str:
    """By how much a figure grew or fell, in words; nothing where either is no figure."""
    old, new = decimal_of(before, FILE_NOTATION), decimal_of(after, FILE_NOTATION)
    if old is None or new is None:
        return ""
    share = f"{abs(new - old) / abs(old) * 100:.1f}%" if old else ""
    by = f"{grouped(str(abs(new - old)))} {unit}".strip()
    if new < old:
        return str(_("減少 %(by)s，−%(share)s", by=by, share=share) if share else _("減少 %(by)s", by=by))
    return str(_("增加 %(by)s，+%(share)s", by=by, share=share) if share else _("增加 %(by)s", by=by))


def list_of(changes: Sequence[Change], places: Places) -> list[dict[str, Any]]:
    """The list at the left: one line per change."""
    groups = groups_of(changes, places)
    homes = {top: group["id"] for group in groups for top in group["tops"]}
    entries = []
    for number, change in enumerate(changes, 1):
        top = top_of(change.at)
        name, label = places.name(top), label_of(change.at, top, places)
        numbered = places.short(top) != name
        both = f"{places.short(top)}　{label}" if numbered else f"{label}　{name}"
        entries.append(
            {"no": number, "text": name if label == name else both, "href": f"#{homes[top]}", "word": word_of(change)}
        )
    return entries


def counts_of(changes: Sequence[Change]) -> list[tuple[str, int]]:
    """How many changes of which kind there are, for phones."""
    counts: dict[str, int] = {}
    for change in changes:
        counts[word_of(change)] = counts.get(word_of(change), 0) + 1
    return list(counts.items())
