"""Every declared JSON body and answer as one JSON Schema, for a description of the API; no request needs it (decision 0023)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.json import schema_components

from forms.answers import ANSWERS, REFUSALS, RefusalAnswer
from forms.bodies import BODIES

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
Shapes = tuple[type[Struct], ...]


def schema_document() -> Schema:
    """The shapes (draft 2020-12), and which endpoint takes which body, gives which answers, has which refusals."""
    tables: dict[str, Mapping[str, Shapes]] = {
        "bodies": {name: (kind,) for name, kind in BODIES.items()},
        "answers": ANSWERS,
        "refusals": {name: (RefusalAnswer, *REFUSALS.get(name, ())) for name in ANSWERS},
    }
    distinct = {kind for table in tables.values() for kinds in table.values() for kind in kinds}
    ordered = sorted(distinct, key=lambda kind: kind.__name__)
    references, definitions = schema_components(ordered, ref_template="#/$defs/{name}")
    of = dict(zip(ordered, references, strict=True))
    return {
        "$schema": DIALECT,
        "$defs": definitions,
        "properties": {name: {"properties": _by_name(table, of)} for name, table in tables.items()},
    }


def _by_name(table: Mapping[str, Shapes], of: Mapping[type[Struct], Schema]) -> Schema:
    """The schema of each row: a reference, or any of several."""
    return {
        name: of[kinds[0]] if len(kinds) == 1 else {"anyOf": [of[kind] for kind in kinds]}
        for name, kinds in sorted(table.items())
    }
