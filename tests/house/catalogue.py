"""The sentences in the code, and what a catalogue lacks of them."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from config import ROOT

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
ALSO = ("lazy_gettext", "_l")


def sentences() -> Catalog:
    """Everything marked for translation, found the way ``make catalogue`` finds it."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    found = Catalog()
    keywords = DEFAULT_KEYWORDS | parse_keywords(ALSO)
    rows = extract_from_dir(ROOT, methods, options, keywords, directory_filter=_is_ours)
    for path, line, message, comments, context in rows:
        found.add(message, None, [(path, line)], auto_comments=comments, context=context)
    return found


def _is_ours(path: str) -> bool:
    return not Path(path).name.startswith(".") and Path(path).name not in ("node_modules", "var", "build", "tests")


def read(locale: str) -> Catalog:
    """The catalogue of a locale."""
    with (ROOT / "translations" / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def lacks(catalogue: Catalog, source: Catalog) -> list[str]:
    """What is missing, unsure, out of use or differently filled in."""
    faults = []
    for message in source:
        if not message.id:
            continue
        there = catalogue.get(message.id, message.context)
        strings = _strings(there.string) if there else ()
        if not strings or not all(strings):
            faults.append(f"no translation: {message.id}")
        elif there is not None and there.fuzzy:
            faults.append(f"unsure: {message.id}")
        elif any(_named(each) != _named(_strings(message.id)[-1]) for each in strings):
            faults.append(f"other placeholders: {message.id}")
    for message in catalogue:
        if message.id and source.get(message.id, message.context) is None:
            faults.append(f"no longer used: {message.id}")
    return faults


def _strings(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _named(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))
