"""The rule catalogue as people and machines read it: by group, with each rule's severity at an agency and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app.shell.access import session_user
from app.shell.rendering import iso, roc, say, source_words
from forms.search import words_of
from models.agency_settings import RaisedSeverity
from models.base import db
from models.people import Agency
from models.vocabulary import Severity
from models.wording import N_
from workflows.kinds import GENDER_IMPACT, KINDS
from workflows.language import fold, whole_number
from workflows.lifecycle import Permission as P
from workflows.lifecycle import agencies_with
from workflows.review import heavier_than, raised_severities
from workflows.rules import GROUPS, SEVERITY_ORDER, Rule, Stage, catalogue

MEANINGS: Mapping[Severity, str] = {
    Severity.B: N_("改正後才能送審"),
    Severity.R: N_("改正後才能核定"),
    Severity.W: N_("改正，或說明理由後才能送審"),
    Severity.I: N_("供參考，不影響送審"),
}
NAMES: Mapping[Severity, str] = {
    Severity.B: N_("阻擋送審"),
    Severity.R: N_("阻擋核定"),
    Severity.W: N_("警告"),
    Severity.I: N_("提示"),
}
LATER_STAGES = {
    state.stage: state.name for state in GENDER_IMPACT.workflow.states if state.stage is not Stage.SELF_ASSESSMENT
}


@dataclass(frozen=True)
class Question:
    """What of the catalogue is asked for; anything that is no answer to it is left out."""

    q: str = ""
    kind: str = ""
    severity: str = ""
    agency: int | None = None

    @classmethod
    def asked(cls, sent: Mapping[str, str]) -> Question:
        """Read the address."""
        mine = {one.id for one in agencies_of_visitor()}
        agency = whole_number(sent.get("agency", ""), 9)
        kind, severity = sent.get("kind", ""), sent.get("severity", "")
        return cls(
            q=sent.get("q", "").strip()[:80],
            kind=kind if kind in KINDS else "",
            severity=severity if severity in set(Severity) else "",
            agency=agency if agency in mine else min(mine, default=None),
        )

    @property
    def narrow(self) -> bool:
        """Whether less than everything is asked for."""
        return bool(self.q or self.kind or self.severity)


def agencies_of_visitor() -> list[Agency]:
    """The agencies at which this person holds a role today, whose weights concern them."""
    held = {agency for _role, agency in session_user().actor.holdings if agency is not None}
    agencies = {one.agency.id: one.agency for one in session_user().user.holdings if one.agency is not None}
    return [agencies[key] for key in sorted(held & agencies.keys())]


def title_of(one: Rule) -> str:
    """A rule's title in the reader's language."""
    locale = get_locale()
    return one.title_en if locale is not None and locale.language == "en" else one.title


def row_of(one: Rule, raised: Mapping[str, RaisedSeverity]) -> dict[str, Any]:
    """One rule as pages show it."""
    own = raised.get(one.code)
    now = Severity(own.severity) if own else one.severity
    return {
        "code": one.code,
        "title": title_of(one),
        "severity": one.severity.value,
        "now": now.value,
        "raised": own is not None,
        "name": say(NAMES[one.severity]),
        "now_name": say(NAMES[now]),
        "meaning": say(MEANINGS[now]),
        "why": say(one.why),
        "source": source_words(one.source),
        "heuristic": one.heuristic,
        "kinds": [say(kind.label) for kind in KINDS.values() if kind.name in one.kinds],
        "from_stage": _from_stage(one),
        "reason": own.reason if own else "",
        "by": own.user.name if own else "",
        "at": roc(own.at) if own else "",
        "iso": iso(own.at) if own else "",
        "href": url_for("weighing.rule", code=one.code),
    }


def _answers(one: Rule, question: Question, raised: Mapping[str, RaisedSeverity]) -> bool:
    own = raised.get(one.code)
    if question.severity and question.severity != (own.severity if own else one.severity.value):
        return False
    if question.kind and question.kind not in one.kinds:
        return False
    words = words_of(question.q)
    searched = fold(" ".join((one.code, one.title, one.title_en, one.why, say(one.why), source_words(one.source))))
    return all(word in searched for word in words)


def _from_stage(one: Rule) -> str:
    """The label of the state from which on the rule is judged, nothing for one that is judged from the beginning."""
    if one.stage not in LATER_STAGES:
        return ""
    name = LATER_STAGES[one.stage]
    states = (kind.workflow.state_named.get(name) for kind in KINDS.values() if kind.name in one.kinds)
    return next((say(state.label) for state in states if state), "")


def matching_rules(question: Question) -> list[Rule]:
    """The rules that answer a question, by group."""
    raised = raised_of(question)
    return [one for prefix in GROUPS for one in _group(prefix) if _answers(one, question, raised)]


def _group(prefix: str) -> Iterable[Rule]:
    return (one for one in catalogue() if one.code.startswith(f"{prefix}-"))


def raised_of(question: Question) -> dict[str, RaisedSeverity]:
    """What the agency asked about has raised."""
    return raised_severities(db.session(), question.agency) if question.agency else {}


def catalogue_context(question: Question) -> dict[str, Any]:
    """Everything ``checks/index.html`` shows."""
    raised, rules = raised_of(question), matching_rules(question)
    agencies = agencies_of_visitor()
    groups = [
        {
            "prefix": prefix,
            "title": say(title),
            "rows": [row_of(one, raised) for one in rules if one.code.startswith(f"{prefix}-")],
        }
        for prefix, title in GROUPS.items()
    ]
    return {
        "question": question,
        "groups": [group for group in groups if group["rows"]],
        "count": len(rules),
        "total": len(catalogue()),
        "raised_count": len(raised),
        "agency": next((one for one in agencies if one.id == question.agency), None),
        "agencies": [(str(one.id), one.name) for one in agencies],
        "kinds": [
            (kind.name, say(kind.label))
            for kind in KINDS.values()
            if any(kind.name in one.kinds for one in catalogue())
        ],
        "severities": [
            (one.value, _("%(letter)s　%(name)s", letter=one.value, name=say(NAMES[one]))) for one in SEVERITY_ORDER
        ],
        "levels": [
            {"letter": one.value, "name": say(NAMES[one]), "meaning": say(MEANINGS[one])} for one in SEVERITY_ORDER
        ],
    }


def rule_json(one: Rule, raised: Mapping[str, RaisedSeverity]) -> dict[str, Any]:
    """One rule for machines: in the reader's language, with what the agency made of it."""
    own = raised.get(one.code)
    return {
        "rule": one.code,
        "severity": one.severity.value,
        "agency_severity": own.severity if own else one.severity.value,
        "raised": {"reason": own.reason, "by": own.user.name, "at": iso(own.at)} if own else None,
        "title": one.title,
        "title_en": one.title_en,
        "why": say(one.why),
        "source": one.source,
        "kinds": sorted(str(kind) for kind in one.kinds),
        "stage": one.stage.value,
        "heuristic": one.heuristic,
        "may_become": [each.value for each in heavier_than(one.severity)],
    }


def may_weigh(agency: int | None) -> bool:
    """Whether this person may change the weights of the agency."""
    return agency is not None and agency in agencies_with(session_user().actor, P.SEVERITY_SET)


def weights_of(one: Rule) -> list[tuple[str, str]]:
    """The severities a rule may have at an agency, in words; the catalogue's own first."""
    own = _("%(letter)s　%(name)s（規則目錄）", letter=one.severity.value, name=say(NAMES[one.severity]))
    rest = [
        (each.value, _("%(letter)s　%(name)s", letter=each.value, name=say(NAMES[each])))
        for each in reversed(heavier_than(one.severity))
    ]
    return [(one.severity.value, own), *rest]
