"""How defects are planted in sheets: what a defect is, on which sheets it makes sense, and changes to copy from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.rules.sets.sheets import sheet
from workflows.language import calendar

Sheet = dict[str, Any]
Test = Callable[[Sheet], bool]
Plant = Callable[[Sheet], object]


@dataclass(frozen=True)
class Defect:
    """One planted defect: exactly ``rule`` must be found at ``at``, on sheets for which ``suits`` holds."""

    rule: str
    name: str
    at: str
    plant: Plant
    suits: Test


@dataclass(frozen=True)
class Planted:
    """A defect in one clean sheet."""

    base: str
    defect: Defect

    @property
    def content(self) -> Sheet:
        """The sheet with its defect."""
        content = sheet(self.base)
        self.defect.plant(content)
        return content


def filled(content: Sheet) -> bool:
    """Whether the sheet is not one of the exempt ones."""
    return bool(content.get("need"))


def common(content: Sheet) -> bool:
    """Whether it is a sheet of 102A that is filled in."""
    return filled(content) and content["form"] == "102A"


def related(content: Sheet) -> bool:
    """Whether the expert found the plan related, on a sheet of 102A."""
    return common(content) and content["participation"]["relevance"] == "有關"


def unrelated(content: Sheet) -> bool:
    """Whether the expert found the plan unrelated."""
    return common(content) and not related(content)


def answered(content: Sheet) -> bool:
    """Whether results are given, in whichever version."""
    return filled(content) and content["participation"]["relevance"] == "有關"


def put(path: str, value: Any) -> Plant:
    """Return a plant that lays a value at a path of names and numbers, making what is not there."""

    def plant(content: Sheet) -> None:
        *above, last = path.split("/")
        here: Any = content
        for name in above:
            here = here[int(name)] if isinstance(here, list) else here.setdefault(name, {})
        here[int(last) if isinstance(here, list) else last] = value

    return plant


def drop(path: str) -> Plant:
    """Return a plant that takes a key away."""

    def plant(content: Sheet) -> None:
        *above, last = path.split("/")
        here: Any = content
        for name in above:
            here = here[int(name)] if isinstance(here, list) else here[name]
        del here[last]

    return plant


def every(*plants: Plant) -> Plant:
    """Return several changes as one defect."""
    return lambda content: [plant(content) for plant in plants]


def day(content: Sheet, path: str) -> date:
    """Return the date at ``part/key``."""
    part, key = path.split("/")
    found = calendar.from_roc(content[part][key])
    assert found
    return found


def roc(moment: date) -> str:
    """Write a date as the interface does."""
    return calendar.roc(moment, "-")


def moved(path: str, anchor: str, days: int) -> Plant:
    """Return a plant that sets a date some days from another one."""
    return lambda content: put(path, roc(day(content, anchor) + timedelta(days=days)))(content)


def ben(number: int, key: str = "reason") -> str:
    """The place of a beneficiary item."""
    return f"beneficiaries[7-{number}].{key}"


def reason(number: int, text: str) -> Plant:
    """Return a plant in the reason of one beneficiary item."""
    return put(f"beneficiaries/{number - 1}/reason", text)


def no_everywhere(content: Sheet) -> None:
    """Tick 否 in every beneficiary item."""
    for row in content["beneficiaries"]:
        row["answer"] = "否"


def relate(content: Sheet) -> None:
    """Let the expert of an unrelated sheet find it related."""
    content["participation"]["relevance"] = "有關"


def unrelate(content: Sheet) -> None:
    """Let the expert of a related sheet find it unrelated."""
    content["participation"]["relevance"] = "無關"


def same(sentences: tuple[str, ...], *places: str) -> Plant:
    """Return a plant that writes alike sentences into several cells."""
    return every(*(put(place, text) for place, text in zip(places, sentences, strict=True)))


def _given(key: str) -> Test:
    return lambda content: filled(content) and bool(content.get(key))
