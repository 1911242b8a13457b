"""The engine: declaration, order, raised severities, stages, touched sections, fingerprints, the JSON shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from models.vocabulary import Kind, Severity
from models.wording import Message
from tests.rules.examples import AGENCY, YEAR, clean_plan, clean_sheet
from tests.rules.plan_mutations import MUTATIONS, Mutation
from workflows.kinds import GENDER_IMPACT
from workflows.rules import Finding, Hit, PlanSubject, SheetSubject, Stage, catalogue, check, findings_json
from workflows.rules.engine import SEVERITY_ORDER, registered, rule
from workflows.rules.subjects.plan import SECTIONS
from workflows.schema.sheet import form_version


def broken_plan() -> dict[str, Any]:
    """Return a plan with findings of all four severities, in several places."""
    plan = clean_plan()
    plan["preamble"] = plan["preamble"].replace("107", "106")
    plan["kpis"][0]["links"] = ["無"]
    plan["kpis"][3]["regime"] = 9
    plan["kpis"][1]["regime"] = 7
    plan["key_plans"][0]["content"] = "建置海岸監測站。。"
    return plan


def findings(plan: dict[str, Any], **more: Any) -> tuple[Finding, ...]:
    """Return what is found on a plan."""
    return check(PlanSubject(plan, YEAR, AGENCY), **more)


def test_the_catalogue_is_complete_and_explains_itself() -> None:
    codes = {one.code for one in catalogue()}
    expected = (
        {f"AP-{n:02}" for n in range(1, 8)}
        | {f"KP-{n:02}" for n in range(1, 25)}
        | {f"GI-{n:02}" for n in range(1, 38)}
        | {f"RV-{n:02}" for n in range(1, 9)}
        | {f"SG-{n:02}" for n in range(1, 12)}
        | {f"TM-{n:02}" for n in range(1, 4)}
    )
    assert codes == expected | {f"DT-{n:02}" for n in range(1, 13)}
    for one in catalogue():
        assert one.title and one.title_en and one.source and len(one.why) > 10, one.code
        assert one.kinds and one.reads, one.code
        assert one.judge.__doc__, one.code


def test_a_code_is_taken_once() -> None:
    def judge(subject: Any) -> Iterator[Hit]:
        yield from ()

    with pytest.raises(ValueError, match="AP-01"):
        rule("AP-01", title="", title_en="", severity=Severity.I, source="", why="", kinds=(), reads=())(judge)
    assert registered() == catalogue()


def test_findings_come_by_severity_then_in_document_order_and_always_the_same() -> None:
    found = findings(broken_plan())
    assert [SEVERITY_ORDER[one.severity] for one in found] == sorted(SEVERITY_ORDER[one.severity] for one in found)
    assert [one.at for one in found if one.rule == "KP-02"] == ["kpis[k-00000002].regime", "kpis[k-00000004].regime"]
    assert {one.severity for one in found} == set(Severity)
    assert findings(broken_plan()) == found


def test_an_agency_raises_and_never_lowers() -> None:
    raised = {"DT-05": Severity.B, "KP-02": Severity.I}
    severities = {one.rule: one.severity for one in findings(broken_plan(), raised=raised)}
    assert severities["DT-05"] is Severity.B
    assert severities["KP-02"] is Severity.B


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: f"{one.rule}: {one.name}")
def test_checking_what_was_touched_finds_what_touching_it_broke(mutation: Mutation) -> None:
    before, plan = clean_plan(), clean_plan()
    mutation.plant(plan)
    touched = {name for name in SECTIONS if plan.get(name) != before.get(name)}
    assert findings(plan, touched=touched) == findings(plan)


def test_a_fingerprint_lapses_with_the_text_it_spoke_of_and_only_then() -> None:
    def fingerprint(plan: dict[str, Any]) -> str:
        return next(one.fingerprint for one in findings(plan) if one.rule == "KP-15")

    plan = clean_plan()
    plan["key_plans"][1]["content"] = "以柔性工法復育海岸 15 公里。"
    first = fingerprint(plan)
    plan["key_plans"][1]["work_plan"] = "另一業務"
    plan["preamble"] += "\n\n另述。"
    assert fingerprint(plan) == first
    plan["key_plans"][1]["content"] = "以柔性工法復育海岸 16 公里。"
    assert fingerprint(plan) != first


def test_rules_wait_for_their_stage() -> None:
    sheet = clean_sheet() | {"participation": {}, "results": {}}
    form = form_version("102A")
    assert check(SheetSubject(sheet, form, Stage.SELF_ASSESSMENT)) == ()
    assert {one.rule for one in check(SheetSubject(sheet, form, Stage.PARTICIPATION))} >= {"GI-13", "GI-16", "GI-23"}
    assert [state.stage for state in GENDER_IMPACT.workflow.road(under_authority=False)] == list(Stage)


def test_json_has_the_shape_of_the_interface() -> None:
    subject = PlanSubject(broken_plan(), YEAR, AGENCY)
    told = findings_json(check(subject), "plan.txt", subject=subject)
    assert json.loads(json.dumps(told)) == told
    assert told["document"] == "plan.txt"
    first = told["findings"][0]
    assert {"rule", "severity", "at", "message", "source"} <= set(first)
    assert first["place"] == "貳 一-2「海岸復育長度」評估體制"
    english = findings_json(check(subject), "plan.txt", say=lambda message: message.text)
    assert "%(regime)s" in english["findings"][0]["message"]


def test_every_place_can_be_named() -> None:
    plan = PlanSubject(broken_plan(), YEAR, AGENCY)
    for one in check(plan):
        assert str(plan.label(one.at)) != one.at
    sheet = SheetSubject({"form": "102A"}, form_version("102A"))
    assert sheet.kind is Kind.GENDER_IMPACT
    for found in check(sheet):
        assert str(sheet.label(found.at)) or found.at == "amendment"


def test_messages_fill_their_figures() -> None:
    for subject in (PlanSubject(broken_plan(), YEAR, AGENCY), SheetSubject({}, form_version("102A"))):
        for one in check(subject):
            assert "%(" not in str(one.message)
    assert str(Message.of("%(a)s%%", a=1)) == "1%"
