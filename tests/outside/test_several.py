"""Several experts on one sheet: each answers apart, their opinions are answered one by one, and they confirm again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit_log import AuditEntry
from models.base import db
from models.experts import ExpertPart
from models.notice import Notice
from models.vocabulary import Role
from tests.grid import walk
from tests.grid.walk import House
from workflows.experts.answers import promise_secrecy
from workflows.experts.invitations import Guest, invite, release
from workflows.experts.results_letters import compiled_answers, confirm, tell_experts
from workflows.lifecycle.context import NewOpinion
from workflows.lifecycle.permissions import may_see
from workflows.lifecycle.refusals import NotPermitted, NotVisible, Refused
from workflows.review.opinions import respond
from workflows.schema.expert_parts import part_at

FIRST, SECOND = "invited expert", "second expert"


@pytest.fixture
def house(session: Session) -> House:
    built = walk.built()
    built.person(SECOND, ("", Role.GENDER_EXPERT))
    return built


def sent_to_both(house: House) -> int:
    sheet = walk.sheet_begun(house)
    invite(sheet, Guest(house.people[SECOND]), house.on("author"))
    house.go("submit", sheet, "author")
    for name in (FIRST, SECOND):
        promise_secrecy(sheet, house.on(name))
    return sheet


def own_key(house: House, sheet: int, name: str) -> str:
    return house.dossier(sheet).expert_parts[house.people[name]].part_key


def write(house: House, sheet: int, name: str, **values: Any) -> None:
    """Save the sample answer as this expert's own part."""
    key = own_key(house, sheet, name)
    answer = {**walk.of_sheet(["participation"])["participation"], **values}
    if key == "participation":
        house.save(sheet, name, lambda _: {"participation": answer})
        return

    def edit(content: Mapping[str, Any]) -> Mapping[str, Any]:
        others = [row for row in content.get("further", []) if row["id"] != key]
        return {"further": [*others, {**answer, "id": key}]}

    house.save(sheet, name, edit)


def second_identity() -> dict[str, Any]:
    return {
        "expert": {
            "name": "陳另一",
            "title": "副教授",
            "unit": "某大學",
            "field": "性別與科技",
            "standing": "",
            "external": True,
        }
    }


def both_answered(house: House) -> int:
    sheet = sent_to_both(house)
    write(house, sheet, FIRST)
    house.go("answer", sheet, FIRST, opinions=(NewOpinion("請補年齡層統計", "need.statistics"),))
    write(house, sheet, SECOND, **second_identity())
    house.go("answer", sheet, SECOND, opinions=(NewOpinion("請說明托育經費", "evaluation.8-1"),))
    return sheet


def version(house: House, sheet: int) -> int:
    return house.dossier(sheet).document.version


def actions_on(house: House, sheet: int) -> list[str]:
    name = house.dossier(sheet).document.object_name
    return list(db.session.scalars(select(AuditEntry.action).where(AuditEntry.object == name).order_by(AuditEntry.seq)))


def test_each_has_a_part_of_their_own_and_writes_in_no_other(house: House) -> None:
    sheet = sent_to_both(house)
    assert own_key(house, sheet, FIRST) == "participation"
    other = own_key(house, sheet, SECOND)
    write(house, sheet, FIRST)
    write(house, sheet, SECOND, summary="第二位的綜合意見")
    content = house.dossier(sheet).content
    assert content["participation"]["summary"] != part_at(content, other)["summary"] == "第二位的綜合意見"
    with pytest.raises(NotPermitted):
        house.save(
            sheet,
            SECOND,
            lambda _: {"participation": walk.of_sheet(["participation"])["participation"] | {"timing": "改"}},
        )
    with pytest.raises(NotPermitted):
        house.save(sheet, FIRST, lambda _: {"further": []})
    with pytest.raises(NotPermitted):
        house.save(sheet, SECOND, lambda now: {"further": [*now["further"], {**now["participation"], "id": "e-999"}]})
    assert house.dossier(sheet).content == content


def test_the_sheet_goes_on_when_all_have_answered(house: House) -> None:
    sheet = sent_to_both(house)
    write(house, sheet, FIRST)
    house.go("answer", sheet, FIRST)
    assert house.dossier(sheet).document.state == "expert_review"
    assert not may_see(house.on(FIRST).actor, house.dossier(sheet).document), "who has answered sees nothing more"
    with pytest.raises(Refused) as refused:
        house.go("answer", sheet, SECOND)
    key = own_key(house, sheet, SECOND)
    places = {finding.at for finding in refused.value.findings}
    assert {f"further[{key}].summary", f"further[{key}].pledge"} <= places
    assert not any(at.startswith("participation.summary") for at in places)
    write(house, sheet, SECOND, **second_identity())
    house.go("answer", sheet, SECOND)
    assert house.dossier(sheet).document.state == "responding"


