"""What is saved of a document: editing, validation, merging and comparison."""

from __future__ import annotations

from workflows.content import editing, row_editing, saving, three_way
from workflows.content.baseline import APPROVED_BASELINE, Baseline, baselines, every_revision
from workflows.content.creation import create_document, startable_kind
from workflows.content.diff import Change, ChangeClass, ChangeKind, changes_json, compare, ordered_value_names
from workflows.content.editing import (
    Changed,
    Content,
    Line,
    add_line,
    indent_line,
    lines_of,
    move_line,
    outdent_line,
    propose_polarities,
    put_preamble,
    remove_line,
    replace_row,
    row_of,
    strategies_of,
)
from workflows.content.figures import figure_rows
from workflows.content.merging import Clash, Merge, merge_row, merge_value
from workflows.content.row_editing import new_row_id, rows_at
from workflows.content.saving import Saving, editable_parts, save, storable
from workflows.content.text_diff import differing_passages
from workflows.content.validation import validated

__all__ = [
    "APPROVED_BASELINE",
    "Baseline",
    "Change",
    "ChangeClass",
    "ChangeKind",
    "Changed",
    "Clash",
    "Content",
    "Line",
    "Merge",
    "Saving",
    "add_line",
    "baselines",
    "changes_json",
    "compare",
    "create_document",
    "differing_passages",
    "editable_parts",
    "editing",
    "every_revision",
    "figure_rows",
    "indent_line",
    "lines_of",
    "merge_row",
    "merge_value",
    "move_line",
    "new_row_id",
    "ordered_value_names",
    "outdent_line",
    "propose_polarities",
    "put_preamble",
    "remove_line",
    "replace_row",
    "row_editing",
    "row_of",
    "rows_at",
    "save",
    "saving",
    "startable_kind",
    "storable",
    "strategies_of",
    "three_way",
    "validated",
]
