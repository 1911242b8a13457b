"""Mutants of a room: small changes of its modules, each against the tests that run the changed line.

``make mutants`` draws a seeded sample of each room's mutants (Cosmic Ray's operators, each applied in memory: no file
is touched) and starts, in a process of its own for each, the tests that ``make coverage`` saw on that line, those that
run the fewest lines first. A mutant is killed by a failing test, by not being importable, or by taking too long.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.abc
import importlib.util
import multiprocessing
import os
import random
import re
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cosmic_ray.plugins
import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from coverage import CoverageData

ROOT: Final = Path(__file__).resolve().parent.parent
OPERATORS: Final = re.compile(
    r"core/(AddNot|Replace(And|Or|True|False|Break|Continue)With\w+|NumberReplacer|ZeroIterationForLoop|ExceptionReplacer"
    r"|ReplaceComparisonOperator_(Eq_NotEq|NotEq_Eq|Lt_(LtE|Gt)|LtE_(Lt|Gt)|Gt_(GtE|Lt)|GtE_(Gt|Lt)|Is_IsNot|IsNot_Is)"
    r"|ReplaceBinaryOperator_(Add_Sub|Sub_Add|Mul_Div|Div_Mul|BitAnd_BitOr)|ReplaceUnaryOperator_(Delete_\w+|USub_UAdd))"
)
"""Changes of what is done. Left out: ``|``, which stands in annotations, and what no text of ours could tell apart."""
RULE: Final = re.compile(r'    "([A-Z]{2}-\d{2})",$')
PRELOADED: Final = (
    "hypothesis flask sqlalchemy.orm flask_sqlalchemy flask_migrate flask_login flask_wtf flask_babel alembic lark "
    "transitions time_machine psycopg openpyxl"
).split()
"""Packages imported once, before the processes part; nothing of ours is among them."""
BATCHES: Final = (15, 60, 250)
"""How many tests are started at a time; a survivor has passed all of them, as far as its time reaches."""
NO_SERVER: Final = "postgresql:///none?host=/nonexistent"


@dataclass(frozen=True)
class Mutant:
    """One change: an operator of Cosmic Ray at one of its places in a module; ``line`` counts from 1."""

    module: str
    operator: str
    occurrence: int
    line: int

    @property
    def path(self) -> Path:
        return ROOT / (self.module.replace(".", "/") + ".py")

    def rule(self) -> str:
        """The code of the rule in whose function the line stands, the nearest above it; empty where there is none."""
        above = self.path.read_text("utf-8").splitlines()[: self.line]
        return next((code[1] for line in reversed(above) if (code := RULE.match(line))), "")

    def source(self) -> str:
        """The module's text with the change; raises ``ValueError`` where the operator does not apply."""
        operator = cosmic_ray.plugins.get_operator(self.operator)()
        changed = mutate_code(self.path.read_text("utf-8"), operator, self.occurrence)
        if changed is None:
            raise ValueError(f"{self} changes nothing")
        return str(changed)

    def __str__(self) -> str:
        before, after = self.path.read_text("utf-8").splitlines(), self.source().splitlines()
        changed = next((new for old, new in zip(before, after, strict=False) if old != new), "")
        line = before[self.line - 1].strip()
        return f"{self.path.relative_to(ROOT)}:{self.line} {self.operator.removeprefix('core/')}\n  - {line}\n  + {changed.strip()}"


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: killed, slow, survived or untested; how many of its tests were run."""

    mutant: Mutant
    outcome: str
    run: int = 0
    tests: int = 0


class Coverage:
    """Which tests run which line, as ``make coverage`` recorded it."""

    def __init__(self, file: Path) -> None:
        self._data = CoverageData(str(file))
        self._data.read()
        self._lines: dict[str, dict[int, list[str]]] = {}
        self._size: Counter[str] = Counter()
        for path in self._data.measured_files():
            lines = {
                line: sorted({re.sub(r"\|\w+$", "", context) for context in contexts if context} - {""})
                for line, contexts in self._data.contexts_by_lineno(path).items()
            }
            self._lines[path] = lines
            self._size.update(test for tests in lines.values() for test in tests)

    def tests(self, mutant: Mutant) -> list[str]:
        """The tests of the line, the likeliest to notice first; a line of the module itself is run by all of its tests.

        First come those that name the rule the line belongs to; then each test function in turn, with the example that
        runs the fewest lines: a hundred examples of one function would all overlook the same.
        """
        lines = next((tests_of_line for path, tests_of_line in self._lines.items() if Path(path) == mutant.path), {})
        tests = lines.get(mutant.line) or sorted({test for of_line in lines.values() for test in of_line})
        cheapest = sorted(
            (test for test in tests if "postgresql" not in test), key=lambda test: (self._size[test], test)
        )
        code, turns = mutant.rule(), Counter[str]()
        order = {}
        for test in cheapest:
            function = test.partition("[")[0]
            order[test] = (not code or code not in test, turns[function])
            turns[function] += 1
        return sorted(cheapest, key=order.__getitem__)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module."""
    nodes = list(ast_nodes(get_ast(path.read_text("utf-8"))))
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for name in filter(OPERATORS.match, cosmic_ray.plugins.operator_names()):
        operator = cosmic_ray.plugins.get_operator(name)()
        places = [start for node in nodes for start, _ in operator.mutation_positions(node)]
        for occurrence, (line, _) in enumerate(places):
            yield Mutant(module, name, occurrence, line)


