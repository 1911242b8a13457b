"""Patterns as automata: one state for each character a pattern reads, so that its loops can be walked and counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from re import _constants as ops
from re import _parser as parser
from typing import Any, Final

LARGE: Final = 100
"""From how many repetitions on a bounded repeat is taken for an endless one."""
UNROLLED: Final = 4
"""Up to how many repetitions a fixed repeat is written out."""
START: Final = -1
"""The state before anything is read."""
_USUAL: Final = "0一a A\n、。，,.%(（)）〔「」『x_-+="

Guard = Callable[[str, str], bool]
"""What must hold of the character before and the character after for a way to be open."""
Guards = tuple[Guard, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one state to another; ``bounded`` where it closes a loop that ends after a few turns."""

    to: int
    guards: Guards
    bounded: bool = False


@dataclass(slots=True)
class Fragment:
    """A part of a pattern: how it is entered and left, and the ways past it."""

    first: list[tuple[Guards, int]]
    last: list[tuple[int, Guards]]
    past: list[Guards]


Accepts = Callable[[str], bool]


@dataclass(slots=True)
class Automaton:
    """A pattern's states and ways.

    ``atomic[state]`` names the atomic groups that hold a state, ``held_ends[group]`` the states with which such a group
    is content: nothing in it is tried again from there. ``ends`` are those of the whole pattern.
    """

    tree: Any
    accepts: list[Accepts] = field(default_factory=list)
    edges: dict[int, list[Edge]] = field(default_factory=dict)
    atomic: list[tuple[int, ...]] = field(default_factory=list)
    literals: set[str] = field(default_factory=set)
    guards: list[Guard] = field(default_factory=list)
    ends: set[int] = field(default_factory=set)
    held_ends: dict[int, set[int]] = field(default_factory=dict)
    numbered: dict[int, Any] = field(default_factory=dict)
    _inside: tuple[int, ...] = ()
    _groups: int = 0
    _flags: int = 0

    @classmethod
    def of(cls, pattern: str, flags: int = 0) -> Automaton:
        """Read a pattern; raises ``re.error`` where it is none."""
        tree = parser.parse(pattern, flags)
        here = cls(tree)
        here._flags = tree.state.flags
        whole = here._sequence(tree)
        here._join([(START, ())], whole.first)
        here.ends = {state for state, guards in whole.last if not guards}
        return here

    def alphabet(self) -> list[str]:
        """One character of each kind that the pattern tells apart."""
        return list(self._kinds().values())

    def _kinds(self) -> dict[tuple[bool, ...], str]:
        kinds: dict[tuple[bool, ...], str] = {}
        candidates = dict.fromkeys((*_USUAL, *sorted(self.literals)))
        for one in candidates:
            mark = (
                *(accept(one) for accept in self.accepts),
                *(guard(one, other) for guard in self.guards for other in "0a "),
                *(guard(other, one) for guard in self.guards for other in "0a "),
            )
            kinds.setdefault(mark, one)
        return kinds

    def _sequence(self, items: Iterable[Any]) -> Fragment:
        whole = Fragment([], [], [()])
        for item in items:
            whole = self._then(whole, self._item(item))
        return whole

    def _then(self, one: Fragment, two: Fragment) -> Fragment:
        self._join(one.last, two.first)
        return Fragment(
            one.first + [(before + after, to) for before, (after, to) in product(one.past, two.first)],
            two.last + [(at, before + after) for (at, before), after in product(one.last, two.past)],
            [before + after for before, after in product(one.past, two.past)],
        )

    def _join(self, last: list[tuple[int, Guards]], first: list[tuple[Guards, int]], bounded: bool = False) -> None:
        for (at, before), (after, to) in product(last, first):
            self.edges.setdefault(at, []).append(Edge(to, before + after, bounded))

    def _item(self, item: Any) -> Fragment:
        code, given = item
        if code in (ops.LITERAL, ops.NOT_LITERAL, ops.IN, ops.ANY):
            return self._state(self._reading(code, given))
        if code is ops.AT:
            return self._zero_width(_at(given, self._flags))
        if code is ops.SUBPATTERN:
            self.numbered[given[0]] = given[3]
            return self._sequence(given[3])
        if code is ops.BRANCH:
            return self._branches([self._sequence(one) for one in given[1]])
        if code in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            return self._repeat(*given)
        if code in (ops.ATOMIC_GROUP, ops.POSSESSIVE_REPEAT):
            return self._held(code, given)
        if code in (ops.ASSERT, ops.ASSERT_NOT):
            return self._around(code, *given)
        if code is ops.GROUPREF:
            return self._sequence(self.numbered[given])
        raise ValueError(f"a pattern asks for {code}, which this reading of patterns does not know")

    def _state(self, accept: Accepts) -> Fragment:
        at = len(self.accepts)
        self.accepts.append(accept)
        self.atomic.append(self._inside)
        return Fragment([((), at)], [(at, ())], [])

    @staticmethod
    def _branches(ways: list[Fragment]) -> Fragment:
        return Fragment(
            [one for way in ways for one in way.first],
            [one for way in ways for one in way.last],
            [one for way in ways for one in way.past],
        )

    def _repeat(self, least: int, most: Any, body: Any) -> Fragment:
        if least == most and most <= UNROLLED:
            return self._sequence(item for _ in range(least) for item in body)
        one = self._sequence(body)
        if most != 1:
            self._join(one.last, one.first, bounded=most < LARGE)
        past: list[Guards] = [()] if least == 0 else one.past
        return Fragment(one.first, one.last, past)

    def _held(self, code: Any, given: Any) -> Fragment:
        outside, self._groups = self._inside, self._groups + 1
        group = self._groups
        self._inside = (*outside, group)
        held = self._sequence(given) if code is ops.ATOMIC_GROUP else self._repeat(*given)
        self._inside = outside
        self.held_ends[group] = {state for state, guards in held.last if not guards}
        return held

    def _around(self, code: Any, direction: int, body: Any) -> Fragment:
        """A look ahead is a way that leads nowhere; one of a single character also opens or closes the way on."""
        guard = self._single(body, direction, wanted=code is ops.ASSERT)
        if guard is not None:
            return self._zero_width(guard)
        if direction < 0:
            self._learn(body)
            return Fragment([], [], [()])
        outside, self._groups = self._inside, self._groups + 1
        self._inside = (*outside, self._groups)
        looked = self._sequence(body)
        self._inside = outside
        return Fragment(looked.first, [], [()])

    def _single(self, body: Any, direction: int, wanted: bool) -> Guard | None:
        """The guard that a look around of single characters is, ``None`` for a longer one."""
        ways = list(_ways(body))
        readings = [self._reading(*way[0]) for way in ways if len(way) == 1 and _reads(way[0])]
        if len(readings) != len(ways) and (wanted or not readings):
            return None  # a forbidden longer text closes less than we would have to know: left open
        return lambda before, after: wanted is any(accept(before if direction < 0 else after) for accept in readings)

    def _learn(self, body: Any) -> None:
        for way in _ways(body):
            for item in way:
                if _reads(item):
                    self._reading(*item)

    def _zero_width(self, guard: Guard) -> Fragment:
        self.guards.append(guard)
        return Fragment([], [], [(guard,)])

    def _reading(self, code: Any, given: Any) -> Accepts:
        self.literals.update(_mentioned(code, given))
        return _accepting(code, given, self._flags)


