"""The life of a gender-impact sheet below the web: who may say what, what sends it back, when it has to be judged again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import db
from models.document import Document
from models.vocabulary import Role
from tests.grid import walk
from tests.grid.walk import House
from workflows.desk.inbox import waiting_for
from workflows.experts.answers import promise_secrecy
from workflows.experts.invitations import Guest, invite, release
from workflows.gender.duty import duties, is_stale, judged_row
from workflows.lifecycle.context import NewOpinion
from workflows.lifecycle.permissions import may_see
from workflows.lifecycle.refusals import NotPermitted, NotVisible, Refused
from workflows.plans.definitions import kpis_of_plan
from workflows.review.opinions import give_opinion, respond


def part(name: str, **values: Any) -> dict[str, Any]:
    return {name: {**walk.of_sheet([name])[name], **values}}


def answers(*said: str) -> dict[str, Any]:
    rows = walk.of_sheet(["beneficiaries"])["beneficiaries"]
    return {"beneficiaries": [{**row, "answer": answer} for row, answer in zip(rows, said, strict=True)]}


def change_plan(house: House, sheet: int) -> None:
    found = house.dossier(sheet)
    key = found.document.part_key

    def edit(content: Mapping[str, Any]) -> Mapping[str, Any]:
        rows = [
            {**r, "content": r["content"] + "另增辦說明會。"} if r["id"] == key else r for r in content["key_plans"]
        ]
        return {"key_plans": rows}

    house.save(found.plan.id, "author", edit)


def state(house: House, sheet: int) -> str:
    return house.dossier(sheet).document.state


def test_related_while_all_are_no_sends_the_sheet_back_by_itself(session: Session) -> None:
    house, sheet = walk.sheet_begun.placed()
    house.save(sheet, "author", lambda _: answers("否", "否", "否"))
    house.explain(sheet, "author")
    house.go("submit", sheet, "author")
    promise_secrecy(sheet, house.on("invited expert"))
    house.save(sheet, "invited expert", lambda _: part("participation", relevance="有關"))
    house.go("answer", sheet, "invited expert")
    assert state(house, sheet) == "self_assessment"
    with pytest.raises(Refused) as again:
        house.go("submit", sheet, "author")
    assert "GI-19" in {finding.rule for finding in again.value.findings}
    house.save(sheet, "author", lambda _: answers("否", "是", "否"))
    house.explain(sheet, "author")
    house.go("submit", sheet, "author")
    house.go("answer", sheet, "invited expert")
    assert state(house, sheet) == "responding"


def test_the_expert_who_contradicts_himself_is_asked_first(session: Session) -> None:
    house, sheet = walk.sheet_sent.placed()
    house.save(sheet, "invited expert", lambda _: part("participation", relevance="無關", summary="建議補充性別統計。"))
    with pytest.raises(Refused) as refused:
        house.go("answer", sheet, "invited expert")
    assert {finding.rule for finding in refused.value.findings} == {"GI-22"}


def test_an_incomplete_answer_names_every_blank(session: Session) -> None:
    house, sheet = walk.sheet_sent.placed()
    with pytest.raises(Refused) as refused:
        house.go("answer", sheet, "invited expert")
    assert len(refused.value.findings) > 8
    assert {finding.at.split(".")[0] for finding in refused.value.findings} == {"participation"}


def test_nobody_answers_with_the_words_of_another(session: Session) -> None:
    house, sheet = walk.sheet_answered.placed()
    house.person("second expert", ("", Role.GENDER_EXPERT))
    house.go("give_back", sheet, "own gender_officer", opinions=(NewOpinion("請補性別統計"),))
    respond(sheet, 1, house.on("author"), text="已補性別統計如 4-2", adopted=True)
    invite(sheet, Guest(house.people["second expert"]), house.on("author"))
    house.go("submit", sheet, "author")
    promise_secrecy(sheet, house.on("second expert"))
    with pytest.raises(Refused) as refused:
        house.go("answer", sheet, "second expert")
    assert {"GI-16", "GI-23"} <= {finding.rule for finding in refused.value.findings}
    assert all(finding.at.startswith(("further[", "participation.pledge")) for finding in refused.value.findings)
    house.go("answer", sheet, "invited expert")
    assert state(house, sheet) == "expert_review", "the second expert has not answered yet"


def test_an_opinion_given_beforehand_is_enough_to_give_back(session: Session) -> None:
    house, sheet = walk.sheet_answered.placed()
    give_opinion(sheet, house.on("own gender_officer"), text="4-2 請補近三年統計")
    house.go("give_back", sheet, "own gender_officer")
    assert state(house, sheet) == "returned"
    with pytest.raises(Refused) as unanswered:
        house.go("submit", sheet, "author")
    assert {finding.rule for finding in unanswered.value.findings} == {"RV-04"}
    respond(sheet, 1, house.on("author"), text="感謝委員建議，遵照辦理。", adopted=True)
    with pytest.raises(Refused) as thanked:
        house.go("submit", sheet, "author")
    assert [(finding.rule, finding.at) for finding in thanked.value.findings] == [("RV-04", "opinions[1].response")]
    respond(sheet, 1, house.on("author"), text="已補近三年統計", adopted=True, changed_at="need.statistics")
    with pytest.raises(Refused) as unchanged:
        house.go("submit", sheet, "author")
    assert [(finding.rule, finding.at) for finding in unchanged.value.findings] == [("RV-03", "opinions[1].page")]
    house.save(sheet, "author", lambda _: part("need", statistics="104 至 106 年受輔導者女性 52 人、男性 128 人。"))
    house.go("submit", sheet, "author")
    assert state(house, sheet) == "expert_review"


def test_a_drafter_cannot_declare_the_sheet_exempt(session: Session) -> None:
    house, sheet = walk.sheet_begun.placed()
    with pytest.raises(NotPermitted):
        house.save(sheet, "author", lambda _: {"amendment": "PRICE"})
    with pytest.raises(NotPermitted):
        house.go("exempt", sheet, "author", grounds="PRICE", evidence="文號")


@pytest.mark.parametrize("settle", ["exempt", "complete", "withdraw"])
def test_the_experts_access_ends_with_the_matter(session: Session, settle: str) -> None:
    walks = {"exempt": walk.sheet_exempt, "complete": walk.completed_sheet, "withdraw": walk.sheet_sent}
    house, sheet = walks[settle].placed()
    if settle == "withdraw":
        house.go("withdraw", house.dossier(sheet).plan.id, "author", reason="政策調整")
    expert = house.on("invited expert").actor
    found = house.dossier(sheet)
    assert not may_see(expert, found.document)
    assert not may_see(expert, found.plan)
    with pytest.raises(NotVisible):
        house.go("answer", sheet, "invited expert")


def test_nobody_is_invited_to_a_withdrawn_plan(session: Session) -> None:
    house, sheet = walk.sheet_begun.placed()
    house.go("withdraw", house.dossier(sheet).plan.id, "author", reason="政策調整")
    with pytest.raises(Refused):
        invite(sheet, Guest(house.people["invited expert"]), house.on("author"))


def test_an_expert_asked_again_has_it_waiting_again(session: Session) -> None:
    house, sheet = walk.completed_sheet.placed()
    house.go("reopen", sheet, "author", reason="內容已變更")
    invite(sheet, Guest(house.people["invited expert"]), house.on("author"))
    house.explain(sheet, "author")
    house.go("submit", sheet, "author")
    release(sheet, house.people["invited expert"], house.on("author"), reason="改期")
    invite(sheet, Guest(house.people["invited expert"]), house.on("author"))
    assert waiting_for(db.session(), house.on("invited expert").actor) == [], "a new invitation, a new pledge"
    promise_secrecy(sheet, house.on("invited expert"))
    assert [one.document.id for one in waiting_for(db.session(), house.on("invited expert").actor)] == [sheet]
    house.save(sheet, "invited expert", lambda _: walk.of_sheet(["participation"]))
    house.go("answer", sheet, "invited expert")
    assert state(house, sheet) == "responding"


def test_a_later_round_is_not_held_up_by_the_notice_of_the_earlier(session: Session) -> None:
    house, sheet = walk.completed_sheet.placed()
    house.go("reopen", sheet, "author", reason="內容已變更")
    invite(sheet, Guest(house.people["invited expert"]), house.on("author"))
    house.save(sheet, "author", lambda _: part("filler", date="108-07-01"))
    house.explain(sheet, "author")
    house.go("submit", sheet, "author")
    dates = {"from": "108-07-02", "to": "108-07-12"}
    house.save(sheet, "invited expert", lambda _: part("participation", **dates))
    house.go("answer", sheet, "invited expert")
    assert state(house, sheet) == "responding"


def test_what_the_plan_changed_after_completion_makes_the_sheet_stale(session: Session) -> None:
    house, sheet = walk.completed_sheet.placed()
    before = house.dossier(sheet).row
    change_plan(house, sheet)
    assert is_stale(house.dossier(sheet))
    assert judged_row(house.dossier(sheet)) == before
    with pytest.raises(NotPermitted):
        house.go("reconfirm", sheet, "author", reason="已確認")
    house.go("reconfirm", sheet, "own gender_officer", reason="僅增辦說明會，評估結果不變")
    assert not is_stale(house.dossier(sheet))


def test_an_exempt_sheet_that_went_stale_is_done_again(session: Session) -> None:
    house, sheet = walk.sheet_exempt.placed()
    change_plan(house, sheet)
    found = house.dossier(sheet)
    assert is_stale(found)
    assert not next(duty for duty in duties(house.dossier(found.plan.id)) if duty.sheet).settled
    house.go("reopen", sheet, "author", reason="內容已變更")
    house.go("exempt", sheet, "own gender_officer", grounds="TERM", evidence="修正計畫第 3 頁")
    assert not is_stale(house.dossier(sheet))


def test_the_head_does_not_approve_over_a_sheet_given_back(session: Session) -> None:
    house, plan = walk.approving.placed()
    sheet = walk.completed_sheet(house, plan, house.dossier(plan).content["key_plans"][-1]["id"])
    house.go("give_back", sheet, "own gender_officer", opinions=(NewOpinion("請補性別統計"),))
    with pytest.raises(Refused) as refused:
        house.go("sign", plan, "own agency_head")
    assert "GI-01" in {finding.rule for finding in refused.value.findings}


def test_a_sheet_holds_for_every_later_edition(session: Session) -> None:
    house = walk.built()
    first = walk.draft(house, "free")
    row = house.dossier(first).content["key_plans"][-1]["id"]
    sheet = walk.sheet_begun(house, first, row, "free")
    house.go("exempt", sheet, "free gender_officer", grounds="PRICE", evidence="文號")
    assert {duty.sheet.id for duty in duties(house.dossier(first)) if duty.sheet} == {sheet}
    house.go("submit", first, "free author")
    house.go("sign", first, "free unit_head")
    for kpi in kpis_of_plan(house.dossier(first)):
        house.go("endorse", kpi.id, "free planning")
    for name in ("planning", "accounting"):
        house.go("sign", first, f"free {name}")
    for other in walk.owing(house, first):
        if other != row:
            walk.completed_sheet(house, first, other, "free")
    walk.decided(house, first, "free")
    for name in ("gender_officer", "agency_head"):
        house.go("sign", first, f"free {name}")
    before, plan = first, first
    for _round in range(2):
        house.go("amend", plan, "free author", grounds="BUDGET", reason="預算增減")
        plan = db.session.scalars(select(Document).where(Document.predecessor_id == plan)).one().id
        settled = {duty.row_id: duty.settled for duty in duties(house.dossier(plan))}
        assert settled[row], _round
        house.explain(plan, "free author")
        house.go("submit", plan, "free author")
        house.go("sign", plan, "free unit_head")
        for kpi in kpis_of_plan(house.dossier(plan)):
            house.go("endorse", kpi.id, "free planning")
        for name in ("planning", "accounting", "gender_officer", "agency_head"):
            house.go("sign", plan, f"free {name}")
    assert before != plan
