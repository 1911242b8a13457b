"""The rule engine: how a rule is declared, run and told.

A rule is one function from a subject (plain frozen data, no database) to the hits it finds. Everything a person may
ask about it (code, title, severity, source, why it matters, when it applies) stands in its decorator.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final, Protocol

from models.vocabulary import Severity
from models.wording import Message

SEVERITY_ORDER: Final = {Severity.B: 0, Severity.R: 1, Severity.W: 2, Severity.I: 3}


class Stage(StrEnum):
    """How far a gender-impact sheet has come; a rule applies from its stage on (workflow.md §4)."""

    SELF_ASSESSMENT = "self_assessment"
    PARTICIPATION = "participation"
    RESULTS = "results"
    COMPLETED = "completed"

    @property
    def rank(self) -> int:
        """The stage's place in the order of the work."""
        return list(Stage).index(self)


class Subject(Protocol):
    """What rules judge: one document as plain data."""

    @property
    def kind(self) -> str:
        """The kind of what is judged: a ``Kind`` of documents, or another word of its own."""

    @property
    def stage(self) -> Stage:
        """How far the document has come; plans are always complete."""

    @property
    def context(self) -> Hashable:
        """Everything beside the content on which verdicts rest."""

    def position(self, at: str) -> tuple[int, ...]:
        """Return a sort key for a place, in the order in which the document is read."""

    def label(self, at: str) -> Message:
        """Return how people name a place (「貳 五-2 年度目標值」)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What one rule found at one place.

    ``about`` is the text the finding speaks of: an acknowledgement lapses when it changes. ``also`` names other places
    involved. ``severity`` is given only where the catalogue names two (GI-17) or where this hit is a lighter form of
    the rule.
    """

    at: str
    message: Message
    about: str = ""
    also: tuple[str, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue with everything that is said about it."""

    code: str
    title: str
    title_en: str
    severity: Severity
    source: str
    why: str
    kinds: frozenset[str]
    reads: frozenset[str]
    judge: Callable[[Any], Iterator[Hit]] = field(repr=False)
    stage: Stage = Stage.SELF_ASSESSMENT
    heuristic: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says is wrong, where and how severely, with the document that says so.

    ``raised_from`` is what the catalogue weighs it at where an agency weighs it heavier.
    """

    rule: str
    severity: Severity
    at: str
    message: Message
    source: str
    fingerprint: str
    also: tuple[str, ...] = ()
    raised_from: Severity | None = None


Judge = Callable[[Any], Iterator[Hit]]


class Registry:
    """Rules by code. The catalogue is one; rules on another kind of document may be kept in one of their own."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}

    def rule(
        self,
        code: str,
        *,
        title: str,
        title_en: str,
        severity: Severity,
        source: str,
        why: str,
        kinds: Collection[str],
        reads: Collection[str],
        stage: Stage = Stage.SELF_ASSESSMENT,
        heuristic: bool = False,
        apart: bool = False,
    ) -> Callable[[Judge], Judge]:
        """Register a function as the rule ``code``; raise ``ValueError`` when the code is taken.

        ``reads`` names the top-level sections of the content the verdict depends on. ``apart`` promises that each row
        of them is judged by itself: then only rows that changed are judged again.
        """

        def register(judge: Judge) -> Judge:
            if code in self._rules:
                raise ValueError(f"two rules are called {code}")
            self._rules[code] = Rule(
                code,
                title,
                title_en,
                severity,
                source,
                why,
                frozenset(kinds),
                frozenset(reads),
                judge,
                stage,
                heuristic,
                apart,
            )
            return judge

        return register

    def registered(self) -> tuple[Rule, ...]:
        """Return the rules registered so far, by code."""
        return tuple(self._rules[code] for code in sorted(self._rules))


_CATALOGUE: Final = Registry()
rule = _CATALOGUE.rule
registered = _CATALOGUE.registered  # ``workflows.rules.catalogue`` loads all of them first


def applicable(rules: Iterable[Rule], subject: Subject, touched: Collection[str] | None = None) -> Iterator[Rule]:
    """Yield the rules that speak of this subject at its stage and, when given, depend on a touched section."""
    for one in rules:
        if subject.kind not in one.kinds or one.stage.rank > subject.stage.rank:
            continue
        if touched is None or not one.reads.isdisjoint(touched):
            yield one


def findings_of_rule(one: Rule, subject: Subject) -> Iterator[Finding]:
    """Yield what one rule finds, weighed as the catalogue does."""
    for hit in one.judge(subject):
        severity = hit.severity or one.severity
        yield Finding(one.code, severity, hit.at, hit.message, one.source, fingerprint(one.code, hit), hit.also)


def with_raised_severity(findings: Iterable[Finding], raised: Mapping[str, Severity]) -> Iterator[Finding]:
    """Yield findings as an agency weighs them: never lighter than they came."""
    for one in findings:
        wanted = raised.get(one.rule)
        if wanted is not None and SEVERITY_ORDER[wanted] < SEVERITY_ORDER[one.severity]:
            one = replace(one, severity=wanted, raised_from=one.severity)
        yield one


def sorted_findings(findings: Iterable[Finding], subject: Subject) -> tuple[Finding, ...]:
    """Return findings by severity, then in document order, then by rule."""
    return tuple(sorted(findings, key=lambda one: (SEVERITY_ORDER[one.severity], subject.position(one.at), one.rule)))


def fingerprint(code: str, hit: Hit) -> str:
    """Return a digest of rule, place and the text spoken of, the same on every machine and in every language."""
    spoken = "\x1f".join((code, hit.at, hit.about or str(hit.message)))
    return hashlib.sha256(spoken.encode()).hexdigest()[:32]


def findings_json(
    findings: Iterable[Finding], document: object, say: Callable[[Message], str] = str, subject: Subject | None = None
) -> dict[str, Any]:
    """Return findings in the shape of interfaces.md §2 (check); ``say`` puts messages into the reader's language."""
    return {"document": document, "findings": [finding_json(one, say, subject) for one in findings]}


def finding_json(
    finding: Finding, say: Callable[[Message], str] = str, subject: Subject | None = None
) -> dict[str, Any]:
    """Return one finding in that shape; with a ``subject`` its place is named as well."""
    members: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "at": finding.at,
        "message": say(finding.message),
        "source": finding.source,
        "fingerprint": finding.fingerprint,
    }
    if subject is not None:
        members["place"] = say(subject.label(finding.at))
    if finding.also:
        members["also"] = list(finding.also)
    if finding.raised_from:
        members["raised_from"] = finding.raised_from.value
    return members