def _reads(item: Any) -> bool:
    return item[0] in (ops.LITERAL, ops.NOT_LITERAL, ops.IN, ops.ANY)


def _ways(body: Any) -> Iterator[list[Any]]:
    items = list(body)
    if len(items) == 1 and items[0][0] is ops.BRANCH:
        for one in items[0][1][1]:
            yield from _ways(one)
    elif len(items) == 1 and items[0][0] is ops.SUBPATTERN:
        yield from _ways(items[0][1][3])
    else:
        yield items


def _mentioned(code: Any, given: Any) -> Iterator[str]:
    if code in (ops.LITERAL, ops.NOT_LITERAL):
        yield chr(given)
    elif code is ops.IN:
        for kind, what in given:
            if kind is ops.LITERAL:
                yield chr(what)
            elif kind is ops.RANGE:
                yield from (chr(what[0]), chr(what[1]), chr(sum(what) // 2))


def _accepting(code: Any, given: Any, flags: int) -> Accepts:
    if code is ops.ANY:
        return lambda one: bool(flags & re.DOTALL) or one != "\n"
    if code is ops.IN:
        turned = given[0][0] is ops.NEGATE
        return lambda one: turned is not any(_member(kind, what, one, flags) for kind, what in given)
    wanted = code is ops.LITERAL
    return lambda one: wanted is _member(ops.LITERAL, given, one, flags)


def _member(kind: Any, what: Any, one: str, flags: int) -> bool:
    cases = {one, one.lower(), one.upper()} if flags & re.IGNORECASE else {one}
    if kind is ops.LITERAL:
        return any(case == chr(what) for case in cases)
    if kind is ops.RANGE:
        return any(len(case) == 1 and what[0] <= ord(case) <= what[1] for case in cases)
    return kind is ops.CATEGORY and _category(str(what).removeprefix("CATEGORY_"), one, flags)


def _category(name: str, one: str, flags: int) -> bool:
    known = {"DIGIT": one.isdecimal(), "SPACE": one.isspace(), "WORD": one.isalnum() or one == "_"}
    found = known[name.removeprefix("NOT_")] and (one.isascii() or not flags & re.ASCII)
    return found is not name.startswith("NOT_")


def _word(one: str) -> bool:
    return one.isalnum() or one == "_"


def _at(what: Any, flags: int) -> Guard:
    """Whether a place may lie between two characters; the ends of a text lie between none."""
    name = str(what).removeprefix("AT_")
    if name == "BOUNDARY":
        return lambda before, after: _word(before) is not _word(after)
    if name == "NON_BOUNDARY":
        return lambda before, after: _word(before) is _word(after)
    if not flags & re.MULTILINE:
        return lambda before, after: False
    return (lambda before, after: before == "\n") if name == "BEGINNING" else (lambda before, after: after == "\n")
