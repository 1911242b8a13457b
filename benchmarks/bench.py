"""``make bench``: what each act costs the server, as a multiple of an empty request of the same server in the same run.

Cost is CPU time of the worker process, read in nanoseconds from ``/proc/<pid>/task/*/schedstat`` around one request
at a time; every measured request is paired with an empty one (``GET /healthz``), and medians are compared. Machines
differ and are noisy, so only these ratios mean anything.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import bench_checks, bench_house
from benchmarks.browser import Answer, Browser
from benchmarks.server import Server, environment, flask, serving

TURNS = 60
WARM_UP = 8


@dataclass(frozen=True)
class Figure:
    """One row of the table: what was measured, in which unit, against which aim."""

    name: str
    value: float
    unit: str
    aim: float

    @property
    def good(self) -> bool:
        """Whether the aim is met."""
        return self.value <= self.aim


def spent(pid: int) -> int:
    """Nanoseconds on the processor so far, all threads of the process together."""
    return sum(int(path.read_text().split()[0]) for path in Path(f"/proc/{pid}/task").glob("*/schedstat"))


def cost(server: Server, act: Callable[[int], Answer], turns: int = TURNS) -> float:
    """The median cost of an act as a multiple of the median cost of an empty request, interleaved."""
    (pid,) = server.workers()
    empty = Browser(server.url)
    acts: list[int] = []
    nothing: list[int] = []
    for turn in range(turns + WARM_UP):
        before = spent(pid)
        answer = act(turn)
        after = spent(pid)
        empty.get("/healthz")
        last = spent(pid)
        if answer.status not in (200, 303):
            raise RuntimeError(f"the measured request failed: {answer.status} {answer.text[:300]}")
        if turn >= WARM_UP:
            acts.append(after - before)
            nothing.append(last - after)
    return statistics.median(acts) / statistics.median(nothing)


def nothing(server: Server, turns: int = TURNS) -> float:
    """The median cost of an empty request in nanoseconds."""
    (pid,) = server.workers()
    empty = Browser(server.url)
    times = []
    for _ in range(turns):
        before = spent(pid)
        empty.get("/healthz")
        times.append(spent(pid) - before)
    return statistics.median(times)


def memory(server: Server) -> float:
    """MiB of the worker: its resident set."""
    (pid,) = server.workers()
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def measured(server: Server, house: bench_house.House, database: bench_house.Database) -> list[Figure]:
    """Every figure, in one run."""
    acts = bench_house.Acts(server.url, house)
    figures = [
        Figure("my desk", cost(server, acts.desk), "×", 20),
        Figure("the whole plan page", cost(server, acts.plan_page), "×", 25),
        Figure("the page of an indicator", cost(server, acts.indicator), "×", 25),
    ]
    cold, warm = (cost_of / nothing(server) for cost_of in bench_checks.full_checks())
    figures += [
        Figure("a full check of the 107 plan, nothing remembered", cold, "×", 150),
        Figure("a full check of the 107 plan, texts remembered", warm, "×", 25),
    ]
    before = database.size()
    figures.append(Figure("saving a one-field change of the plan", cost(server, acts.save), "×", 25))
    figures.append(Figure("what a one-field revision adds", (database.size() - before) / 1024 / acts.saves, "KiB", 4))
    (pid,) = server.workers()
    more = bench_checks.added_by_checking(acts, lambda: spent(pid), TURNS)
    figures.append(Figure("what live checking adds to a save of one field", more / nothing(server), "×", 5))
    figures.append(Figure("checking a row when a field is left", cost(server, acts.check), "×", 25))
    figures.append(Figure("a signature without the password check", cost(server, acts.sign, turns=30), "×", 20))
    figures.append(Figure("history of a document with 200 revisions", cost(server, acts.history), "×", 25))
    database.add_plans(1_000)
    figures.append(Figure("results of a plan, 17 indicators × 4 quarters", cost(server, acts.results), "×", 25))
    figures.append(Figure("results of an agency and year", cost(server, acts.overview), "×", 25))
    figures.append(Figure("the gender officer's desk, 200 sheets", cost(server, acts.gender_desk), "×", 25))
    few = cost(server, acts.plans)
    database.add_plans(9_000)
    many = cost(server, acts.plans)
    figures += [
        Figure("plans list, 50 rows of 1,000", few, "×", 25),
        Figure("plans list, 50 rows of 10,000", many, "×", 25),
        Figure("plans list, 10,000 against 1,000", many / few, "×", 1.3),
        Figure("memory of a worker", memory(server), "MiB", 90),
    ]
    return figures


def table(figures: list[Figure]) -> str:
    """The figures for people."""
    width = max(len(figure.name) for figure in figures)
    return "\n".join(
        f"{figure.name:<{width}}  {figure.value:8.2f} {figure.unit:<4} aim ≤ {figure.aim:<5g} {'met' if figure.good else 'MISSED'}"
        for figure in figures
    )


def main() -> int:
    """The command line; exit status 1 if an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--database", help="a fresh, empty database; default: SQLite in a temporary folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.database or f"sqlite:///{folder}/bench.sqlite3"
        environ = environment(url)
        flask(environ, "db", "upgrade")
        database = bench_house.Database(url)
        house = database.furnish()
        with serving(environ, workers=1, threads=4, log=Path(folder) / "server.log") as server:
            figures = measured(server, house, database)
    print(json.dumps([asdict(figure) for figure in figures]) if options.json else table(figures))
    return 0 if all(figure.good for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
