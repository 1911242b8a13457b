"""Documents with one planted defect each, on which the rules are measured and tested.

A module of this package that has ``SET`` is found by ``case_sets()``: by the tests beside it and by
``benchmarks/rules.py``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple


class Found(NamedTuple):
    """A rule, the place where it spoke, and what it said."""

    rule: str
    at: str
    message: str = ""
    also: tuple[str, ...] = ()


Findings = Callable[[], Iterable[Found]]


@dataclass(frozen=True)
class Clean:
    """A good document: ``judged`` holds the findings that were looked at by hand and are right."""

    name: str
    findings: Findings
    judged: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Case:
    """A document with one planted defect: ``rule`` must be reported once, at one of ``places``, and nothing else."""

    rule: str
    name: str
    document: Clean
    places: tuple[str, ...]
    findings: Findings

    def outcome(self) -> tuple[bool, list[Found]]:
        """Return whether the defect was found in its place, and what else was newly reported.

        Findings of the good document are known by their words: their places move when a row is added.
        """
        before = list(self.document.findings())
        new = [one for one in self.findings() if one not in before]
        hit = next((one for one in new if one.rule == self.rule and one.at in self.places), None)
        said = {(one.rule, one.message) for one in before}
        known = {(one.rule, at) for one in before for at in (one.at, *one.also)}
        others = [one for one in new if (one.rule, one.message) not in said and (one.rule, one.at) not in known]
        return hit is not None, [one for one in others if one != hit]

    def __str__(self) -> str:
        return f"{self.rule} {self.name} [{self.document.name}]"


@dataclass(frozen=True)
class CaseSet:
    """Good documents with the broken copies made of them."""

    name: str
    clean: tuple[Clean, ...]
    cases: tuple[Case, ...]


def case_sets() -> tuple[CaseSet, ...]:
    """Return the sets of this package."""
    names: Final = [module.name for module in pkgutil.iter_modules(__path__)]
    modules = (importlib.import_module(f"{__name__}.{name}") for name in sorted(names))
    return tuple(module.SET for module in modules if hasattr(module, "SET"))
