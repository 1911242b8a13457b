"""The fields that rows of a plan need beyond those of WTForms: targets, outlines, references, titles to resolve."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from wtforms import BooleanField, Field, SelectField, SelectMultipleField
from wtforms.utils import unset_value

from workflows.content import Line, lines_of, strategies_of
from workflows.language import SHOWN_NOTATION, grouped, plain_figure
from workflows.schema import COMPARATORS, MOST_ROWS, ROW_ID, tidy_text

Pairs = Iterator[tuple[str, str]]
MARKER = "has"
"""A hidden input of this name says which boxes stood on the page: an unticked box sends nothing."""
DROP = "-"


class ChoiceField(SelectField):
    """One of several; what was sent is judged by ``workflows.schema.plan``, not here, so that it is kept."""

    def __init__(self, label: Any = None, *, values: Mapping[str, Any], blank: Any, **kwargs: Any) -> None:
        self._values, self._blank = values, blank
        super().__init__(label, coerce=self._native, validate_choice=False, **kwargs)

    def _native(self, sent: Any) -> Any:
        if sent is None or sent == "":
            return self._blank
        return self._values.get(str(sent), sent)

    def pairs(self) -> Pairs:
        """What the field sends as it stands."""
        yield self.name, "" if self.data is None else str(self.data)


class BoxesField(SelectMultipleField):
    """Several of many; a form that does not show the boxes leaves them as they are."""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read what was sent, unless the page did not carry this field."""
        super().process(formdata if _shown(self, formdata) else None, data, extra_filters)

    def pairs(self) -> Pairs:
        """What the field sends as it stands."""
        yield MARKER, self.name
        for value in self.data or ():
            yield self.name, str(value)


class FlagField(BooleanField):
    """Yes or no; a form that does not show the box leaves it as it is."""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read what was sent, unless the page did not carry this field."""
        super().process(formdata if _shown(self, formdata) else None, data, extra_filters)

    def pairs(self) -> Pairs:
        """What the field sends as it stands."""
        yield MARKER, self.name
        if self.data:
            yield self.name, "y"


def _shown(field: Field, formdata: Any) -> bool:
    return bool(formdata) and (field.name in formdata or field.name in formdata.getlist(MARKER))


class TargetField(Field):
    """A target: comparator, value and unit, and the words as written where they make no figure."""

    comparators = COMPARATORS

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the four parts; a part that was not sent stays as it is."""
        super().process(None, data, extra_filters)
        self.data = dict(self.data or {})
        for key in ("comparator", "value", "unit", "text"):
            if formdata is not None and f"{self.name}-{key}" in formdata:
                sent = formdata[f"{self.name}-{key}"]
                self.data[key] = plain_figure(sent) if key == "value" else sent

    def part(self, key: str) -> str:
        """One part as it is shown."""
        value = str(self.data.get(key, ""))
        return grouped(value, SHOWN_NOTATION, ",") if key == "value" else value

    def pairs(self) -> Pairs:
        """What the field sends as it stands."""
        for key in ("comparator", "value", "unit", "text"):
            yield f"{self.name}-{key}", self.part(key)


class LinesField(Field):
    """The strategies and items of a goal as one flat outline: hidden ``lines`` give the order, ``line-<id>`` the texts."""

    lines: list[Line]

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the outline; a page that did not carry it leaves it as it is."""
        super().process(None, data, extra_filters)
        self.lines = lines_of(self.data or ())
        self.faults: dict[str, str] = {}
        if formdata is not None and "lines" in formdata:
            sent = [entry.partition(":") for entry in formdata.getlist("lines")][: 2 * MOST_ROWS]
            known = {line.id: line for line in self.lines}
            self.lines = [
                Line(line_id, 2 if level == "2" else 1, self._text(formdata, line_id, known))
                for line_id, _colon, level in dict.fromkeys(sent)
                if ROW_ID.match(line_id)
            ]

    @staticmethod
    def _text(formdata: Any, line_id: str, known: Mapping[str, Line]) -> str:
        text = formdata.get(f"line-{line_id}")
        return text if text is not None else known[line_id].text if line_id in known else ""

    def change(self, verb: Callable[..., list[Line]], *args: Any, **kwargs: Any) -> None:
        """Let a verb of ``workflows.content.editing`` work on the lines as typed."""
        self.lines = verb(self.lines, *args, **kwargs)

    def strategies(self) -> list[dict[str, Any]]:
        """The content: lines left blank are no lines, unless items stand under them."""
        kept = [
            replace(line, text=tidy_text(line.text))
            for place, line in enumerate(self.lines)
            if line.text.strip()
            or (line.level == 1 and any(below.level == 2 and below.text.strip() for below in self._under(place)))
        ]
        return strategies_of(kept)

    def _under(self, place: int) -> Iterator[Line]:
        for line in self.lines[place + 1 :]:
            if line.level == 1:
                return
            yield line

    def pairs(self) -> Pairs:
        """What the field sends as it stands."""
        for line in self.lines:
            yield "lines", f"{line.id}:{line.level}"
            yield f"line-{line.id}", line.text


class ResolveField(Field):
    """Titles as written that name no KPI, each with what becomes of it: nothing yet, a KPI, or struck."""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the titles and what was chosen for each."""
        super().process(None, data, extra_filters)
        self.titles: list[str] = list(self.data or ())
        self.chosen: list[str] = [""] * len(self.titles)
        if formdata is not None and self.name in formdata:
            self.titles = formdata.getlist(self.name)[:MOST_ROWS]
            self.chosen = [formdata.get(f"{self.name}-{place}", "") for place in range(len(self.titles))]

    def resolved(self) -> tuple[list[str], list[str]]:
        """The titles still open, and the ids of the KPIs that were meant."""
        both = list(zip(self.titles, self.chosen, strict=True))
        return [title for title, choice in both if not choice], [c for _t, c in both if c and c != DROP]

    def pairs(self) -> Pairs:
        """What the field sends as it stands."""
        for place, title in enumerate(self.titles):
            yield self.name, title
            yield f"{self.name}-{place}", self.chosen[place]
