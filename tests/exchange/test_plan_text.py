"""Plans of other agencies in the same form: titles, numbers of rows and faults differ."""

import json
from pathlib import Path

import pytest

from exchange.imported import Imported, Unreadable
from exchange.registry import read, readers
from workflows.language.numerals import chinese_numeral, heading_number

SAMPLE = (Path(__file__).parent / "another_agency.txt").read_text(encoding="utf-8")


def reading(text: str, name: str = "plan.txt") -> Imported:
    return read(text.encode(), name)


def doubts(imported: Imported) -> dict[str, str]:
    return {doubt.at: str(doubt.why) for doubt in imported.uncertain}


def test_another_agency_reads_whole() -> None:
    found = reading(SAMPLE)
    plan = found.content
    assert (found.year, found.agency) == (112, "海洋委員會")
    assert plan["preamble"].split("\n\n")[0] == "本會掌理海洋政策。"
    assert plan["goals"] == [
        {
            "title": "守護海域安全",
            "text": "",
            "strategies": [
                {
                    "text": "強化巡防能量：",
                    "items": [{"text": "充實艦艇。"}, {"text": "精進訓練。\n(1) 海上訓練。\n(2) 岸際訓練。"}],
                },
                {"text": "落實查緝。", "items": []},
            ],
        },
        {"title": "推動海洋保育", "text": "維護海洋生物棲地，保護海洋資源。", "strategies": []},
        {
            "title": "妥適配置預算資源，提升預算執行效率",
            "text": "",
            "strategies": [{"text": "落實零基預算。", "items": []}],
        },
    ]
    assert [(kpi["title"], kpi["target"], kpi["links"]) for kpi in plan["kpis"]] == [
        ("查緝走私、偷渡件數", "1,200 件", ["社會發展"]),
        ("滿意度", "≧80%", ["無"]),
        ("5G 監測站數", "5 站", ["公共建設", "社會發展"]),
        ("機關年度資本門預算執行率", "90%", ["無"]),
        ("機關於中程歲出概算額度內編報情形", "5%", ["無"]),
    ]
    assert [kpi["goal"] for kpi in plan["kpis"]] == [plan["goals"][index]["title"] for index in (0, 0, 1, 2, 2)]
    assert [row["kpis"] for row in plan["key_plans"]] == [
        ["查緝走私、偷渡件數", "滿意度"],
        ["查緝走私、偷渡件數"],
        ["5G 監測站數"],
    ]
    assert [row["work_plan"] for row in plan["key_plans"]] == ["海巡業務", "海巡業務", "海洋保育"]
    assert plan["key_plans"][0]["content"] == "一、建造艦艇。\n二、訓練。"
    assert set(doubts(found)) == {"kpis", "key_plans"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_do_not_matter(encoding: str, line_end: str) -> None:
    data = SAMPLE.replace("\n", line_end).encode(encoding)
    assert read(data, "plan.md").content == reading(SAMPLE).content


def test_tables_between_bars_read_the_same() -> None:
    bars = "\n".join(
        "| " + " | ".join(line.split("\t")) + " |" if "\t" in line else line for line in SAMPLE.split("\n")
    )
    assert reading(bars).content == reading(SAMPLE).content


@pytest.mark.parametrize(
    "change",
    [
        ("### ", "#### "),
        ("- 一、", "六、"),
        ("  - (一) ", "（一）"),
        ("    1. ", "１、"),
        ("## 參、", "参、"),
        ("# 海洋委員會 112 年度施政計畫（草案）", "海洋委員會\n112年度施政計畫"),
    ],
)
def test_marks_may_be_written_in_other_ways(change: tuple[str, str]) -> None:
    found, plain = reading(SAMPLE.replace(*change)), reading(SAMPLE)
    assert found.content == plain.content
    assert (found.year, found.agency) == (plain.year, plain.agency)


def test_a_repeated_header_with_ordinals_in_their_own_cell() -> None:
    shifted = SAMPLE.replace(
        "二、推動海洋保育\t1. 5G 監測站數\t",
        "施政目標\t關鍵績效指標\t\t\t\t\t\t\n\t關鍵績效指標\t評估 體制\t評估 方式\t衡量標準\t年度目標值\t與中長程 個案計畫 關聯\t\n"
        "\t\t\t\t，逐年提高\t\t\t\n二、推動海洋保育\t1\t5G 監測站數\t",
    )
    found = reading(shifted)
    assert found.content["kpis"][1]["measure"] == "民眾滿意度，逐年提高"
    assert found.content["kpis"][2:] == reading(SAMPLE).content["kpis"][2:]
    assert "跨頁" in doubts(found)["kpis[1].measure"]


def test_a_key_plan_that_runs_over_a_page() -> None:
    header = "工作計畫名稱\t重要計畫項目\t計畫類別\t實施內容\t與 KPI 關聯"
    broken = SAMPLE.replace("辦理查緝。\t查緝走私、偷渡件數", f"辦理\t查緝走私、偷\n\n{header}\n\t\t\t查緝。\t渡件數")
    found = reading(broken)
    assert found.content == reading(SAMPLE).content
    assert {"key_plans[1].content", "key_plans[1].kpis"} <= set(doubts(found))


def test_what_does_not_resolve_stays_as_written_and_is_said() -> None:
    changed = SAMPLE.replace("維護棲地。\t5G 監測站數", "維護棲地。\t5G 監測站").replace(
        "一守護海域安全", "一守護海域平安"
    )
    found = reading(changed)
    assert found.content["key_plans"][2]["kpis"] == ["5G 監測站"]
    assert found.content["kpis"][0]["goal"] == "守護海域平安"
    assert "5G 監測站數" in doubts(found)["key_plans[2].kpis"]
    assert "守護海域安全" in doubts(found)["kpis[0].goal"]


def test_wrong_numerals_are_said_because_the_application_counts_itself() -> None:
    changed = (
        SAMPLE.replace("三、妥適", "五、妥適").replace("\t2 滿意度", "\t4 滿意度").replace("(二) 落實", "(三) 落實")
    )
    found = reading(changed)
    assert found.content == reading(SAMPLE).content
    assert {"goals[2].title", "kpis[1].title", "goals[0].strategies[1].text"} <= set(doubts(found))


def test_a_colon_inside_a_title_is_no_end_of_it() -> None:
    changed = SAMPLE.replace("二、推動海洋保育：", "二、海洋2030：推動海洋保育").replace(
        "二、推動海洋保育\t", "二、海洋2030：推動海洋保育\t"
    )
    goal = reading(
        changed.replace("推動海洋保育維護海洋生物棲地，\n保護海洋資源。", "推動海洋保育\n  - (一) 保護。")
    ).content["goals"][1]
    assert (goal["title"], goal["text"]) == ("海洋2030：推動海洋保育", "")


def test_missing_codes_and_unknown_words_are_said_not_invented() -> None:
    changed = SAMPLE.replace("\t3\t問卷調查\t", "\t\t電話訪問\t").replace("\t其它\t", "\t其他計畫\t")
    found = reading(changed)
    assert (found.content["kpis"][1]["regime"], found.content["kpis"][1]["method"]) == (None, "電話訪問")
    assert found.content["key_plans"][1]["category"] == "其他計畫"
    assert {"kpis[1].regime", "kpis[1].method", "key_plans[1].category"} <= set(doubts(found))


def test_text_that_belongs_to_no_field_is_quoted() -> None:
    found = reading(SAMPLE.replace("99-2", "單位：新臺幣"))
    assert any(doubt.at == "kpis" and "單位：新臺幣" in str(doubt.why) for doubt in found.uncertain)


def test_spaces_between_characters_are_kept_unless_a_title_proves_them_wrong() -> None:
    found = reading(SAMPLE.replace("維護棲地。\t5G 監測站數", "維護 棲地。\t5G 監測 站數"))
    assert found.content["key_plans"][2]["kpis"] == ["5G 監測站數"]
    assert found.content["key_plans"][2]["content"] == "維護 棲地。"
    assert "空白" in doubts(found)["key_plans[2].content"]


def test_invisible_signs_are_dropped_and_said() -> None:
    found = reading(SAMPLE.replace("守護海域安全", "守護\u200b海域\u202e安全"))
    assert found.content == reading(SAMPLE).content
    assert "看不見" in doubts(found)["document"]


def test_a_missing_chapter_is_said() -> None:
    found = reading(SAMPLE.split("## 參、")[0])
    assert found.content["key_plans"] == []
    assert "參" in doubts(found)["key_plans"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "空的"),
        ("   \n\n", "空的"),
        ("這是一封信。\n敬啟者：", "不像是年度施政計畫"),
        (SAMPLE + SAMPLE, "又出現一次"),
        (SAMPLE.replace("99-2", "\x07"), "控制字元"),
        (SAMPLE.replace("99-2", "\x00"), "空位元組"),
        (SAMPLE.replace("99-2", "字" * 1500), "讀不進"),
        (SAMPLE.replace("辦理查緝。", "查" * 30_000), "未匯入任何內容"),
        (SAMPLE.replace("充實艦艇。", "艦" * 30_000), "未匯入任何內容"),
    ],
)
def test_what_cannot_be_read_whole_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        reading(text)
    assert words in str(refused.value.message)


def test_the_registry_names_its_readers() -> None:
    assert {"plan_json", "plan_text"} <= {known.name for known in readers()}
    with pytest.raises(Unreadable) as refused:
        read(b"x", "plan.exe")
    assert ".exe" in str(refused.value) and ".txt" in str(refused.value)


def test_a_path_is_read_like_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "海委會.TXT"
    path.write_text(SAMPLE, encoding="utf-8")
    assert read(path) == read(SAMPLE.encode(), "a.txt")
    path.write_bytes(b" " * (5 * 1024 * 1024 + 1))
    with pytest.raises(Unreadable, match="5 MB"):
        read(path)


def test_the_json_of_an_import_reads_back() -> None:
    found = reading(SAMPLE)
    again = read(json.dumps(found.shape(), ensure_ascii=False).encode(), "plan.json")
    assert again.content == found.content
    assert doubts(again) == doubts(found)


def test_numerals() -> None:
    assert [heading_number(chinese_numeral(number)) for number in range(1, 100)] == list(range(1, 100))
    assert [heading_number(wrong) for wrong in ("", "一一", "十十", "二三十", "〇", "十一二")] == [None] * 6
