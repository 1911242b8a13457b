"""Gender-impact sheets as rules see them: concepts of the form version, tolerant of half-filled files."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from models.vocabulary import Kind
from models.wording import N_, Message
from workflows.language import cell_text, declines, exempts, filled_text, plain, texts_in, written_in
from workflows.rules.budget import WHOLE
from workflows.rules.engine import Stage
from workflows.schema import (
    Field,
    FillingParty,
    FormVersion,
    Input,
    Item,
    Section,
    UnknownFormVersion,
    form_place,
    form_version,
    item_label,
    section_label,
    value_at,
)

DEFAULT_FORM: Final = "102A"
RELATED: Final = "有關"
UNRELATED: Final = "無關"
YES: Final = "是"
NO: Final = "否"
_SAYS_YES: Final = (YES, True, "yes", "Y", "V", "true")
_SAYS_NO: Final = (NO, False, "no", "N", "false")


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the application knows beside the form; ``None`` is "not known", about which no rule speaks.

    ``agencies`` are the names of central second-level agencies in force, empty when no table is at hand.
    """

    filler_account: str | None = None
    expert_accounts: tuple[str, ...] = ()
    reconfirmed: bool | None = None
    first_review_done: bool | None = None
    advised_early: bool | None = None
    expert_access_closed: bool | None = None
    fee_recorded: bool | None = None
    submitted: str | None = None
    kpi_titles: tuple[str, ...] | None = None
    indicators_made: bool = False
    titles_of_people: Mapping[str, str] = field(default_factory=dict)


def version_of(content: Mapping[str, Any]) -> FormVersion:
    """Return the version a sheet names, 102A where it names none that is known."""
    try:
        return form_version(str(content.get("form") or DEFAULT_FORM))
    except UnknownFormVersion:
        return form_version(DEFAULT_FORM)


