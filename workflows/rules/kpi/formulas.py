"""KP rules about the formula of a KPI: it can be read, brackets pair, weights make a whole, no self-reference, integers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.formula import Formula, FormulaError, NotAFormula, parse
from workflows.language import cached_fold, plain, unpaired_bracket
from workflows.rules.engine import Hit, rule
from workflows.rules.kpi.columns import KPI_KINDS, SECTIONS, Judged
from workflows.rules.subjects import Kpi, has_formula, text_of

WHOLE: Final = Decimal(100)
_TERM: Final = re.compile(r"[×*](\d+(?:\.\d+)?)%|(?<![\d.×*])(\d+(?:\.\d+)?)%[×*]")
_LISTED: Final = re.compile(r"[(](\d+(?:\.\d+)?)(%|分)[)]")
_SHARE: Final = re.compile(r"占(?:比|權重)?(?:為)?(\d+(?:\.\d+)?)%")
_MARK: Final = re.compile(r"[(]\d{1,2}[)]")
_WEIGHTED: Final = re.compile(r"權重|配分|比重|加權")
_COMBINES: Final = re.compile(r"平均|÷2|/2|各占|各佔|二者|兩者|總和|相加後")
_ITEMS: Final = re.compile(r"共(?:計)?([1-9]\d?)項")
# Sign by sign, so that columns stay: full-width figures and letters name the same operand as plain ones.
_NARROW: Final = {0xFF10 + i: 0x30 + i for i in range(0x4B) if chr(0x30 + i).isalnum()}
_FACTOR: Final = re.compile(r"以(\d+\.\d+)[^。；]{0,4}為?[^。；]{0,6}(?:計算|計)|件數[×*](\d+\.\d+)")


@rule(
    "KP-06",
    title=N_("算式完整：括號成對、權重合計百分之百、不引用自身"),
    title_en="The formula is sound: brackets pair, weights sum to 100 %, no self-reference",
    severity=Severity.R,
    source="S000 貳；S004 用例",
    why=N_("算式少一個括號或權重不足百分之百，不同的人會算出不同的達成值。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    apart=True,
)
def formula_sound(subject: Judged) -> Iterator[Hit]:
    """Report what is wrong with a formula, weights that do not make a whole, and a formula that uses its own result.

    The formula field is the drafter's own and must compute; of the official wording only what is certainly broken is
    reported: a measure that is no formula, or one that is not understood here, is no defect.
    """
    for kpi in subject.kpis:
        at = kpi.field("measure")
        written = text_of(kpi.row, "formula")
        if written:
            yield from _written(written, kpi.field("formula"))
        yield from _official(kpi, at)
        yield from _refers_to_itself(kpi, at)


def _written(text: str, at: str) -> Iterator[Hit]:
    """Judge what the drafter wrote as a formula."""
    try:
        formula = parse(text)
    except FormulaError as error:
        yield _broken(error, at, text)
        return
    if isinstance(formula, NotAFormula):
        yield Hit(at, Message.of(N_("計算公式欄填的文字不是算式，請改寫，或留空。")), about=text, severity=Severity.W)
    else:
        yield from _doubted(formula, at, text)


def _official(kpi: Kpi, at: str) -> Iterator[Hit]:
    """Judge the official wording: by the parser where it reads it, else by its brackets and listed weights alone."""
    official = text_of(kpi.row, "measure").translate(_NARROW)
    if has_formula(kpi.measure) and (place := unpaired_bracket(plain(official))):
        yield Hit(at, Message.of(N_("算式的括號不成對，在「%(place)s」附近，請補正。"), place=place), about=kpi.measure)
    try:
        formula = parse(official)
    except FormulaError as error:
        if error.certain and not unpaired_bracket(plain(official)):
            yield _broken(error, at, official)
        formula = None
    if isinstance(formula, Formula):
        yield from _doubted(formula, at, official)
    else:
        yield from _weights(kpi, at)


def _broken(error: FormulaError, at: str, text: str) -> Hit:
    words = N_("算式第 %(column)s 字：%(message)s")
    return Hit(at, Message.of(words, column=error.column, message=error.message), about=text)


_DOUBTS: Final = {
    "weights": None,
    "list": None,
    "groups": Severity.W,
    "undefined": Severity.W,
    "precedence": Severity.W,
}


def _doubted(formula: Formula, at: str, text: str) -> Iterator[Hit]:
    for note in formula.notes:
        if note.code in _DOUBTS:
            yield Hit(at, note.message, about=text, severity=_DOUBTS[note.code])


def _weights(kpi: Kpi, at: str) -> Iterator[Hit]:
    for group in _terms(kpi.definition):
        if len(group) > 1 and sum(group) != WHOLE:
            yield _odd_sum(at, group, kpi)
            return
    groups = _listed(kpi.definition) if _WEIGHTED.search(kpi.definition) else []
    whole = [group for group in groups if sum(group) == WHOLE]
    total = sum((weight for group in groups for weight in group), Decimal(0))
    if groups and len(whole) < len(groups) and total != WHOLE:
        yield _odd_sum(at, next(group for group in groups if sum(group) != WHOLE), kpi)
    elif len(groups) > 1 and total > WHOLE and not _COMBINES.search(kpi.definition):
        yield Hit(
            at,
            Message.of(
                N_("列了 %(count)s 組權重，各組合計 100%%，加總為 %(total)s%%，但未說明各組如何合併，請補充。"),
                count=len(groups),
                total=total.normalize().__format__("f"),
            ),
            about=kpi.definition,
            severity=Severity.W,
        )


def _odd_sum(at: str, group: list[Decimal], kpi: Kpi) -> Hit:
    parts = "＋".join(format(weight.normalize(), "f") for weight in group)
    total = format(sum(group, Decimal(0)).normalize(), "f")
    words = N_("權重 %(parts)s 合計為 %(total)s，應為 100，請更正。")
    return Hit(at, Message.of(words, parts=parts, total=total), about=kpi.definition)


def _terms(text: str) -> Iterator[list[Decimal]]:
    """Yield the weights 「×40%＋…×60%」 of each sum; a bracket holds sums of its own, a sentence ends one."""
    terms: list[list[Decimal]] = [[]]
    index = 0
    while index < len(text):
        sign = text[index]
        if sign in "([{〔【":
            terms.append([])
        elif sign in ")]}〕】":
            yield terms.pop() if len(terms) > 1 else []
        elif sign in "。；\n=＝":
            yield terms[-1]
            terms[-1] = []
        elif (match := _TERM.match(text, index)) and (weight := Decimal(match[1] or match[2])) != WHOLE:
            terms[-1].append(weight)
            index = match.end() - 1
        index += 1
    yield from terms


def _listed(text: str) -> list[list[Decimal]]:
    """Return the weights 「…（25%）」 or 「占55%」 of a list, by its marks (1) (2) where each holds several."""
    shares = [Decimal(weight) for weight in _SHARE.findall(text)]
    if len(shares) > 1:
        return [shares]
    marks = [match.start() for match in _MARK.finditer(text)]
    weights = [(match.start(), Decimal(match[1])) for match in _LISTED.finditer(text)]
    values = [weight for _, weight in weights]
    if len(values) < 2 or (values == sorted(values) and values[-1] == WHOLE):
        return []
    bounds = [*marks, len(text)]
    groups = [[weight for start, weight in weights if low <= start < high] for low, high in pairwise(bounds)]
    groups = [group for group in groups if group]
    return groups if groups and all(len(group) > 1 for group in groups) else [values]


def _refers_to_itself(kpi: Kpi, at: str) -> Iterator[Hit]:
    right = re.split(r"[=＝]", kpi.definition)
    if len(right) > 1 and len(kpi.key) >= 4 and any(kpi.key in cached_fold(side) for side in right[1:]):
        words = N_("算式等號右邊又用到「%(title)s」本身，無法計算，請改寫。")
        yield Hit(at, Message.of(words, title=kpi.title), about=kpi.definition)
    elif re.search(r"100%[+]目標值", kpi.definition):
        words = N_("算式以目標值推算達成值，結果必等於目標值。本項依文字推斷，請確認。")
        yield Hit(at, Message.of(words), about=kpi.definition, severity=Severity.W)


def _out_of_reach(kpi: Kpi) -> int:
    """Return the number of items of which the target is to be a share, 0 where it can be one."""
    match = _ITEMS.search(kpi.measure)
    if not match or kpi.target_value is None or kpi.unit[0] != "%" or "項目÷" not in kpi.definition:
        return 0
    items, target = int(match[1]), kpi.target_value
    step = Decimal(1).scaleb(int(target.as_tuple().exponent))
    shares = (WHOLE * done / items for done in range(items + 1))
    return 0 if any(abs(share - target) < step for share in shares) else items


@rule(
    "KP-17",
    title=N_("目標值可由整數達成"),
    title_en="The target can be reached with whole numbers",
    severity=Severity.I,
    source="S000 八-1",
    why=N_("以件數乘固定倍數計算時，目標值若不是該倍數的整數倍，實績永遠不會剛好等於目標。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    heuristic=True,
    apart=True,
)
def reachable(subject: Judged) -> Iterator[Hit]:
    """Report a target that no whole number of cases times the named factor, or no share of the named items gives."""
    for kpi in subject.kpis:
        if items := _out_of_reach(kpi):
            words = N_("工作項目共 %(items)s 項，完成任何整數項都得不到 %(target)s，請確認目標值。")
            about = f"{items}|{kpi.target_shown}"
            yield Hit(kpi.field("target"), Message.of(words, items=items, target=kpi.target_shown), about=about)
            continue
        match = _FACTOR.search(kpi.definition)
        if not match or kpi.target_value is None:
            continue
        factor = Decimal(match[1] or match[2])
        if factor and kpi.target_value % factor:
            yield Hit(
                kpi.field("target"),
                Message.of(
                    N_("算式以 %(factor)s 為倍數，目標值 %(target)s 不是其整數倍，請確認是否取至整數。"),
                    factor=factor,
                    target=kpi.target_shown,
                ),
                about=f"{factor}|{kpi.target_shown}",
            )
