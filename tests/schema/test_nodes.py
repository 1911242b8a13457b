"""Forms as data: every node is read from JSON, laid out, judged, named, compared and refused where it contradicts itself."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from workflows.content.diff import ChangeClass, compare
from workflows.content.validation import validated
from workflows.lifecycle.refusals import Malformed
from workflows.schema.computing import compute
from workflows.schema.form import FormVersion, blank_document
from workflows.schema.form_files import FormDataError, read_version
from workflows.schema.names import Names
from workflows.schema.paths import put_at, value_at
from workflows.schema.walking import running_texts, walk

DATA: dict[str, Any] = {
    "code": "T1",
    "title": "試表",
    "edition": "第一版",
    "source": "自訂",
    "parts": ["overview", "money", "owner", "ministry"],
    "sections": [
        {
            "key": "overview",
            "numeral": "壹",
            "heading": "壹、基本資料",
            "items": [
                {"kind": "line", "path": "overview.title", "label": "計畫名稱", "max": 20, "required": True},
                {"kind": "date", "path": "overview.day", "label": "日期"},
                {"kind": "month", "path": "overview.from", "label": "自"},
                {"kind": "month", "path": "overview.to", "label": "至"},
                {"kind": "choice", "path": "overview.cross", "label": "跨部會", "options": ["是", "否"]},
                {"kind": "amount", "path": "overview.quota", "label": "額度", "unit": "千元"},
                {
                    "kind": "record",
                    "path": "overview.host",
                    "label": "主持人",
                    "items": [{"kind": "line", "path": "name", "label": "姓名"}],
                },
            ],
        },
        {
            "key": "money",
            "numeral": "貳",
            "heading": "貳、經費",
            "items": [
                {
                    "kind": "rows",
                    "path": "money",
                    "label": "細部計畫",
                    "prefix": "m",
                    "numeral": "一",
                    "totals": ["years.amount"],
                    "unique": "title",
                    "items": [
                        {"kind": "line", "path": "title", "label": "名稱"},
                        {"kind": "reference", "path": "goal", "label": "上一項", "refers": "money", "link": True, "max": 40},
                        {
                            "kind": "years",
                            "path": "years",
                            "label": "各年度",
                            "span": ["overview.from", "overview.to"],
                            "totals": ["amount"],
                            "columns": [{"kind": "amount", "path": "amount", "label": "經費"}],
                        },
                        {
                            "kind": "rows",
                            "path": "steps",
                            "label": "步驟",
                            "prefix": "s",
                            "numeral": "（一）",
                            "titles": ["text"],
                            "items": [
                                {"kind": "text", "path": "text", "label": "內容"},
                                {
                                    "kind": "rows",
                                    "path": "notes",
                                    "label": "說明",
                                    "prefix": "n",
                                    "titles": ["text"],
                                    "items": [{"kind": "text", "path": "text", "label": "說明文字"}],
                                },
                            ],
                        },
                    ],
                }
            ],
        },
        {
            "key": "checks",
            "numeral": "參",
            "heading": "參、檢核表",
            "items": [
                {
                    "kind": "checklist",
                    "label": "自評檢核表",
                    "items": [{"key": "1-1", "text": "內容齊備"}, {"key": "2", "text": "已辦評估"}],
                    "parties": [
                        {"key": "owner", "label": "主辦機關", "path": "owner", "answers": ["是", "否", "本案不適用"], "notes": True},
                        {"key": "ministry", "label": "主管機關", "path": "ministry", "only": ["1-1"]},
                    ],
                }
            ],
        },
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def form() -> FormVersion:
    return read_version(DATA)


def whole(form: FormVersion, **values: Any) -> dict[str, Any]:
    content = blank_document(form)
    content["money"] = [
        {
            "id": "m-1",
            "title": "甲案",
            "goal": "",
            "years": {"107": {"amount": "5"}},
            "steps": [{"id": "s-1", "text": "先做", "notes": [{"id": "n-1", "text": "一"}, {"id": "n-2", "text": "二"}]}],
        },
        {"id": "m-2", "title": "乙案", "goal": "m-1", "years": {}, "steps": []},
    ]  # fmt: skip
    return content | put_at(content, values)


def faults(form: FormVersion, part: str, value: Any, before: Any = ()) -> list[tuple[str, str]]:
    with pytest.raises(Malformed) as refused:
        validated(form, {part: before}, {part: value})
    return [(one.at, str(one.message)) for one in refused.value.findings]


def test_a_blank_document_has_every_part_and_is_well_formed(form: FormVersion) -> None:
    empty = blank_document(form)
    assert empty["overview"]["host"] == {"name": ""}
    assert empty["owner"] == {"1-1": {"answer": "", "note": ""}, "2": {"answer": "", "note": ""}}
    assert empty["ministry"] == {"1-1": {"answer": ""}}
    assert validated(form, {}, empty) == empty
    assert validated(form, {}, whole(form)) == whole(form)


@pytest.mark.parametrize(
    ("at", "sent", "stored"),
    [
        ("day", "107/8/5", "107-08-05"),
        ("from", "107年8月", "107-08"),
        ("title", "  兩\n行 ", "兩 行"),
        ("quota", " 5520 ", "5520"),
        ("cross", "是", "是"),
    ],
)
def test_values_are_tidied_by_their_input(form: FormVersion, at: str, sent: str, stored: str) -> None:
    overview = whole(form)["overview"] | {at: sent}
    assert validated(form, {}, {"overview": overview})["overview"][at] == stored


@pytest.mark.parametrize(
    ("at", "sent", "sentence"),
    [
        ("day", "107/13/5", "日期請填民國年／月／日，例如 107/08/31"),
        ("from", "107/13", "月份請填民國年／月，例如 107/08"),
        ("title", "字" * 21, "「計畫名稱」最多 20 字，目前 21 字"),
        ("quota", "-1", "「額度」應為不小於零的數字，例如 5520 或 4.9"),
        ("cross", "也許", "請從列出的項目中選擇"),
        ("host", "某人", "應為一組欄位"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(form: FormVersion, at: str, sent: str, sentence: str) -> None:
    assert faults(form, "overview", whole(form)["overview"] | {at: sent}) == [(f"overview.{at}", sentence)]


def test_tables_by_year_take_years_and_nothing_else(form: FormVersion) -> None:
    rows = whole(form)["money"]
    rows[0]["years"] = {"107": {"amount": "x"}, "年": {"amount": "1"}, "0108": {"amount": "1"}}
    assert {at for at, _ in faults(form, "money", rows)} == {
        "money[m-1].years[107].amount", "money[m-1].years[年]", "money[m-1].years[0108]"
    }  # fmt: skip
    rows[0]["years"] = {str(100 + n): {"amount": "1"} for n in range(13)}
    assert faults(form, "money", rows) == [("money[m-1].years", "最多 12 個年度")]


def test_rows_are_nested_to_any_depth_and_a_unique_field_is_told_once(form: FormVersion) -> None:
    rows = whole(form)["money"]
    rows[0]["steps"][0]["notes"].append({"id": "n-1", "text": "又"})
    rows[1]["title"] = "甲案"
    assert faults(form, "money", rows) == [
        ("money[m-1].steps[s-1].notes[2]", "這一列缺少識別碼，或識別碼重複"),
        ("money[m-2].title", "「甲案」列了兩次，請併為一列"),
    ]


def test_the_answers_of_a_party_exclude_each_other_and_stand_in_its_part(form: FormVersion) -> None:
    owner = blank_document(form)["owner"]
    assert faults(form, "owner", owner | {"2": {"answer": ["是", "否"], "note": ""}})[0][0] == "owner.2.answer"
    ministry = {"1-1": {"answer": "本案不適用"}}
    assert faults(form, "ministry", ministry) == [("ministry.1-1.answer", "請從列出的項目中選擇")]
    assert faults(form, "ministry", {"2": {"answer": "是"}})[0] == ("ministry.2", "沒有這個欄位")


def test_where_one_party_says_not_applicable_the_other_does_not_answer(form: FormVersion) -> None:
    settled = whole(form)
    settled["owner"]["1-1"]["answer"] = "本案不適用"
    with pytest.raises(Malformed) as refused:
        validated(form, settled, {"ministry": {"1-1": {"answer": "否"}}})
    (finding,) = refused.value.findings
    assert (finding.at, str(finding.message)) == ("ministry.1-1.answer", "主辦機關已填「本案不適用」，本項不必勾選")
    assert validated(form, settled, {"ministry": {"1-1": {"answer": ""}}})


def test_places_are_called_by_section_numeral_and_field(form: FormVersion) -> None:
    names = Names(form, whole(form))
    assert {at: str(names.name(at)) for at in (
        "overview.title", "overview.host.name", "money", "money[m-2]", "money[m-2].title", "money[m-1].steps[s-1]",
        "money[m-1].steps[s-1].notes[n-2]", "money[m-1].years[107].amount", "owner.1-1", "ministry.1-1.answer", "elsewhere",
    )} == {
        "overview.title": "壹　計畫名稱", "overview.host.name": "壹　主持人　姓名", "money": "貳、經費", "money[m-2]": "貳　二　乙案",
        "money[m-2].title": "貳　二　乙案　名稱", "money[m-1].steps[s-1]": "貳　一（一）", "money[m-1].steps[s-1].notes[n-2]": "貳　一（一）",
        "money[m-1].years[107].amount": "貳　一　甲案　107 年度　經費", "owner.1-1": "參　1-1　內容齊備（主辦機關）",
        "ministry.1-1.answer": "參　1-1　內容齊備（主管機關）　勾選", "elsewhere": "elsewhere",
    }  # fmt: skip


def test_changes_are_told_in_the_order_of_the_form(form: FormVersion) -> None:
    before, after = whole(form), whole(form)
    after["owner"] = deepcopy(before["owner"]) | {"2": {"answer": "是", "note": ""}}
    after["money"][1] |= {"goal": "", "years": {"108": {"amount": "7"}}}
    after["overview"] = before["overview"] | {"quota": "12000"}
    found = [(one.at, one.before, one.after, one.cls) for one in compare(before, after, form)]
    assert found == [
        ("overview.quota", "", "12000", ChangeClass.NUMBER),
        ("money[m-2].goal", "甲案", "", ChangeClass.LINK),
        ("money[m-2].years[108].amount", "", "7", ChangeClass.NUMBER),
        ("owner.2.answer", "", "是", ChangeClass.LINK),
    ]


def test_every_value_is_walked_with_its_place(form: FormVersion) -> None:
    content = whole(form)
    for at, _node, value in walk(form, content):
        assert value_at(content, at) == value
    assert [at for at, text in running_texts(form, content) if text] == [
        "money[m-1].title", "money[m-1].steps[s-1].text", "money[m-1].steps[s-1].notes[n-1].text",
        "money[m-1].steps[s-1].notes[n-2].text", "money[m-2].title",
    ]  # fmt: skip
    assert compute(form, content)["money[total].years[total].amount"] == 5


def test_a_value_put_at_a_place_copies_only_what_holds_it(form: FormVersion) -> None:
    content = whole(form)
    changed = put_at(content, {"money[m-1].years[109].amount": "3", "overview.host.name": "某人"})
    assert changed.keys() == {"money", "overview"}
    assert changed["money"][0]["years"] == {"107": {"amount": "5"}, "109": {"amount": "3"}}
    assert changed["money"][1] is content["money"][1]
    assert content["overview"]["host"] == {"name": ""}


@pytest.mark.parametrize(
    ("at", "value", "words"),
    [
        (("sections", 0, "items", 0, "path"), "overview.day", "place filled twice: overview.day"),
        (("sections", 0, "items", 4, "options"), [], "no options: overview.cross"),
        (("sections", 0, "when"), [{"path": "nowhere", "is": "是"}], "condition nowhere"),
        (("parts",), ["overview"], "parts are overview, money, owner, ministry"),
        (("concepts",), {"X": ["nowhere"]}, "concept X: nowhere"),
        (
            ("sections", 0, "items", 6, "items"),
            [{"kind": "computed", "path": "rate", "label": "率", "sum": [".nowhere"]}],
            "overview.host.rate goes by .nowhere, which is not there",
        ),
        (
            ("sections", 0, "items", 6, "items"),
            [{"kind": "computed", "path": "rate", "label": "率", "sum": [".rate"]}],
            "endless: overview.host.rate",
        ),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(at: tuple[Any, ...], value: Any, words: str) -> None:
    data = deepcopy(DATA)
    here: Any = data
    for step in at[:-1]:
        here = here[step]
    here[at[-1]] = value
    with pytest.raises(FormDataError, match=words):
        read_version(data)