@dataclass(frozen=True)
class SheetSubject:
    """A gender-impact sheet to be judged as far as ``stage``; a file handed in is judged as a whole."""

    content: Mapping[str, Any]
    form_version: FormVersion
    stage: Stage = Stage.COMPLETED
    plan_row: Mapping[str, Any] | None = None
    facts: SheetFacts = field(default_factory=SheetFacts)

    kind = Kind.GENDER_IMPACT

    @property
    def context(self) -> Hashable:
        """Everything beside the sections of the content on which verdicts rest; an unbegun sheet silences most rules."""
        return self.kind, self.form_version.code, self.stage, self.unbegun, repr(self.plan_row), repr(self.facts)

    def text(self, path: str) -> str:
        """Return the text at a place, empty where there is none or only a dash; figures and lists are put into words."""
        value = value_at(self.content, path)
        if isinstance(value, list):
            value = "、".join(one for one in value if isinstance(one, str))
        if isinstance(value, str):
            return cell_text(value)
        return "" if value is None or isinstance(value, bool | Mapping) else str(value)

    def says(self, path: str) -> str:
        """Return the text at a place where leaving it open is an answer: 免填, 略 and dashes are no text."""
        return filled_text(self.text(path))

    def plain(self, path: str) -> str:
        """Return the text at a place in the form for pattern matching."""
        return plain(self.text(path))

    def has(self, path: str) -> bool:
        """Return whether the content has this place at all, filled or not."""
        return value_at(self.content, path) is not None

    def asks(self, path: str) -> bool:
        """Return whether the form version has this place, or the sheet has it all the same."""
        return path in self.form_version.places or self.has(path)

    def concept(self, name: str) -> tuple[str, ...]:
        """Return the places of a concept; those of the common form where the version lacks it and the sheet has it."""
        own = self.form_version.concept(name)
        if own:
            return own
        common = form_version(DEFAULT_FORM).concept(name)
        return common if any(self.has(path) for path in common) else ()

    def item(self, path: str) -> tuple[Section, Item] | None:
        """Return section and item of a place, from the common form where the version does not know it."""
        return self.form_version.places.get(path) or form_version(DEFAULT_FORM).places.get(path)

    def name(self, path: str) -> str:
        """Return the item number (or label) by which sentences name a place."""
        item = self.item(path)
        return item[1].caption if item else path

    def empty(self, part: str) -> bool:
        """Return whether nothing at all is written in a part of the content, ticks left aside."""
        return not written_in(self.content.get(part))

    def reached(self, stage: Stage) -> bool:
        """Return whether the sheet is judged as far as this stage."""
        return self.stage.rank >= stage.rank

    @cached_property
    def grounds(self) -> str:
        """Why the plan is amended, as written; a file may lay it down as ``{"type": …}``."""
        value = self.content.get("amendment")
        return next(texts_in(value), "").strip()

    @cached_property
    def exempt(self) -> bool:
        """Whether the sheet itself says that none is owed (GI-01)."""
        return exempts(self.grounds)

    @cached_property
    def unbegun(self) -> bool:
        """Whether a sheet that should be complete holds nothing of staff's part: GI-01 says it all."""
        return self.reached(Stage.COMPLETED) and not any(text for _, text in self.staff_texts)

    @cached_property
    def beneficiaries(self) -> Mapping[str, str]:
        """Per place of BEN the answer 是 or 否, empty where it is neither or both."""
        answers = {}
        for path in self.concept("BEN"):
            value = value_at(self.content, f"{path}.answer")
            # bools are compared by identity of kind: 1 == True must not count as a tick
            said_yes = any(type(value) is type(one) and value == one for one in _SAYS_YES)
            said_no = any(type(value) is type(one) and value == one for one in _SAYS_NO)
            answers[path] = YES if said_yes else NO if said_no else ""
        return answers

    @property
    def unheard(self) -> bool:
        """Whether a sheet past the expert's turn holds nothing of the expert's part: GI-13 says it all."""
        return self.reached(Stage.RESULTS) and self.empty("participation")

    def foreign(self, numbers: Collection[str]) -> bool:
        """Return whether item numbers are those of the common form, used throughout in a sheet of another version."""
        common = form_version(DEFAULT_FORM)
        known = {item.no for section in common.sections for item in section.items}
        return self.form_version is not common and bool(numbers) and known.issuperset(numbers)

    @property
    def benefits_some(self) -> bool:
        """Whether any of BEN is 是."""
        return YES in self.beneficiaries.values()

    @property
    def benefits_none(self) -> bool:
        """Whether every one of BEN is 否."""
        return bool(self.beneficiaries) and set(self.beneficiaries.values()) == {NO}

    @cached_property
    def relevance(self) -> str:
        """REL: 有關, 無關, or empty."""
        said_so = self.plain("participation.relevance")
        return said_so if said_so in (RELATED, UNRELATED) else ""

    @cached_property
    def results_filled(self) -> tuple[str, ...]:
        """The places of RES that hold something more than that nothing need be filled."""
        return tuple(path for path in self.concept("RES") if self.says(path) and not declines(self.text(path)))

    @cached_property
    def staff_texts(self) -> tuple[tuple[str, str], ...]:
        """Place and text of every free text of staff's part, in form order."""
        return tuple(self.texts(FillingParty.STAFF, Input.TEXT, Input.YESNO_REASON))

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {path: number for number, path in enumerate(self.form_version.places)}

    def position(self, at: str) -> tuple[int, ...]:
        """Sort places in form order; a place the form does not name stands with the first place below it."""
        at = form_place(at)
        if at in self._order:
            return (self._order[at],)
        below = [number for path, number in self._order.items() if path.startswith((f"{at}.", f"{at}["))]
        return (min(below, default=-1 if at in ("form", "amendment") else len(self._order)),)

    def label(self, at: str) -> Message:
        """Name a place by its section, item number and label."""
        if at == WHOLE:
            return Message.of(N_("文件"))
        at = form_place(at)
        if item := self.item(at):
            return item_label(*item)
        below = (
            places[0] for path, places in self.form_version.places.items() if path.startswith((f"{at}.", f"{at}["))
        )
        section = next(below, None)
        return section_label(section) if section else Message(at)

    @cached_property
    def filled(self) -> tuple[tuple[str, str], ...]:
        """The places that hold running text, with the text."""
        return tuple((at, text) for at, text in self.texts() if text)

    def texts(self, part: FillingParty | None = None, *kinds: Input) -> Iterator[tuple[str, str]]:
        """Yield place and text of running text, of one part and of some kinds of items when given."""
        wanted = kinds or (Input.TEXT, Input.LINE, Input.YESNO_REASON)
        for section, leaf in self._leaves():
            if (part is None or section.party == part) and leaf.input in wanted:
                at = f"{leaf.path}.reason" if leaf.input is Input.YESNO_REASON else leaf.path
                yield at, self.text(at)

    def _leaves(self) -> Iterator[tuple[Section, Field]]:
        """Yield what the version asks for, then what only the common form does and the sheet has all the same."""
        common = form_version(DEFAULT_FORM)
        for version in dict.fromkeys((self.form_version.code, common.code)):
            form = self.form_version if version == self.form_version.code else common
            for section in form.sections:
                for leaf in (leaf for item in section.items for leaf in item.leaves):
                    if form is self.form_version or (leaf.path not in self.form_version.places and self.has(leaf.path)):
                        yield section, leaf
