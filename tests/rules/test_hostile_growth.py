"""Rules, formulas and comparisons take time as their texts are long, whatever the texts are made of."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from models.cache import clear
from tests.growth import NIGHTLY, grows_evenly
from tests.rules.examples import clean_sheet
from workflows.content.text_diff import class_of, differing_passages
from workflows.formula import FormulaError, parse
from workflows.rules import PlanSubject, SheetSubject, check, unchecked_in
from workflows.schema import PREAMBLE, ROWS, Field, Input, Rows, form_version

SECONDS = 1.0
PIECES = ["1", "1,", "1.1", "（", "十", " ", "、", "。", "年", "%", "(1)", "×100%", "甲、", "「", "A-", "3人"]
NIGHTLY_PIECES = ["一", "字", "108", "計", "1%", "共3項", "108年", "x", "甲÷乙", "Σ(", "=", "--", "\n1.", "達成", "\n"]
LONGEST = 20_000
SHORT = 12
"""Up to so many characters a value of a sheet is a name, a date or an answer to choose, and stays."""
INDICATORS = 250


def hostile(piece: str, size: int) -> str:
    """A text of this length made of one piece, between two characters that are none of it."""
    return f"甲{(piece * size)[: size - 2]}乙"


def filled(rows: Rows, piece: str, part: float) -> dict[str, Any]:
    """A row whose every text is as long as it may be, or a part of that."""
    row: dict[str, Any] = {"id": f"{rows.prefix}-1"}
    for node in rows.content:
        if isinstance(node, Rows) and node.path != "years":
            row[node.path] = [filled(node, piece, part)]
        elif isinstance(node, Field) and node.input in (Input.LINE, Input.TEXT):
            row[node.path] = hostile(piece, int(node.limit * part))
    return row


def plan(piece: str, part: float) -> PlanSubject:
    """A plan with one row of each kind, all of it hostile."""
    content: dict[str, Any] = {"preamble": hostile(piece, int(PREAMBLE.limit * part))}
    content |= {rows.path: [filled(rows, piece, part)] for rows in ROWS.values()}
    return PlanSubject(content, 108, "甲部")


def judged(subject: PlanSubject | SheetSubject) -> None:
    """What is measured: all rules, nothing remembered."""
    clear()
    assert not unchecked_in(check(subject))


@pytest.mark.parametrize("piece", PIECES + NIGHTLY_PIECES * NIGHTLY)
def test_rules_grow_with_the_longest_texts_of_a_plan(piece: str) -> None:
    assert grows_evenly(judged, plan(piece, 0.5), plan(piece, 1), SECONDS)


def replaced(value: Any, text: str) -> Any:
    """A content with this text for every passage in it."""
    if isinstance(value, dict):
        return {key: replaced(one, text) for key, one in value.items()}
    if isinstance(value, list):
        return [replaced(one, text) for one in value]
    return text if isinstance(value, str) and len(value) > SHORT else value


@pytest.mark.parametrize("piece", PIECES + NIGHTLY_PIECES * NIGHTLY)
def test_rules_grow_with_the_longest_texts_of_a_sheet(piece: str) -> None:
    content, version = clean_sheet(), form_version("102A")
    half, whole = (SheetSubject(replaced(content, hostile(piece, size)), version) for size in (2_000, 4_000))
    assert grows_evenly(judged, half, whole, SECONDS)


def alike(count: int) -> PlanSubject:
    """A plan of indicators that differ by one word each, none of which is another reworded, and as many key plans."""
    kpis, key_plans = [], []
    for number in range(count):
        word = chr(0x4E00 + 7 * number)
        title = f"辦理{word}職業訓練結訓學員就業率"
        measure = (
            f"當年度{title}：(結訓後三個月內{word}就業人數÷{word}結訓人數)×100%。由各分署{word}辦理訓練並追蹤輔導就業。"
            * 2
        )
        target = {"value": "80", "unit": "%"}
        kpis.append({"id": f"k-{number}", "goal": "g-1", "title": title, "measure": measure, "target": target})
        content = f"由各分署{word}辦理職前訓練並於結訓後三個月內追蹤輔導就業情形，統計{word}就業人數。"
        cited = {"kpis": [f"k-{number}"], "unresolved": [f"{title[:-1]}比"]}
        key_plans.append({"id": f"p-{number}", "item": title, "content": content, **cited})
    goals = [{"id": "g-1", "title": "提升就業", "text": "", "strategies": []}]
    return PlanSubject({"preamble": "", "goals": goals, "kpis": kpis, "key_plans": key_plans}, 108, "甲部")


def test_rules_grow_with_the_number_of_alike_indicators() -> None:
    assert grows_evenly(judged, alike(INDICATORS), alike(2 * INDICATORS), 2.0)


@pytest.mark.parametrize("piece", PIECES + NIGHTLY_PIECES * NIGHTLY)
def test_a_formula_grows_with_its_text(piece: str) -> None:
    def read(text: str) -> None:
        clear()
        with suppress(FormulaError):
            parse(text)

    assert grows_evenly(read, hostile(piece, 4_000), hostile(piece, 8_000), SECONDS)


@pytest.mark.parametrize("piece", PIECES + NIGHTLY_PIECES * NIGHTLY)
def test_a_comparison_grows_with_its_texts(piece: str) -> None:
    def compared(size: int) -> None:
        clear()
        before, after = hostile(piece, size), hostile(f"二{piece}", size)
        passages = differing_passages(before, after)
        assert "".join(text for sign, text in passages if sign != "+") == before
        assert "".join(text for sign, text in passages if sign != "-") == after
        class_of(before, after)

    assert grows_evenly(compared, LONGEST // 2, LONGEST, SECONDS)


def test_long_texts_are_compared_by_sentences() -> None:
    sentences = [f"第{chr(0x4E00 + n)}期訓練由各分署辦理並追蹤輔導就業情形。" for n in range(800)]
    after = ["首句改寫。", *sentences[1:-1], "末句亦同。"]
    passages = differing_passages("".join(sentences), "".join(after))
    kept = "".join(text for sign, text in passages if sign == "=")
    assert len(kept) >= len("".join(sentences[1:-1]))
    assert "".join(text for sign, text in passages if sign != "-") == "".join(after)
