"""The values a caller gives, found for each operand by name, list or item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Final, Protocol

from models.wording import N_, Message
from workflows.formula.amounts import constant, quantity_given
from workflows.formula.errors import FormulaError
from workflows.formula.formulas import Formula, OperandRequest
from workflows.formula.operands import other_names
from workflows.formula.quantities import HUNDRED, Quantity, QuantityKind, Unclear
from workflows.formula.result import quantity_words
from workflows.formula.signs import comparison_key
from workflows.formula.tree import Each, Operand, walk

MOST_ITEMS: Final = 200
MOST_VALUES: Final = 500
_WEIGHT: Final = ("權重", "比重", "配分")


class NoteCollector(Protocol):
    """What takes the steps of an evaluation."""

    place: int

    def tell(self, message: Message) -> None:
        """Add a step."""

    def note(self, message: Message, column: int | None = None) -> None:
        """Say that a reading was chosen."""


class Given:
    """The values of one evaluation."""

    def __init__(self, formula: Formula, values: Mapping[str, object]) -> None:
        if len(values) > MOST_VALUES:
            raise FormulaError(N_("一次最多填 %(most)s 個數值。"), 1, most=MOST_VALUES)
        self.formula = formula
        self.asked: dict[str, OperandRequest] = {comparison_key(one.name): one for one in formula.operands}
        self.values: dict[str, object] = {}
        for name, value in values.items():
            key = comparison_key(str(name))
            if key in self.values:
                raise FormulaError(N_("「%(name)s」填了兩次，請只留一個。"), 1, name=str(name)[:60])
            self.values[key] = value
        self.used: set[str] = set()
        self.told: set[tuple[str, int]] = set()
        self.found: dict[str, str | None] = {}

    # names -----------------------------------------------------------------------------------------------------

    def key(self, name: str) -> str | None:
        """Return under which key a value was given for a name, ``None`` where under none."""
        key = comparison_key(name)
        if key not in self.found:
            self.found[key] = self._search(key)
            if (used := self.found[key]) is not None:
                if used in self.used and used not in self.asked:
                    words = N_("「%(name)s」可以指算式裡的兩個名稱，請把名稱寫全。")
                    raise FormulaError(words, self.asked[key].column if key in self.asked else 1, name=used)
                self.used.add(used)
        return self.found[key]

    def _search(self, key: str) -> str | None:
        if key in self.values:
            return key
        asked = self.asked.get(key)
        others = asked.also if asked else other_names(key, None, None)
        names = [other for one in others if (other := comparison_key(one)) in self.values and other not in self.asked]
        if not names:
            # the caller may leave out or add an explanation in brackets, or name what a penalty counts
            plain = {short: other for other in self.values for short in (key, *others) if _same(short, other)}
            names = [other for other in dict.fromkeys(plain.values()) if other not in self.asked]
        return names[0] if len(set(names)) == 1 else None

    def holds(self, name: str) -> bool:
        """Return whether a value was given for a name."""
        return self.key(name) is not None

    def listed(self, node: Operand) -> bool:
        """Return whether the value of an operand is a list with one value for each item."""
        if node.slot:
            return False
        key = self.key(node.name)
        if key is None:
            return bool(self.formula.items) and self._from_text(node) is not None
        return isinstance(self.values[key], (list, tuple, dict))

    # values ----------------------------------------------------------------------------------------------------

    def value(self, node: Operand, item: int, run: NoteCollector) -> Quantity:
        """Return the value of an operand, under Σ that of one item; raise ``FormulaError`` where there is none."""
        key = self.key(node.name)
        if key is None:
            stand_in = self._from_items(node, item, run) if item >= 0 else None
            if stand_in is None:
                raise self.missing(node)
            return stand_in
        value = self.values[key]
        place = item
        if isinstance(value, (list, tuple, dict)):
            members = _members(value, self.formula)
            place = node.slot - 1 if node.slot else item
            if place < 0:
                raise FormulaError(
                    N_("「%(name)s」填了多個數值，但算式此處不按項目加總，請只填一個。"), node.column, name=node.name
                )
            if place >= len(members):
                raise FormulaError(
                    N_("「%(name)s」填了 %(count)s 個數值，項目不只這些，請補齊。"),
                    node.column,
                    name=node.name,
                    count=len(members),
                )
            return self._noted(
                self._weighed(quantity_given(members[place], node.name), node, members), node, place, run
            )
        if node.slot and self.asked[comparison_key(node.name)].count > 1:
            words = N_("「%(name)s」在算式裡出現 %(count)s 次，各次都以同一數值計算；不同時請依序填成一串。")
            run.note(Message.of(words, name=node.name, count=self.asked[comparison_key(node.name)].count), node.column)
        return self._noted(self._weighed(quantity_given(value, node.name), node, [value]), node, -1, run)

    def _noted(self, one: Quantity, node: Operand, place: int, run: NoteCollector) -> Quantity:
        if (node.name, place) not in self.told:
            self.told.add((node.name, place))
            name = node.name if place < 0 else f"{node.name}［{place + 1}］"
            run.tell(Message.of(N_("「%(name)s」＝%(value)s"), name=name, value=quantity_words(one)))
        return one

    def _weighed(self, one: Quantity, node: Operand, members: Sequence[object]) -> Quantity:
        """Read bare weights by what they add up to: 25, 25, 50 are percentages, 0.25, 0.25, 0.5 fractions; 配分 are points."""
        key = comparison_key(node.name)
        if one.kind not in (QuantityKind.RATE, QuantityKind.COUNT) or not any(word in key for word in _WEIGHT):
            return one
        if "配分" in key:
            return Quantity(one.number, QuantityKind.UNIT, "分", "分", constant=True)
        total = sum((quantity_given(member, node.name).number for member in members), Decimal(0))
        percent = total > 2
        return Quantity(one.number / HUNDRED if percent else one.number, QuantityKind.PERCENT)

    # items of the text -----------------------------------------------------------------------------------------

    def _from_text(self, node: Operand) -> str | None:
        """Return which column of the listed items an operand means: target, weight or actual."""
        key = comparison_key(node.name)
        if not self.formula.items:
            return None
        if any(word in key for word in _WEIGHT):
            return "weight"
        if "目標" in key or "預定" in key:
            return "target"
        return "actual" if "達成" in key or "實際" in key or "實績" in key else None

    def _from_items(self, node: Operand, item: int, run: NoteCollector) -> Quantity | None:
        column = self._from_text(node)
        if column is None or item >= len(self.formula.items):
            return None
        one = self.formula.items[item]
        if column == "weight":
            run.note(Message.of(N_("權重或配分採文中所列。")), node.column)
            if one.percent:
                return Quantity(one.weight / HUNDRED, QuantityKind.PERCENT)
            return Quantity(one.weight, QuantityKind.UNIT, "分", "分", constant=True)
        if column == "target":
            run.note(Message.of(N_("各項目標值採文中所列，未載單位的達成值視為同一單位。")), node.column)
            actual = self._actual_has_unit(item)
            return constant(one.target, one.unit) if actual else Quantity(one.target, QuantityKind.COUNT)
        key = comparison_key(one.name)
        if key not in self.values:
            return None
        self.used.add(key)
        return self._noted(quantity_given(self.values[key], one.name), Operand(one.name, 0, node.column), -1, run)

    def _actual_has_unit(self, item: int) -> bool:
        name = comparison_key(self.formula.items[item].name)
        for key, value in self.values.items():
            if key == name:
                quantity = value
            elif isinstance(value, (list, tuple, dict)) and "目標" not in key and not any(w in key for w in _WEIGHT):
                members = _members(value, self.formula)
                quantity = members[item] if item < len(members) else None
            else:
                continue
            try:
                one = quantity_given(quantity, key)
            except Unclear:
                return False
            return one.kind is QuantityKind.UNIT or one.scaled
        return False

    def count(self, node: Each) -> int | None:
        """Return how many items a Σ has by the lists given for what stands under it, ``None`` where no list is given."""
        counts: dict[int, Operand] = {}
        for part in walk(node.body):
            if isinstance(part, Operand) and not part.slot:
                key = self.key(part.name)
                value = self.values[key] if key is not None else None
                if isinstance(value, (list, tuple, dict)):
                    counts[len(_members(value, self.formula))] = part
                elif key is None and self._from_text(part) is not None:
                    counts[len(self.formula.items)] = part
        if len(counts) > 1:
            first = max(counts.values(), key=lambda part: part.column)
            raise FormulaError(
                N_("各串數值的個數不同（%(counts)s），每一項目都要有一個。"),
                first.column,
                counts="、".join(map(str, sorted(counts))),
            )
        if counts and not 0 < next(iter(counts)) <= MOST_ITEMS:
            raise FormulaError(N_("項目數應為 1 至 %(most)s。"), node.column, most=MOST_ITEMS)
        return next(iter(counts), None)

    # what is wrong ---------------------------------------------------------------------------------------------

    def missing(self, node: Operand) -> FormulaError:
        """Return the refusal for an operand without a value, with what was given under a name near to it."""
        name = node.name
        unused = [key for key in self.values if key not in self.used and key not in self.asked]
        near = get_close_matches(comparison_key(name), unused, n=2, cutoff=0.5)
        if near:
            words = N_("缺少「%(name)s」的數值；所填的「%(near)s」是不是它？")
            return FormulaError(words, node.column, name=name, near="、".join(near))
        return FormulaError(N_("缺少「%(name)s」的數值。"), node.column, name=name)

    def tell_unused(self, run: NoteCollector) -> None:
        """Say which values the formula did not use."""
        if unused := [key for key in self.values if key not in self.used]:
            run.note(Message.of(N_("算式沒有用到：%(names)s。"), names="、".join(unused[:5])), 1)


def _same(short: str, other: str) -> bool:
    """Return whether a given name is an operand's but for brackets, or names what a penalty counts."""
    bare = re.sub(r"\([^()]*\)", "", other)
    if short == bare:
        return True
    core = re.sub(r"(?:發生|出現)?(?:次數|件數|數)?$", "", short)
    if short.endswith("次數") and len(core) > 1:
        mine = re.sub(r"^(?:每?發生|出現)?[乙一1]?次?|(?:發生|出現)?(?:次數|數)?$", "", other)
        return bool(mine) and (mine == core or (len(mine) > 1 and core.endswith(mine)))
    return False


def _members(value: Sequence[object] | Mapping[str, object], formula: Formula) -> list[object]:
    """Return the values of a list, or of an object by the order of the text's items where it has them all."""
    if not isinstance(value, Mapping):
        return list(value)
    by_name = {comparison_key(str(name)): one for name, one in value.items()}
    names = [comparison_key(item.name) for item in formula.items]
    if names and set(names) == set(by_name):
        return [by_name[name] for name in names]
    return list(value.values())