def test_any_one_who_says_related_sends_the_sheet_back_with_the_reason(house: House) -> None:
    sheet = walk.sheet_begun(house)
    rows = walk.of_sheet(["beneficiaries"])["beneficiaries"]
    house.save(sheet, "author", lambda _: {"beneficiaries": [{**row, "answer": "否"} for row in rows]})
    house.explain(sheet, "author")
    invite(sheet, Guest(house.people[SECOND]), house.on("author"))
    house.go("submit", sheet, "author")
    for name in (FIRST, SECOND):
        promise_secrecy(sheet, house.on(name))
    unrelated = {"relevance": "無關", "summary": "無其他意見。"}
    write(house, sheet, FIRST, **unrelated)
    house.go("answer", sheet, FIRST)
    write(house, sheet, SECOND, relevance="有關", **second_identity())
    house.go("answer", sheet, SECOND)
    assert house.dossier(sheet).document.state == "self_assessment"
    back = db.session.scalars(select(AuditEntry.line).where(AuditEntry.action == "send_back")).one()
    assert "請修正後再送程序參與" in back


def test_who_does_not_answer_is_released_with_a_reason_and_the_sheet_goes_on(house: House) -> None:
    sheet = sent_to_both(house)
    write(house, sheet, SECOND, summary="還沒寫完", **second_identity())
    write(house, sheet, FIRST)
    house.go("answer", sheet, FIRST)
    with pytest.raises(Refused):
        release(sheet, house.people[SECOND], house.on("own gender_officer"))
    release(sheet, house.people[SECOND], house.on("own gender_officer"), reason="逾期未填復")
    found = house.dossier(sheet)
    assert found.document.state == "responding"
    assert not found.content.get("further"), "what was not handed in is not on the sheet"
    assert house.people["own gender_officer"] not in found.authors
    house.go("give_back", sheet, "own gender_officer", opinions=(NewOpinion("請補統計"),))
    assert (
        "逾期未填復" in db.session.scalars(select(AuditEntry.line).where(AuditEntry.action == "end_invitation")).one()
    )


def test_without_any_answer_nobody_released_moves_the_sheet(house: House) -> None:
    sheet = walk.sheet_sent(house)
    release(sheet, house.people[FIRST], house.on("author"), reason="改請他人")
    assert house.dossier(sheet).document.state == "expert_review"
    invite(sheet, Guest(house.people[SECOND]), house.on("author"))
    promise_secrecy(sheet, house.on(SECOND))
    assert own_key(house, sheet, SECOND) == "participation", "the place of the one who left is free"
    write(house, sheet, SECOND)
    house.go("answer", sheet, SECOND)
    assert house.dossier(sheet).document.state == "responding"


def test_opinions_are_answered_one_by_one_before_the_sheet_is_complete(house: House) -> None:
    sheet = both_answered(house)
    house.save(sheet, "author", lambda _: walk.of_sheet(["results"]))
    house.explain(sheet, "author")
    with pytest.raises(Refused) as refused:
        house.go("complete", sheet, "author")
    assert sorted(f.at for f in refused.value.findings if f.rule == "GI-24") == ["opinions[1]", "opinions[2]"]
    with pytest.raises(Refused) as nowhere:
        respond(sheet, 1, house.on("author"), text="已補年齡層統計", adopted=True)
    assert {finding.rule for finding in nowhere.value.findings} == {"GI-24"}
    respond(sheet, 1, house.on("author"), text="已補年齡層統計", adopted=True, changed_at="need.statistics")
    respond(sheet, 2, house.on("author"), text="經費由另案支應，改於 108 年度編列", adopted=False)
    assert compiled_answers(house.dossier(sheet)) == {
        "results.adopted": "意見1：已補年齡層統計", "results.not_adopted": "意見2：經費由另案支應，改於 108 年度編列",
    }  # fmt: skip
    house.go("complete", sheet, "author")
    assert house.dossier(sheet).document.state == "completed"


def answered_and_changed(house: House) -> int:
    sheet = both_answered(house)
    for number in (1, 2):
        respond(sheet, number, house.on("author"), text="已補", adopted=True, changed_at="need.statistics")
    house.save(sheet, "author", lambda now: {"goal": now["goal"] + "並增列托育名額。"})
    house.save(sheet, "author", lambda _: walk.of_sheet(["results"]))
    house.explain(sheet, "author")
    return sheet


