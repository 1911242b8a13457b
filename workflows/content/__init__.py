"""What is saved of a document: editing, validation, merging and comparison."""

from __future__ import annotations

from workflows.content import editing, row_editing, saving, three_way
from workflows.content.baseline import APPROVED, Baseline, baselines, every_revision
from workflows.content.creation import create_document, kind_begun_by_hand
from workflows.content.diff import Change, ChangeClass, ChangeKind, as_json, compare, in_order
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
    put_row,
    remove_line,
    row_of,
    strategies_of,
)
from workflows.content.figures import figure_rows
from workflows.content.merging import Clash, Merge, merge_row, merge_value
from workflows.content.row_editing import new_row_id, rows_at
from workflows.content.saving import Saving, editable_parts, save, well_formed
from workflows.content.text_diff import pieces
from workflows.content.validation import validated

__all__ = [
    "APPROVED",
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
    "as_json",
    "baselines",
    "compare",
    "create_document",
    "editable_parts",
    "editing",
    "every_revision",
    "figure_rows",
    "in_order",
    "indent_line",
    "kind_begun_by_hand",
    "lines_of",
    "merge_row",
    "merge_value",
    "move_line",
    "new_row_id",
    "outdent_line",
    "pieces",
    "propose_polarities",
    "put_preamble",
    "put_row",
    "remove_line",
    "row_editing",
    "row_of",
    "rows_at",
    "save",
    "saving",
    "strategies_of",
    "three_way",
    "validated",
    "well_formed",
]
