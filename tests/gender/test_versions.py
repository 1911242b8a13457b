"""A sheet is begun in a version and stays in it: its questions, its life and its printed form."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from forms.sheets import field_name, leaves
from tests.views.reviewers import send_json
from tests.views.sheet_world import SheetWorld
from workflows.schema.fields import Field, Input
from workflows.schema.form import FormVersion
from workflows.schema.sheet import FillingParty, form_version, form_versions

ANSWERS = {
    "need.overview": "本計畫補助青年返鄉創業，歷年申請者中女性偏少，需瞭解原因並調整。",
    "need.statistics": "107 年申請人 420 人，女性 152 人（36.2%），男性 268 人（63.8%）。",
    "need.statistics_plan": "由產業組於每年 1 月分性別統計申請及核定人數，並於年度檢討會報告。",
    "goal": "性別目標：女性創業者受輔導比率由 36% 提升至 40%，衡量標準為受輔導女性人數除以總人數。",
    "evaluation.2-2": "於女性社團及漁會辦理說明會四場，並安排女性業師十位。",
    "evaluation.2-3": "編列女性創業輔導經費 300 萬元，占總經費 12%。",
    "participation.summary": "建議比較各縣市女性申請比率之差異，並檢討擔保條件對女性之影響。",
    "results.summary": "依專家建議補列各縣市分性別統計，並調整說明會之地點。",
    "results.adopted": "計畫書第 3 頁補列分縣市統計；說明會增列兩場於漁村辦理。",
    "filler.date": "107/07/01", "filler.name": "林承辦", "filler.title": "技士", "filler.identity": "業務單位人員",
    "filler.phone": "02-27377000", "filler.email": "lin@example.gov.tw", "plan_title": "青年返鄉創業輔導計畫",
    "supervising_agency": "科技部", "drafting_agency": "科技部產學司", "domains": ["3-2"],
    "participation.from": "107/07/10", "participation.to": "107/07/18", "participation.relevance": "有關",
    "participation.expert.name": "林雅婷", "participation.expert.title": "教授", "participation.expert.unit": "國立大學",
    "participation.expert.field": "性別與勞動", "participation.expert.external": "y", "participation.pledge": "y",
    "results.notified": "107/07/25",
}  # fmt: skip


@pytest.fixture
def world(app: Flask) -> SheetWorld:
    return SheetWorld(app)


def begun(world: SheetWorld, code: str) -> Any:
    drafter = world.enter("drafter")
    answer = drafter.send("/sheets", form=f"/plans/{world.plan_id}/sheets", form_version=code)
    assert answer.status_code == 303, answer.text
    world.sheet_id = int(answer.location.rpartition("/")[2])
    return drafter


def typed(items: list[tuple[str, Field]]) -> dict[str, Any]:
    return {
        field_name(path): ANSWERS[path] for path, item in items if path in ANSWERS and item.input is not Input.FIGURES
    }


def filled(world: SheetWorld, client: Any, version: FormVersion, part: FillingParty) -> None:
    for section in version.filled_by(part):
        answer = client.send(world.at(section.key), form=f"/{section.key}", go="stay", **typed(list(leaves(section))))
        assert answer.status_code == 303, (section.key, answer.text)


def explained(world: SheetWorld, drafter: Any, move: str) -> None:
    offers = drafter.get(world.at(), headers={"Accept": "application/json"}).json["offers"]
    for one in next(offer["findings"] for offer in offers if offer["move"] == move):
        if one["severity"] == "W":
            body = {"rule": one["rule"], "fingerprint": one["fingerprint"], "reason": "已與性平業務窗口確認。"}
            assert send_json(drafter, f"/documents/{world.sheet_id}/acknowledgements", **body).status_code < 300


@pytest.mark.parametrize("code", ["98A", "108"])
def test_a_sheet_of_another_version_lives_its_whole_life_in_it(world: SheetWorld, code: str) -> None:
    version = form_version(code)
    drafter = begun(world, code)
    assert world.now(world.sheet_id).form_version == code
    page = drafter.get(world.at()).text
    for heading in (section.heading for section in version.sections):
        assert heading in page, heading
    assert "待確認" in page
    filled(world, drafter, version, FillingParty.STAFF)
    assert drafter.send(world.at("experts"), form="/experts", expert=str(world.expert_id)).status_code == 303
    explained(world, drafter, "submit")
    assert world.make(drafter, "submit").status_code == 303
    expert = world.enter("gender_expert")
    filled(world, expert, version, FillingParty.EXPERT)
    assert world.make(expert, "answer").status_code == 303
    assert world.now(world.sheet_id).state == "responding"
    filled(world, drafter, version, FillingParty.RESULTS)
    explained(world, drafter, "complete")
    assert world.make(drafter, "complete").status_code == 303
    sheet = world.now(world.sheet_id)
    assert (sheet.state, sheet.form_version) == ("completed", code)


def test_without_a_choice_it_is_102a_and_an_unknown_version_is_refused(world: SheetWorld) -> None:
    drafter = world.enter("drafter")
    page = drafter.get("/sheets").text
    for one in form_versions():
        assert f"{one.code}　{one.edition}" in page
    row = {"row": world.row, "form_version": "77X"}
    assert send_json(drafter, f"/plans/{world.plan_id}/sheets", **row).status_code == 422
    answer = send_json(drafter, f"/plans/{world.plan_id}/sheets", row=world.row)
    assert answer.status_code == 201
    assert world.now(answer.json["id"]).form_version == "102A"


def test_the_official_102a_has_every_question_of_its_source() -> None:
    version = form_version("102A")
    assert [section.numeral for section in version.sections if section.numeral] == list("壹貳參肆伍陸柒捌玖拾")
    numbers = [item.no for section in version.sections for item in section.items if item.no[:1].isdigit()]
    expected = [
        "3-8",
        *(f"4-{n}" for n in range(1, 4)),
        *(f"7-{n}" for n in range(1, 4)),
        *(f"8-{n}" for n in range(1, 10)),
    ]
    assert numbers == [*expected, "9-1", "9-2-1", "9-2-2", "9-3", *(f"10-{n}" for n in range(1, 13))]
    noted = {item.no for section in version.sections for item in section.items if item.note}
    assert noted >= {
        *(f"4-{n}" for n in range(1, 4)),
        *(f"7-{n}" for n in range(1, 4)),
        *(f"8-{n}" for n in range(1, 10)),
        "10-5",
    }
    answered = [item for key in ("need", "beneficiaries", "evaluation") for item in _section(version, key).items]
    assert all(item.hint for item in answered), "each question says what a good answer holds"


def _section(version: FormVersion, key: str) -> Any:
    return next(section for section in version.sections if section.key == key)


def test_other_people_begin_no_sheet(world: SheetWorld) -> None:
    statuses = {
        "unit_head": 403, "planning": 403, "gender_officer": 403, "agency_head": 403, "auditor": 403, "gender_expert": 404,
    }  # fmt: skip
    for part, status in statuses.items():
        answer = send_json(world.enter(part), f"/plans/{world.plan_id}/sheets", row=world.row, form_version="108")
        assert answer.status_code == status, part
