"""From the text of a measure to its formula: the one formula in it found, its definitions and limits put in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from models.wording import N_, Message
from workflows.formula import prose_forms as shapes
from workflows.formula.asides import UNREAD, computes
from workflows.formula.caps import Limit, limit_in, limited, written_out
from workflows.formula.captions import refuse_alike
from workflows.formula.clauses import Clause, clauses, is_formula, remark_at
from workflows.formula.doubts import doubts
from workflows.formula.errors import Broken, FormulaError
from workflows.formula.formulas import Formula, NotAFormula, Note
from workflows.formula.grammar import tree_of
from workflows.formula.item_lists import items_in, odd_weights
from workflows.formula.lexing import Lexer
from workflows.formula.operands import asked_for, slotted
from workflows.formula.rewriting import rewritten
from workflows.formula.signs import LONGEST, Signs, comparison_key, mates, signs_of
from workflows.formula.tokens import Lexed
from workflows.formula.tree import Each, Named, Node, Number, Operand, Percent, rebuilt, walk
from workflows.formula.units import is_unit
from workflows.language import FIGURE_PATTERN, exact_decimal

_COMPUTING: Final = frozenset("+-×÷/^Σ=")
_LIMITING: Final = re.compile(r"max|上限|最高|最多|至多|以\d+(?:\.\d+)?%?(?:計|為限)", re.IGNORECASE)
# Remarks tell much that is no rule of the formula; only these words of theirs change a result.
_SENTENCE: Final = re.compile(r"[^。;\n:【】※]+")
_HARD_LIMIT: Final = re.compile(r"max=|以\d+(?:\.\d+)?%?(?:計(?!畫)|為上限|為限)|上限為", re.IGNORECASE)
_HARD_RULE: Final = re.compile(
    r"每.{0,14}(?:扣|(?<!增)加)\d+(?:\.\d+)?(?:%|分)|max=|超過\d+%.{0,6}以\d+%", re.IGNORECASE
)
_MEANS: Final = re.compile(r"(?:其中:?)?(?P<name>[^，。:=]{1,60}?)(?:係指|係|是指|指|即為|即|為|:|=)(?P<meaning>.+)")
_AMOUNT: Final = re.compile(r"(?P<figure>" + FIGURE_PATTERN + r")(?P<unit>%|[^\d，。;:()]{0,6})")


@dataclass(slots=True)
class _Part:
    """One clause with its tree."""

    clause: Clause
    tree: Node
    lexed: Lexed


@dataclass(slots=True)
class _Reader:
    given: str
    signs: Signs
    until: int
    hints: frozenset[str]
    mates: dict[int, int]
    notes: list[Note] = field(default_factory=list)
    meanings: dict[str, str] = field(default_factory=dict)

    def formula(self) -> Formula | None:
        """Return the formula of the text, ``None`` where none of its clauses computes."""
        read_clauses = list(clauses(self.signs, self.until, self.mates))
        computing = [one for one in read_clauses if is_formula(self.signs, one, self.hints)]
        limits = {one: limit for one in computing if (limit := self._limit_of(one))}
        parts = [self._part(one) for one in computing if one not in limits]
        if not parts:
            return None
        main = self._main(parts)
        refuse_alike(slotted(main.tree))
        others = [part for part in parts if part is not main]
        tree = self._defined(main, others, [one for one in read_clauses if one not in computing])
        tree = self._limited(tree, main, [one for one in read_clauses if one not in computing or one in limits])
        self._refuse_unread(read_clauses, computing)
        return self._finished(main, tree)

    # clauses ---------------------------------------------------------------------------------------------------

    def _text(self, clause: Clause) -> str:
        return self.signs.text[clause.start : clause.end]

    def _limit_of(self, clause: Clause) -> Limit | None:
        text = self._text(clause)
        match = _LIMITING.search(text)
        if not match or clause.caption or self._aside_at(clause, clause.start + match.start()):
            return None
        return limit_in(text, clause.start)

    def _aside_at(self, clause: Clause, place: int) -> bool:
        """Return whether a place lies in brackets that are not the whole clause: 「甲÷乙（最高100%）」."""
        opened = [a for a, b in self.mates.items() if clause.start <= a < place < b < clause.end]
        return any(a > clause.start or self.mates[a] < clause.end - 1 for a in opened)

    def _part(self, clause: Clause) -> _Part:
        lexed = Lexer(self.given, self.signs, self.mates, self.hints).lex(clause.start, clause.end)
        tree = tree_of(lexed.tokens, self.signs, clause.end)
        if lexed.mean:
            tree = Each(tree, True, self.signs.column(clause.start))
        if lexed.share or ("%" in clause.outcome and "%" not in self._text(clause)):
            tree = Percent(tree, self.signs.column(clause.start))
            self._note("reading", clause.start, Message.of(N_("文字稱結果為比率，讀作百分比。")))
        for place, message in lexed.notes:
            self._note("reading", place, message)
        return _Part(clause, tree, lexed)

    def _note(self, code: str, place: int, message: Message) -> None:
        self.notes.append(Note(code, message, self.signs.column(place)))

    def _main(self, parts: list[_Part]) -> _Part:
        """Return the formula that no other uses; raise ``FormulaError`` where there are several."""
        used = {key for part in parts for key in _keys(part.tree)}
        free = [part for part in parts if not any(name in used for name in _names(part.clause))]
        if not free:
            first = parts[0]
            for part in parts:
                self._refuse_own_name(part)
            raise FormulaError(
                N_("「%(name)s」的算式又用到它自己，無法計算，請改寫。"),
                self.signs.column(first.clause.start),
                name=first.clause.caption,
            )
        if any(part.tree != free[0].tree for part in free[1:]):
            column = self.signs.column(free[1].clause.start)
            raise FormulaError(
                N_("文中有 %(count)s 個算式，看不出以哪一個為準，請只留一個，或說明如何合併。"), column, count=len(free)
            )
        return free[0]

    def _refuse_own_name(self, part: _Part) -> None:
        own = comparison_key(part.clause.caption)
        for node in walk(part.tree):
            if isinstance(node, Operand) and own and comparison_key(node.name) == own:
                words = N_("算式等號右邊又用到「%(name)s」本身，無法計算，請改寫。")
                raise Broken(words, node.column, name=node.name)

    # definitions -----------------------------------------------------------------------------------------------

    def _defined(self, main: _Part, others: list[_Part], prose: list[Clause]) -> Node:
        """Return the tree with the parts that other clauses define put in under their names."""
        bodies = {name: part.tree for part in others for name in _names(part.clause)}
        names = _keys(main.tree).union(*(_keys(body) for body in bodies.values())) if bodies else _keys(main.tree)
        for clause in prose:
            text = f"{clause.caption}:{self._text(clause)}" if clause.caption else self._text(clause)
            self._meaning(text, clause.start, names, bodies)
        for aside in main.lexed.asides:
            for part in re.split(r"[，,;、]", aside):
                self._meaning(part, main.clause.end - 1, names, bodies)
        return self._with(main.tree, bodies, ()) if bodies else main.tree

    def _meaning(self, text: str, place: int, names: set[str], bodies: dict[str, Node]) -> None:
        match = _MEANS.fullmatch(text)
        if not match or (key := comparison_key(match["name"])) not in names:
            return
        amount = _AMOUNT.fullmatch(match["meaning"])
        if (
            amount
            and key not in bodies
            and (not amount["unit"] or (is_unit(amount["unit"]) and amount["unit"] != "年"))
        ):
            percent = amount["unit"] == "%"
            value = exact_decimal(amount["figure"])
            column = self.signs.column(place)
            bodies[key] = Number(value, percent, "" if percent else amount["unit"], column)
            self._note(
                "reading",
                place,
                Message.of(N_("未填「%(name)s」時，採文中所載 %(value)s。"), name=match["name"], value=amount[0]),
            )
        else:
            self.meanings[key] = match["meaning"]

    def _with(self, tree: Node, bodies: dict[str, Node], above: tuple[str, ...]) -> Node:
        def change(node: Node) -> Node:
            if not isinstance(node, Operand) or (key := comparison_key(node.name)) not in bodies:
                return node
            if key in above or len(above) > 8:
                raise FormulaError(
                    N_("「%(name)s」的算式又用到它自己，無法計算，請改寫。"), node.column, name=node.name
                )
            return Named(node.name, self._with(bodies[key], bodies, (*above, key)), node.column)

        return rebuilt(tree, change)

    # limits and what stands beside -----------------------------------------------------------------------------

    def _limited(self, tree: Node, main: _Part, beside: list[Clause]) -> Node:
        sentences = [
            *self._sentences(beside),
            *self._remarks(),
            *((aside, main.clause.start) for aside in main.lexed.asides),
        ]
        for text, place in sentences:
            if not _LIMITING.search(text):
                continue
            limit = limit_in(text, place)
            if limit is None:
                column = self.signs.column(place)
                raise FormulaError(
                    N_("看不懂「%(words)s」這項限制，請在算式裡寫成 max 或 min。"), column, words=text[:20]
                )
            tree = limited(tree, limit, main.clause.caption, self.signs.column(place), self._parsed)
            self._note("reading", place, Message.of(N_("依「%(words)s」設上限。"), words=text[:40]))
        return tree

    def _sentences(self, beside: list[Clause]) -> list[tuple[str, int]]:
        """Return the clauses beside the formula with those that a comma joined put together again."""
        joined: list[tuple[str, int]] = []
        last = -1
        for clause in beside:
            start = clause.start
            if joined and start - last == 1 and self.signs.text[last] in "，,":
                joined[-1] = (f"{joined[-1][0]}，{self._text(clause)}", joined[-1][1])
            else:
                joined.append((self._text(clause), start))
            last = clause.end
        return joined

    def _remarks(self) -> list[tuple[str, int]]:
        """Return the limits in the remarks; raise ``FormulaError`` at a rule there that would change the result."""
        remarks = []
        for match in _SENTENCE.finditer(self.signs.text, self.until):
            if _HARD_LIMIT.search(match[0]) and limit_in(match[0], match.start()):
                remarks.append((match[0], match.start()))
            elif rule := _HARD_RULE.search(match[0]):
                words = N_("「%(words)s」會影響結果，但看不懂怎麼算，請寫進算式。")
                raise FormulaError(words, self.signs.column(match.start() + rule.start()), words=rule[0])
        return remarks

    def _parsed(self, text: str) -> Node | None:
        """Return the tree of a part that a limit repeats, ``None`` where it is no formula."""
        try:
            signs = signs_of(text)
            lexed = Lexer(text, signs, mates(signs, len(signs.text)), self.hints).lex(0, len(signs.text))
            return tree_of(lexed.tokens, signs, len(signs.text))
        except FormulaError:
            return None

    def _refuse_unread(self, read_clauses: list[Clause], computing: list[Clause]) -> None:
        for text, place in self._sentences([one for one in read_clauses if one not in computing]):
            match = UNREAD.search(text)
            if match and not _LIMITING.search(text):
                column = self.signs.column(place)
                raise FormulaError(N_("「%(words)s」會影響結果，但看不懂怎麼算，請寫進算式。"), column, words=text[:20])

    def _undefined(self, name: str) -> bool:
        """Return whether a letter stands for something that the text says nowhere: 「A：…」, 「…（A）」."""
        sign = re.escape(name)
        return bool(_LETTER.fullmatch(name)) and not re.search(
            rf"[(]{sign}[)]|(?<![A-Za-z\d]){sign}[)]?(?:[:=為指係、]|代表|表示)", self.signs.text
        )

    def _finished(self, main: _Part, tree: Node) -> Formula:
        tree = slotted(tree)
        items = items_in(self.signs) if _WEIGHTS.search(self.signs.text) else ()
        self.notes += [Note(code, message, column) for code, column, message in odd_weights(items)]
        self.notes += doubts(tree)
        labels = {comparison_key(name): label for label, name in main.lexed.labels.items()}
        operands = asked_for(tree, labels, self.meanings, items)
        self.notes += [
            Note("undefined", Message.of(N_("沒有說明「%(name)s」指什麼。"), name=one.name), one.column)
            for one in operands
            if self._undefined(one.name)
        ]
        return Formula(
            self.given, tree, operands, tuple(self.notes), main.clause.caption, main.lexed.bound, items, self.meanings
        )


def _names(clause: Clause) -> list[str]:
    """Return under which names another formula may use what this clause defines: its caption and its list mark."""
    digits = clause.mark.strip("().、")
    marks = [f"({digits})", clause.mark] if clause.mark else []
    return [name for name in (comparison_key(clause.caption), *marks) if name]


_WEIGHTS: Final = re.compile(r"權重|配分|比重|加權")
_LETTER: Final = re.compile(r"[A-Za-z]\d{0,2}|\(\d{1,2}\)")


def _keys(tree: Node) -> set[str]:
    return {comparison_key(node.name) for node in walk(tree) if isinstance(node, Operand)}


def read(text: str, hints: frozenset[str] = frozenset()) -> Formula | NotAFormula:
    """Return the formula of a measure, or why it stays text; raise ``FormulaError`` where a formula is wrong.

    ``hints`` are names of operands known to the caller, by ``comparison_key``: they settle how far a name goes.
    """
    if len(text) > LONGEST:
        raise FormulaError(N_("文字超過 %(most)s 字，請只留算式。"), LONGEST + 1, most=LONGEST)
    signs = signs_of(text)
    if "ax" in signs.text or "AX" in signs.text:
        signs = written_out(signs)
    signs = rewritten(signs)
    until = remark_at(signs.text)
    for shape in (shapes.thresholds, shapes.ladder):
        if shaped := shape(signs, until):
            return _shaped(text, shaped)
    if any(sign in _COMPUTING for sign in signs.text) and computes(signs.text):
        try:
            reader = _Reader(text, signs, until, hints, mates(signs, until))
        except FormulaError:
            if not any(sign in "×÷Σ^" for sign in signs.text):
                return _no_formula(text)
            raise
        if formula := reader.formula():
            return formula
    if shaped := shapes.prose(signs, until):
        return _shaped(text, shaped)
    return _no_formula(text)


def _no_formula(text: str) -> NotAFormula:
    return NotAFormula(text, Message.of(N_("這段文字不是算式：沒有可以計算的符號，維持文字。")))


def _shaped(text: str, shaped: shapes.Found) -> Formula:
    tree, messages = shaped
    column = getattr(tree, "column", 1)
    notes = tuple(Note("reading", message, column) for message in messages)
    return replace(Formula(text, tree, asked_for(tree, {}, {}, ()), notes))
