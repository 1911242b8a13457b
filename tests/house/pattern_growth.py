"""Which loops of a pattern make its time grow faster than the text: those that can share one text in two ways.

A loop that can be left and taken up by a second one over the same text costs the square of its length, and so does a
search that can begin anywhere inside the loop it begins with; a loop that reads one text in two ways costs twice as
much with every turn (Weideman et al., 2016: infinite degree of ambiguity, exponential degree of ambiguity).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from tests.house.pattern_automata import START, Automaton, Edge

SEARCH: Final = "search"
MATCH: Final = "match"
FULL: Final = "fullmatch"
"""How a pattern is used: begun anywhere, begun at one place, or to be fitted to the whole text."""


class Breach(NamedTuple):
    """What is wrong with a pattern, and a text that shows it: ``before`` once, then ``pump`` again and again."""

    kind: str
    before: str
    pump: str


@dataclass
class Growth:
    """The loops of one automaton as it is used in one way."""

    automaton: Automaton
    use: str = SEARCH

    @cached_property
    def alphabet(self) -> list[str]:
        return self.automaton.alphabet()

    @cached_property
    def _ends(self) -> set[int]:
        """Where the pattern has been found whatever follows: nothing before is tried again from there."""
        return set() if self.use == FULL else self.automaton.ends

    def steps(self, at: int, last: str, one: str) -> list[Edge]:
        """The ways on from a state over one character."""
        key = (at, last, one)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = [
                edge
                for edge in self.automaton.edges.get(at, ())
                if self._accepts(edge.to, one) and all(guard(last, one) for guard in edge.guards)
            ]
        return known

    @cached_property
    def _known(self) -> dict[tuple[int, str, str], list[Edge]]:
        return {}

    @cached_property
    def _accepted(self) -> list[frozenset[str]]:
        return [frozenset(one for one in (*self.alphabet, "。") if accept(one)) for accept in self.automaton.accepts]

    def _accepts(self, state: int, one: str) -> bool:
        return one in self._accepted[state]

    @cached_property
    def loops(self) -> list[frozenset[int]]:
        """The states that reach themselves without the pattern being found on the way, by what reaches what."""
        reach = {state: self._reached(state) for state in range(len(self.automaton.accepts)) if state not in self._ends}
        return list(dict.fromkeys(frozenset(b for b in reach[a] if a in reach[b]) for a in reach if a in reach[a]))

    def _reached(self, state: int) -> set[int]:
        found: set[int] = set()
        waiting = [state]
        while waiting:
            for edge in self.automaton.edges.get(waiting.pop(), ()):
                if edge.to not in found and edge.to not in self._ends:
                    found.add(edge.to)
                    waiting.append(edge.to)
        return found

    def endless(self, loop: frozenset[int]) -> bool:
        """Whether a loop may go on for as long as the text does."""
        return any(
            e.to in loop and not e.bounded and self._closes(state, e, loop) for state in loop for e in self._on(state)
        )

    def _on(self, state: int) -> list[Edge]:
        return self.automaton.edges.get(state, [])

    def _closes(self, state: int, edge: Edge, loop: frozenset[int]) -> bool:
        """Whether a state is reached again over this edge by edges without bounds alone."""
        found, waiting = {edge.to}, [edge.to]
        while waiting:
            for one in self._on(waiting.pop()):
                if one.to in loop and not one.bounded and one.to not in found:
                    found.add(one.to)
                    waiting.append(one.to)
        return state in found

    def breaches(self) -> Iterator[Breach]:
        """Everything that makes this pattern slow, at most one of each kind for each loop."""
        endless = [loop for loop in self.loops if self.endless(loop)]
        for loop in endless:
            if (word := self._two_ways(self._undecided(loop))) is not None:
                yield Breach("one text in two ways within a loop", *word)
            if self.use == SEARCH and (word := self._begun_within(loop)) is not None:
                yield Breach("a search begun anywhere in a loop", *word)
            for other in endless:
                if other is not loop and (word := self._shared(loop, other)) is not None:
                    yield Breach("two loops over one text", *word)

    def pumped(self) -> Iterator[tuple[str, str]]:
        """For each loop a text that leads into it, and one that goes round it once."""
        for loop in self._all_loops():
            home = min(loop)
            turn = self._round(home, loop)
            if turn:
                yield self._before(home), turn

    def _all_loops(self) -> list[frozenset[int]]:
        reach = {state: self._reached_anyhow(state) for state in range(len(self.automaton.accepts))}
        return list(dict.fromkeys(frozenset(b for b in reach[a] if a in reach[b]) for a in reach if a in reach[a]))

    def _round(self, home: int, loop: frozenset[int]) -> str:
        for last in self._just_read(home):
            for sign in self.alphabet:
                for edge in self.steps(home, last, sign):
                    back = self._word(edge.to, home, loop) if edge.to in loop else None
                    if back is not None:
                        return sign + back
        return ""

    def _undecided(self, loop: frozenset[int]) -> frozenset[int]:
        """The states of a loop in which an atomic group around it is not yet content."""
        held = set.intersection(*(set(self.automaton.atomic[state]) for state in loop))
        return loop.difference(*(self.automaton.held_ends.get(group, set()) for group in held))

    def _two_ways(self, loop: frozenset[int]) -> tuple[str, str] | None:
        for home in loop:
            start = (home, home, False, "")

            def onward(at: Any) -> Iterator[tuple[str, Any]]:
                one, two, apart, last = at
                if apart and one == two:
                    return
                for sign in self.alphabet:
                    left = [e for e in self.steps(one, last, sign) if e.to in loop]
                    right = left if one == two else [e for e in self.steps(two, last, sign) if e.to in loop]
                    for first in left:
                        for second in right:
                            yield (
                                sign,
                                (
                                    first.to,
                                    second.to,
                                    apart or (one == two and first is not second) or one != two,
                                    sign,
                                ),
                            )

            for last in self._just_read(home):
                found = path((*start[:3], last), onward, lambda at: at[2] and at[0] == at[1])
                if found is not None:
                    word, end = found
                    back = self._word(end[0], home, loop)
                    return self._before(home), word + (back or "")
        return None

    def _begun_within(self, loop: frozenset[int]) -> tuple[str, str] | None:
        def onward(at: Any) -> Iterator[tuple[str, Any]]:
            one, two, last = at
            for sign in self.alphabet:
                right = [e.to for e in self.steps(two, last, sign) if e.to in loop]
                left = [e.to for e in self.steps(one, last, sign)] if right else []
                if one == START and right:
                    left.append(START)
                for first in left:
                    for second in right:
                        yield sign, (first, second, sign)

        for home in loop:
            starts = [(START, home, last) for last in self._just_read(home)]
            found = path_from(starts, onward, lambda at, home=home: at[0] == at[1] == home)  # type: ignore[misc]
            if found is not None:
                return self._before(home), found[0]
        return None

    def _shared(self, loop: frozenset[int], other: frozenset[int]) -> tuple[str, str] | None:
        if not other & self._reached_from(loop) or self._held_apart(loop, other):
            return None

        def onward(at: Any) -> Iterator[tuple[str, Any]]:
            one, two, three, last = at
            for sign in self.alphabet:
                right = [e.to for e in self.steps(three, last, sign) if e.to in other]
                left = [e.to for e in self.steps(one, last, sign) if e.to in loop] if right else []
                middle = [e.to for e in self.steps(two, last, sign)] if left else []
                for first in left:
                    for second in middle:
                        for third in right:
                            yield sign, (first, second, third, sign)

        for home in loop:
            for there in other:
                signs = [one for one in self._just_read(home) if self._accepts(there, one)] or [""]
                found = path_from(
                    [(home, home, there, last) for last in signs],
                    onward,
                    lambda at, home=home, there=there: at[0] == home and at[1] == at[2] == there,  # type: ignore[misc]
                )
                if found is not None:
                    return self._before(home), found[0]
        return None

    def _reached_from(self, loop: frozenset[int]) -> set[int]:
        return {state for one in loop for state in self._reached_anyhow(one)}

    def _reached_anyhow(self, state: int) -> set[int]:
        found, waiting = set(), [state]
        while waiting:
            for edge in self._on(waiting.pop()):
                if edge.to not in found:
                    found.add(edge.to)
                    waiting.append(edge.to)
        return found

    def _held_apart(self, loop: frozenset[int], other: frozenset[int]) -> bool:
        """Whether an atomic group around the first loop ends before the second: then it is never taken up again."""
        held, there = ([frozenset(self.automaton.atomic[state]) for state in states] for states in (loop, other))
        return bool(frozenset.intersection(*held) - frozenset.intersection(*there))

    def _just_read(self, state: int) -> list[str]:
        return [sign for sign in self.alphabet if sign in self._accepted[state]]

    def _word(self, start: int, end: int, within: Iterable[int] | None = None) -> str | None:
        """A text that leads from one state to another, ``None`` where there is none."""
        allowed = None if within is None else set(within)

        def onward(at: Any) -> Iterator[tuple[str, Any]]:
            for sign in self.alphabet:
                for edge in self.steps(at[0], at[1], sign):
                    if allowed is None or edge.to in allowed:
                        yield sign, (edge.to, sign)

        if start == end:
            return ""
        found = path((start, "。"), onward, lambda at: at[0] == end)
        return None if found is None else found[0]

    def _before(self, state: int) -> str:
        return self._word(START, state) or ""


def path(
    start: Hashable, onward: Callable[[Any], Iterable[tuple[str, Any]]], there: Callable[[Any], bool]
) -> tuple[str, Any] | None:
    """The shortest text that leads from a start to where ``there`` holds, with where it ends."""
    return path_from([start], onward, there)


def path_from(
    starts: Iterable[Hashable], onward: Callable[[Any], Iterable[tuple[str, Any]]], there: Callable[[Any], bool]
) -> tuple[str, Any] | None:
    """The shortest text that leads from any of the starts to where ``there`` holds, with where it ends."""
    came: dict[Any, tuple[Any, str] | None] = dict.fromkeys(starts)
    waiting = deque(came)
    while waiting:
        at = waiting.popleft()
        for sign, to in onward(at):
            if to in came:
                continue
            came[to] = (at, sign)
            if there(to):
                return _text(came, to), to
            waiting.append(to)
    return None


def _text(came: dict[Any, tuple[Any, str] | None], to: Any) -> str:
    signs: list[str] = []
    while (step := came[to]) is not None:
        to, sign = step
        signs.append(sign)
    return "".join(reversed(signs))