def test_a_text_changed_after_they_spoke_waits_for_the_same_experts(house: House) -> None:
    sheet = answered_and_changed(house)
    with pytest.raises(Refused) as refused:
        house.go("complete", sheet, "author")
    assert [finding.rule for finding in refused.value.findings] == ["GI-27", "GI-27"]
    assert not may_see(house.on(FIRST).actor, house.dossier(sheet).document)
    tell_experts(sheet, house.on("author"), version=version(house, sheet))
    assert may_see(house.on(FIRST).actor, house.dossier(sheet).document)
    confirm(sheet, house.on(FIRST), agreed=True, version=version(house, sheet))
    assert not may_see(house.on(FIRST).actor, house.dossier(sheet).document)
    with pytest.raises(Refused):
        house.go("complete", sheet, "author")
    with pytest.raises(Refused):
        confirm(sheet, house.on(SECOND), agreed=False, version=version(house, sheet))
    confirm(sheet, house.on(SECOND), agreed=False, version=version(house, sheet), opinion="經費仍不清楚", anchor="goal")
    with pytest.raises(NotVisible):
        confirm(sheet, house.on(SECOND), agreed=True, version=version(house, sheet))
    with pytest.raises(Refused) as open_one:
        tell_experts(sheet, house.on("author"), version=version(house, sheet))
    assert {finding.rule for finding in open_one.value.findings} == {"GI-24"}
    respond(sheet, 3, house.on("author"), text="已寫明經費", adopted=True, changed_at="goal")
    tell_experts(sheet, house.on("author"), version=version(house, sheet))
    confirm(sheet, house.on(SECOND), agreed=True, version=version(house, sheet))
    house.explain(sheet, "author")
    house.go("complete", sheet, "author")
    done = actions_on(house, sheet)
    assert (done.count("confirm_ask"), done.count("expert_confirm"), done.count("notify")) == (3, 3, 3)


def test_a_change_of_the_plan_after_they_spoke_waits_too(house: House) -> None:
    sheet = both_answered(house)
    for number in (1, 2):
        respond(sheet, number, house.on("author"), text="已補", adopted=True, changed_at="need.statistics")
    house.save(sheet, "author", lambda _: walk.of_sheet(["results"]))
    house.explain(sheet, "author")
    found = house.dossier(sheet)
    key, plan = found.document.part_key, found.plan.id
    house.save(plan, "author", lambda now: {"key_plans": [
        {**row, "content": row["content"] + "另增辦說明會。"} if row["id"] == key else row for row in now["key_plans"]
    ]})  # fmt: skip
    with pytest.raises(Refused) as refused:
        house.go("complete", sheet, "author")
    assert {finding.rule for finding in refused.value.findings} == {"GI-27"}
    tell_experts(sheet, house.on("author"), version=version(house, sheet))
    for name in (FIRST, SECOND):
        confirm(sheet, house.on(name), agreed=True, version=version(house, sheet))
    house.go("complete", sheet, "author")


def test_experts_are_told_with_the_date_and_without_a_link_when_nothing_changed(house: House) -> None:
    sheet = both_answered(house)
    for number in (1, 2):
        respond(sheet, number, house.on("author"), text="已補", adopted=True, changed_at="need.statistics")
    with pytest.raises(Refused) as too_early:
        tell_experts(sheet, house.on("author"), version=version(house, sheet))
    assert [finding.at for finding in too_early.value.findings] == ["results.summary"]
    written = {**walk.of_sheet(["results"])["results"], "notified": ""}
    house.save(sheet, "author", lambda _: {"results": written})
    tell_experts(sheet, house.on("author"), version=version(house, sheet))
    parts = db.session.scalars(select(ExpertPart)).all()
    assert all(part.notified_at is not None and part.confirm_asked_at is None for part in parts)
    assert house.dossier(sheet).content["results"]["notified"] == "107-08-01"
    told = db.session.scalars(select(Notice).where(Notice.kind == "expert_result")).all()
    assert len(told) == 2
    assert all("意見1（參採）" in one.body and "/invited/" not in one.body for one in told)


def test_a_change_after_the_confirmation_is_confirmed_again(house: House) -> None:
    sheet = answered_and_changed(house)
    tell_experts(sheet, house.on("author"), version=version(house, sheet))
    for name in (FIRST, SECOND):
        confirm(sheet, house.on(name), agreed=True, version=version(house, sheet))
    house.save(sheet, "author", lambda now: {"goal": now["goal"] + "再改。"})
    house.explain(sheet, "author")
    with pytest.raises(Refused) as refused:
        house.go("complete", sheet, "author")
    assert {finding.rule for finding in refused.value.findings} == {"GI-27"}
