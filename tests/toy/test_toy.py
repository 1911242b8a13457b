"""A large kind is one kind file, one form, one subject and one print template: all else it has from the house.

Twelve sections, a table by year with sums, a checklist of two parties, seats of two agencies: drafted, checked, compared,
reviewed, signed by both, printed and exported over HTTP.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.frame.paging import PER_PAGE
from app.frame.presenters import presenter_of
from app.seeding.people import password
from app.shell.addresses import edit_place, place_of
from models.base import db
from models.document import Document
from tests.pages import PageClient
from tests.toy.kind import FORM
from tests.toy.story import COVER, JSON, Story, drafted, press
from workflows.lifecycle import Dossier
from workflows.lifecycle.definitions import DocumentKind
from workflows.schema import walk

HERE = Path(__file__).parent


@pytest.fixture
def story(house: Flask) -> Story:
    return Story(house)


@pytest.fixture
def drafter(story: Story) -> PageClient:
    client: PageClient = story.enter("park-drafter")
    story.begin(client)
    return client


def test_it_is_drafted_section_by_section_and_its_sums_are_there_after_every_save(story: Story, drafter: Any) -> None:
    drafted(story, drafter)
    whole = story.content(drafter)
    assert whole["content"]["cover"]["printed"] == "107-08-01"
    (row,) = whole["content"]["budget"]
    assert row["years"] == {"107": {"current": "1000", "capital": ""}, "108": {"current": "", "capital": "500"}}
    assert whole["computed"]["summary.years[107].budget"] == "1000"
    assert whole["computed"]["summary.years[total].budget"] == "1500"
    page = drafter.get(story.at("budget")).text
    for words in ("1,500", "合計", "經常支出", "設備更新", "單位：千元"):
        assert words in page, words
    assert "1,500" in drafter.get(story.at("summary")).text
    assert "占額度比率" in drafter.get(story.at("summary")).text


def test_every_section_has_its_page_in_both_languages_and_as_json(story: Story, drafter: Any) -> None:
    drafted(story, drafter)
    keys = [section.key for section in FORM.sections]
    assert len(keys) == 12
    for key in keys:
        assert drafter.get(story.at(key)).status_code == 200
        assert drafter.get(story.at(key), headers=JSON).json["at"] == key
    drafter.get("/language/en?next=/")
    for key in keys:
        assert "Check" in drafter.get(story.at(key)).text
    assert drafter.get(story.at("nowhere")).status_code == 404


def test_what_is_wrong_stands_beside_its_field_and_every_word_is_kept(story: Story, drafter: Any) -> None:
    page = drafter.get(story.at("cover"))
    fields = COVER | {"cover.from": "107/13", "cover.title": "長" * 101, "cover.printed": "昨天"}
    answer = press(drafter, page, **fields)
    assert answer.status_code == 422
    for words in (
        "月份請填民國年／月",
        "「計畫名稱」最多 100 字，目前 101 字",
        "日期請填民國年／月／日",
        'href="#cover-from"',
        "長" * 101,
        "昨天",
    ):
        assert words in answer.text, words
    assert story.content(drafter)["content"]["cover"]["title"] == ""


def test_rows_are_added_moved_and_struck_while_typing_and_nothing_is_stored_before_the_save(
    story: Story, drafter: Any
) -> None:
    page = drafter.get(story.at("goals"))
    for _ in range(2):
        page = press(drafter, page, "add:goals")
    first, second = re.findall(r'name="rows" value="goals\[([^\]]+)\]"', page.text)
    titles = {f"goals[{first}].title": "甲", f"goals[{second}].title": "乙"}
    page = press(drafter, page, f"add:goals[{second}].steps", **titles)
    (step,) = re.findall(r'name="rows" value="goals\[[^\]]+\]\.steps\[([^\]]+)\]"', page.text)
    page = press(drafter, page, f"up:goals[{second}]", **{f"goals[{second}].steps[{step}].text": "先做"})
    assert story.content(drafter)["content"]["goals"] == []
    assert press(drafter, page).status_code == 303
    goals = story.content(drafter)["content"]["goals"]
    assert [(goal["title"], [one["text"] for one in goal["steps"]]) for goal in goals] == [("乙", ["先做"]), ("甲", [])]
    page = press(drafter, drafter.get(story.at("goals")), f"remove:goals[{second}]")
    press(drafter, page)
    assert [goal["title"] for goal in story.content(drafter)["content"]["goals"]] == ["甲"]


def test_a_check_tells_findings_and_sums_and_stores_nothing(story: Story, drafter: Any) -> None:
    drafted(story, drafter)
    story.fill(drafter, "summary", **{"summary.quota": "2000"})
    page = drafter.get(story.at("summary"))
    quota: dict[str, Any] = {"summary.quota": "1200"}
    live = press(drafter, page, more="/check", headers={"HX-Request": "true"}, **quota)
    assert "經費合計1500千元，超過額度1200千元。" in live.text and "125" in live.text
    told = press(drafter, page, more="/check", headers=JSON, **quota).json
    assert [one["rule"] for one in told["findings"]] == ["TY-02"]
    assert (told["stored"], told["computed"]["summary.used"]) == (False, "125.0")
    assert story.content(drafter)["content"]["summary"]["quota"] == "2000"


def test_the_second_of_two_savers_sees_both_texts_brought_together(story: Story, drafter: Any) -> None:
    other = story.enter("park-drafter")
    mine, theirs = (client.get(story.at("cover")) for client in (drafter, other))
    assert press(other, theirs, **COVER).status_code == 303
    fields = {"cover.title": "另一個名稱", "cover.number": ""}
    answer = press(drafter, mine, **fields)
    assert answer.status_code == 409
    for words in ("這一次還沒有存", "園區水處理設備汰換", "另一個名稱", "已帶入對方的修改"):
        assert words in answer.text, words
    assert press(drafter, answer).status_code == 303
    cover = story.content(drafter)["content"]["cover"]
    assert (cover["title"], cover["number"], cover["from"]) == ("另一個名稱", "107-0501-02-20-03", "107-01")


def test_a_repeated_press_is_one_revision(story: Story, drafter: Any) -> None:
    page = drafter.get(story.at("cover"))
    before = story.content(drafter)["document"]["revision"]
    for _ in range(2):
        assert press(drafter, page, **COVER).status_code == 303
    assert story.content(drafter)["document"]["revision"] == before + 1


def test_a_year_is_added_where_years_are_free_and_shown_where_it_lies_outside_the_span(
    story: Story, drafter: Any
) -> None:
    page = drafter.get(story.at("risks"))
    page = press(drafter, page, "year:risks.reviews", **{"new:risks.reviews": "110"})
    answer = press(drafter, page, **{"risks.reviews[110].words": "期中檢討"})
    assert answer.status_code == 303
    assert story.content(drafter)["content"]["risks"]["reviews"] == {"110": {"words": "期中檢討"}}
    drafted(story, drafter)
    story.fill(drafter, "cover", **{"cover.to": "107/12"})
    assert "不在期間內" in drafter.get(story.at("budget")).text


def test_both_agencies_check_sign_and_approve(story: Story, drafter: Any) -> None:
    blocked = drafter.get(story.at(more="/moves/submit")).text
    assert "尚未填寫" in blocked and "<h1" in blocked
    submit = story.offer(drafter, "submit")
    assert not submit["open"] and submit["findings"], submit
    drafted(story, drafter)
    assert story.content(drafter)["findings"] == []
    assert story.move(drafter, "submit").status_code == 303
    head, planning, top = (story.enter(account) for account in ("park-head", "planning", "head"))
    assert planning.get(story.at()).status_code == 404
    assert (
        story.move(
            head, "give_back", **{"opinions-0-text": "請說明效益。", "opinions-0-anchor": "narrative.benefits"}
        ).status_code
        == 303
    )
    assert story.state(drafter) == "toy_returned"
    table = story.at(more="/opinions")
    assert "拾壹　預期效益" in drafter.get(table).text
    story.fill(drafter, "narrative", **{"narrative.benefits": "每年節水 20 萬噸。"})
    answer = drafter.send(table, f"{table}/1/response", text="已補充。", adopted="yes", changed_at="narrative.benefits")
    assert answer.status_code == 303
    assert story.move(drafter, "submit").status_code == 303
    review = head.get(f"/plans/{story.document_id}/review").text
    assert "預期效益" in review and "每年節水 20 萬噸。" in review
    assert head.send(table, "/opinions/1/resolution", button="yes").status_code == 303
    signed = {"password": password()}
    assert story.move(head, "sign", **signed).status_code == 303
    assert story.state(drafter) == "toy_authority"
    assert not story.offer(top, "sign")["open"], "研考 speaks first"
    ticked = planning.get(story.at("checklist"))
    assert 'name="ministry.1-1.answer"' in ticked.text and 'name="checklist.1-1.answer"' not in ticked.text
    assert 'name="ministry.1-2.answer"' not in ticked.text, "本案不適用 leaves nothing to tick"
    story.fill(planning, "checklist", **{"ministry.1-1.answer": "是", "ministry.2.answer": "否"})
    assert press(drafter, drafter.get(story.at("checklist"))).status_code == 403
    assert story.move(planning, "sign", **signed).status_code == 303, "who ticked for the seat may sign"
    assert story.move(top, "sign", **signed).status_code == 303
    assert story.state(drafter) == "toy_approved"
    history = drafter.get(story.at(more="/history")).text
    for words in ("主辦首長", "主管研考", "主管首長", "第 2 輪"):
        assert words in history, words


def test_it_is_printed_compared_and_exported(story: Story, drafter: Any) -> None:
    drafted(story, drafter)
    page = drafter.get(story.at()).text
    for words in (
        "設備汰換計畫書",
        "陸、經費",
        "一　設備更新",
        "1,500",
        "拾貳、自評檢核表",
        "本案不適用",
        "免勾選",
        "107/08/01",
    ):
        assert words in page, words
    compared = drafter.get(story.at(more="/compare?a=2&b=7")).text
    assert "參　一" in compared and "水質達標" in compared
    whole = story.content(drafter)
    assert list(whole["content"]) and whole["document"]["kind"] == "toy"
    assert drafter.get(story.at(more="/checks")).status_code == 200
    past = drafter.get(story.at(more="/revisions/3"))
    assert past.status_code == 200


def test_a_place_leads_to_its_field_and_to_where_it_is_printed(story: Story, drafter: Any) -> None:
    drafted(story, drafter)
    row = story.content(drafter)["content"]["budget"][0]["id"]
    printed = ids(drafter.get(story.at()).text)
    with story.app.test_request_context():
        document = db.session.get(Document, story.document_id)
        assert document is not None
        content = story.content(drafter)
        places = [at for at, _node, _value in walk(FORM, content["content"])]
        for at in [*places, *content["computed"], "narrative", "checklist", f"budget[{row}]"]:
            if at.startswith("ministry") or not asked(at):
                continue
            assert place_of(document, at).partition("#")[2] in printed, at
            address, _hash, anchor = edit_place(document, at).partition("#")
            if at != "narrative":
                assert anchor in ids(drafter.get(address).text), at


def ids(text: str) -> set[str]:
    """Every id of a page."""
    return set(re.findall(r'\bid="([^"]+)"', text))


def asked(at: str) -> bool:
    """Whether a place is shown: the name of a deputy is asked for only where there is one."""
    return at != "cover.deputy_name"


def test_an_old_revision_is_printed_as_it_was(story: Story, drafter: Any) -> None:
    drafted(story, drafter)
    story.fill(drafter, "cover", **{"cover.title": "改過的名稱"})
    old = drafter.get(story.at(more="/revisions/2")).text
    for words in ("設備汰換計畫書", "園區水處理設備汰換", "陸、經費", "107/08/01"):
        assert words in old, words
    assert "改過的名稱" not in old
    before = story.content(drafter)["document"]["revision"] - 1
    assert "1,500" in drafter.get(story.at(more=f"/revisions/{before}")).text


def test_what_is_compared_is_called_by_year_and_field(story: Story, drafter: Any) -> None:
    drafted(story, drafter)
    row = story.content(drafter)["content"]["budget"][0]["id"]
    years = {f"budget[{row}].years[108].capital": "700"}
    before = story.content(drafter)["document"]["revision"]
    story.fill(drafter, "budget", **years)
    story.fill(drafter, "staff", **{"staff.years[107].researchers": "3.5"})
    story.fill(drafter, "checklist", **{"checklist.1-1.note": "附件一"})
    page = drafter.get(story.at(more=f"/compare?a={before}&b={before + 3}")).text
    for words in ("108 年度　資本支出", "107 年度　研究人員", "計畫書內容齊備（主辦機關）　備註"):
        assert words in page, words
    assert "researchers" not in page and "capital" not in page


def test_a_seat_signs_parts_by_their_names_in_the_form(story: Story, drafter: Any) -> None:
    with story.app.test_request_context():
        document = db.session.get_one(Document, story.document_id)
        dossier = Dossier(db.session(), document)
        parts = presenter_of("toy").signed_parts(dossier, FORM.parts)
    assert parts[0] == "壹、封面" and parts[-2:] == ["拾貳、自評檢核表（主辦機關）", "拾貳、自評檢核表（主管機關）"]
    assert len(set(parts)) == len(parts)


def test_its_documents_are_listed_for_who_may_see_them_a_page_at_a_time(story: Story, drafter: Any) -> None:
    for _ in range(PER_PAGE):
        story.begin(drafter)
    listed = "/documents/kinds/toy"
    assert f'href="{listed}"' in drafter.get(listed).text, "the way there stands in the head of every page"
    first = drafter.get(listed)
    assert "共 51 筆" in first.text and first.text.count("設備汰換</b>") == PER_PAGE
    (later,) = re.findall(r'href="([^"]+)" rel="next"', first.text)
    assert drafter.get(html.unescape(later)).text.count("設備汰換</b>") == 1
    found = [
        drafter.get(f"{listed}?q={word}", headers=JSON).json["total"] for word in ("汰換", "107", "108", "水%", "竹南")
    ]
    assert found == [51, 51, 0, 0, 0]
    assert drafter.get(f"{listed}?q=新竹&state=toy_drafting", headers=JSON).json["total"] == 51
    assert drafter.get(f"{listed}?state=toy_approved").text.count("沒有符合條件的文件") == 1
    planning = story.enter("planning")
    assert planning.get(listed, headers=JSON).json["total"] == 0, "not yet submitted to the agency above"
    crumbs = drafter.get(story.at()).text
    assert f'href="{listed}"' in crumbs and f'href="{listed}?year=107"' in crumbs
    for name in ("annual_plan", "gender_impact_sheet", "none"):
        assert drafter.get(f"/documents/kinds/{name}").status_code == 404


def test_the_pages_of_other_kinds_do_not_know_it(house: Flask, toy: DocumentKind) -> None:
    story = Story(house)
    client = story.enter("park-drafter")
    _head, _main, listed = client.get("/plans").text.partition("<main")
    assert listed and "設備汰換計畫" not in listed
    assert client.get("/documents/new/annual_plan").status_code == 404
    assert client.get("/documents/new/none").status_code == 404


def test_the_recipe_four_files_and_their_registration() -> None:
    files = {path.name for path in HERE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    tests = {"__init__.py", "conftest.py", "content.py", "registration.py", "story.py"} | {
        name for name in files if name[:5] == "test_"
    }
    assert files - tests == {"kind.py", "form.json", "subject.py", "printed.html"}
    root = HERE.parents[1]
    (recipe,) = re.findall(r"^\| a document kind \| (.+)$", (root / "CONTRIBUTING.md").read_text("utf-8"), re.M)
    assert set(re.findall(r"\(`([a-z.]+)`;", recipe)) == files - tests
    for room in ("app", "workflows", "forms", "exchange", "models", "migrations"):
        for path in (root / room).rglob("*.py"):
            assert "toy" not in path.read_text(encoding="utf-8").lower().replace("history", ""), path
