"""The toy as rules see it, and its three rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.vocabulary import Severity
from models.wording import Message
from workflows.rules.engine import Hit, Registry
from workflows.rules.subjects import FormSubject

RULES = Registry()


@dataclass(frozen=True)
class ToySubject(FormSubject):
    """A plan to replace equipment; what it costs is asked by several rules."""

    @property
    def years(self) -> list[str]:
        """The years for which money is asked."""
        head = "summary.years["
        return [at[len(head) :].partition("]")[0] for at in self.computed if at.startswith(head) and "total" not in at]


@RULES.rule(
    "TY-01",
    title="必填欄位均已填寫",
    title_en="Required fields are filled in",
    severity=Severity.B,
    source="測試表單",
    why="缺漏無法審議。",
    kinds=("toy",),
    reads=("cover", "goals", "narrative", "budget"),
)
def filled_in(toy: ToySubject) -> Iterator[Hit]:
    """Report every required field that is empty."""
    for at in toy.missing():
        yield Hit(at, Message.of("「%(field)s」尚未填寫。", field=toy.label(at)), about=at)


@RULES.rule(
    "TY-02",
    title="經費不超過額度",
    title_en="The budget keeps within the quota",
    severity=Severity.W,
    source="測試表單",
    why="超過額度者應說明。",
    kinds=("toy",),
    reads=("cover", "budget", "summary"),
)
def within_quota(toy: ToySubject) -> Iterator[Hit]:
    """Report a total above the quota."""
    total, quota = toy.figure("summary.years[total].budget"), toy.figure("summary.quota")
    if total is not None and quota is not None and total > quota:
        words = Message.of("經費合計%(total)s千元，超過額度%(quota)s千元。", total=total, quota=quota)
        yield Hit("summary.quota", words, about=f"{total}|{quota}")


@RULES.rule(
    "TY-03",
    title="主辦機關均已勾選",
    title_en="The owner has ticked every item",
    severity=Severity.B,
    source="測試表單",
    why="檢核表應逐項勾選。",
    kinds=("toy",),
    reads=("checklist",),
)
def ticked(toy: ToySubject) -> Iterator[Hit]:
    """Report every item without an answer."""
    for item in toy.form.checklists[0].items:
        if not toy.value(f"checklist.{item.key}.answer"):
            yield Hit(f"checklist.{item.key}.answer", Message.of("%(item)s未勾選。", item=item.key), about=item.key)
