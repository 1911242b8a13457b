"""The reader of form files: JSON in, a ``FormVersion`` that makes sense out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from workflows.schema.sheet import Condition, FormVersion, Half, Item, ItemKind, Option, Part, Section

LINE_LIMIT: Final = 300
TEXT_LIMIT: Final = 4000


class FormDataError(ValueError):
    """A form file contradicts itself; raised while loading, never while a person works."""


def read_version(data: Mapping[str, Any]) -> FormVersion:
    """Build a version from its data; raise ``FormDataError`` where the data contradict themselves."""
    version = FormVersion(
        code=data["code"],
        title=data["title"],
        edition=data["edition"],
        source=data["source"],
        to_be_confirmed=bool(data.get("to_be_confirmed")),
        preface=tuple(data.get("preface", ())),
        instructions=tuple(data.get("instructions", ())),
        afterword=tuple(data.get("afterword", ())),
        inconsistencies=tuple(data.get("inconsistencies", ())),
        halves=tuple(Half(**half) for half in data["halves"]),
        concepts={name: tuple(paths) for name, paths in data["concepts"].items()},
        sections=tuple(_section(section) for section in data["sections"]),
        guide=tuple(data.get("guide", ())),
    )
    _insist_on_sense(version)
    return version


def _section(data: Mapping[str, Any]) -> Section:
    plain = {key: data[key] for key in ("key", "numeral", "heading", "short", "half")}
    return Section(
        **plain,
        part=Part(data["part"]),
        items=tuple(_item(item) for item in data["items"]),
        columns=tuple(data.get("columns", ())),
        notes=tuple(data.get("notes", ())),
        guidance=data.get("guidance", ""),
        when=_tests(data),
        to_be_confirmed=bool(data.get("to_be_confirmed")),
    )


def _item(data: Mapping[str, Any]) -> Item:
    kind = ItemKind(data["kind"])
    return Item(
        no=data["no"],
        label=data["label"],
        path=data["path"],
        kind=kind,
        limit=data.get("max", LINE_LIMIT if kind is ItemKind.LINE else TEXT_LIMIT),
        required=bool(data.get("required")),
        note=tuple(data.get("note", ())),
        guidance=data.get("guidance", ""),
        group=data.get("group", ""),
        options=tuple(
            Option(one["value"], one["label"], _tests(one), bool(one.get("to_be_confirmed")))
            for one in data.get("options", ())
        ),
        fields=tuple(_item(field) for field in data.get("fields", ())),
        when=_tests(data),
        printed=bool(data.get("printed", True)),
        to_be_confirmed=bool(data.get("to_be_confirmed")),
    )


def _tests(data: Mapping[str, Any]) -> tuple[Condition, ...]:
    return tuple(Condition(one["path"], one.get("is", ""), one.get("contains", "")) for one in data.get("when", ()))


def _insist_on_sense(version: FormVersion) -> None:
    places = version.places
    wrong = [
        f"concept {name}: {path}" for name, paths in version.concepts.items() for path in paths if path not in places
    ]
    wrong += [
        f"half of {section.key}" for section in version.sections if section.half not in {h.key for h in version.halves}
    ]
    wrong += [f"condition {test.path}" for test in _all_tests(version) if test.path not in places]
    paths = [path for section in version.sections for item in section.items for path in item.value_paths]
    wrong += [f"place filled twice: {path}" for path in set(paths) if paths.count(path) > 1]
    wrong += [f"no options: {path}" for path, (_, item) in places.items() if "choice" in item.kind and not item.options]
    if wrong:
        raise FormDataError(f"{version.code}: {'; '.join(wrong)}")


def _all_tests(version: FormVersion) -> Iterator[Condition]:
    for section in version.sections:
        yield from section.when
        for item in section.items:
            for one in (item, *item.fields):
                yield from one.when
                for option in one.options:
                    yield from option.when