def sample_of(room: str, size: int, seed: str) -> tuple[int, list[Mutant]]:
    """How many mutants a room has, and a sample that depends on the seed and the room's text alone."""
    mutants = [
        mutant
        for path in sorted((ROOT / room).rglob("*.py"))
        if path.name != "__init__.py"
        for mutant in mutants_of(path)
    ]
    chance = random.Random(f"{seed} {room}")  # noqa: S311 - a sample, no secret
    return len(mutants), chance.sample(mutants, min(size, len(mutants)))


class MutatedLoader(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Imports one module from its changed text."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant, self._text = mutant, mutant.source()

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: object = None) -> Any:
        if fullname != self._mutant.module:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=str(self._mutant.path))

    def get_source(self, fullname: str) -> str:
        return self._text

    def get_filename(self, fullname: str) -> str:
        return str(self._mutant.path)

    def exec_module(self, module: Any) -> None:
        module.__file__ = str(self._mutant.path)
        super().exec_module(module)


def run_tests(mutant: Mutant | None, tests: Sequence[str]) -> int:
    """Run tests against a mutant, or against what is there; the exit code of pytest."""
    with (ROOT / "var" / "mutants.log").open("a") as silent:
        os.dup2(silent.fileno(), 1)
        os.dup2(silent.fileno(), 2)
    if mutant is not None:
        sys.meta_path.insert(0, MutatedLoader(mutant))
    os.environ["TEST_POSTGRES_URL"] = NO_SERVER
    options = "-q -x -p no:cacheprovider -p no:pytest_cov -W ignore::pytest.PytestAssertRewriteWarning".split()
    return int(pytest.main([*options, *tests]))


def in_a_process(mutant: Mutant | None, tests: Sequence[str]) -> int | None:
    """The exit code of the tests in a process of their own; none where they took far more time than tests take.

    What counts is CPU time, since the machine may be busy; the clock is asked only for what waits for ever.
    """
    seconds = 30 + 2 * len(tests)
    process = os.fork()
    if process == 0:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        code = 3
        try:
            code = run_tests(mutant, tests)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    end = time.monotonic() + 10 * seconds
    while time.monotonic() < end:
        finished, status = os.waitpid(process, os.WNOHANG)
        if finished:
            code = os.waitstatus_to_exitcode(status)
            return None if code in (-signal.SIGXCPU, -signal.SIGKILL) else code
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return None


def judge(mutant: Mutant, tests: Sequence[str], within: float) -> Verdict:
    """Start the tests in batches until one fails, all have passed, or the time of this mutant is over."""
    begun, done = time.monotonic(), 0
    for size in BATCHES:
        batch = tests[done : done + size]
        if not batch or time.monotonic() - begun > within:
            break
        code = in_a_process(mutant, batch)
        done += len(batch)
        if code != 0:
            return Verdict(mutant, "slow" if code is None else "killed", done, len(tests))
    return Verdict(mutant, "survived" if tests else "untested", done, len(tests))


def passing(tests: Sequence[str]) -> bool:
    """Whether these tests pass as things are, without which no verdict would mean anything."""
    return in_a_process(None, tests) == 0


def report(room: str, total: int, verdicts: Sequence[Verdict]) -> None:
    """Print the survivors of a room and its figures."""
    for verdict in verdicts:
        if verdict.outcome in ("survived", "untested"):
            print(f"{verdict.outcome} {verdict.run} of {verdict.tests} tests: {verdict.mutant}")
    counts = Counter(verdict.outcome for verdict in verdicts)
    figures = ", ".join(f"{counts[name]} {name}" for name in ("killed", "slow", "survived", "untested"))
    dead = counts["killed"] + counts["slow"]
    print(f"{room}: {total} mutants, {len(verdicts)} judged: {figures}; killed {dead / max(len(verdicts), 1):.0%}")


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rooms", nargs="*", default=["workflows/rules", "workflows/lifecycle"])
    parser.add_argument("--sample", type=int, default=40, help="how many mutants of each room")
    parser.add_argument("--seed", default="7", help="another seed draws another sample")
    parser.add_argument("--minutes", type=float, default=20, help="no further mutant is begun after this")
    parser.add_argument(
        "--within", type=float, default=60, help="seconds after which no further batch of tests is begun for a mutant"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--coverage", type=Path, default=ROOT / "var" / "coverage")
    return parser.parse_args()


def main() -> int:
    """Judge a sample of each room; 1 where the tests fail without any change."""
    asked, end = options(), time.monotonic()
    end += asked.minutes * 60
    for name in PRELOADED:
        importlib.import_module(name)
    coverage = Coverage(asked.coverage)
    rooms = {room: sample_of(room, asked.sample, asked.seed) for room in asked.rooms}
    chosen = {mutant: coverage.tests(mutant) for _, mutants in rooms.values() for mutant in mutants}
    if not passing(sorted({test for tests in chosen.values() for test in tests[: BATCHES[0]]})):
        print("The tests fail as things are; `make coverage` shows which.")
        return 1
    verdicts: dict[Mutant, Verdict] = {}
    with ProcessPoolExecutor(asked.jobs, multiprocessing.get_context("fork")) as pool:
        waiting = {pool.submit(judge_before, end, mutant, tests, asked.within) for mutant, tests in chosen.items()}
        for finished in as_completed(waiting):
            verdict = finished.result()
            if verdict is not None:
                verdicts[verdict.mutant] = verdict
    for room, (total, mutants) in rooms.items():
        report(room, total, [verdicts[mutant] for mutant in mutants if mutant in verdicts])
    return 0


def judge_before(end: float, mutant: Mutant, tests: Sequence[str], within: float) -> Verdict | None:
    """The verdict on a mutant, none after the end of the time of all."""
    return None if time.monotonic() > end else judge(mutant, tests, within)


if __name__ == "__main__":
    raise SystemExit(main())
