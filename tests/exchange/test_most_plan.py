"""The real plan of 科技部 for 107: everything is read, nothing is left over, doubts are told at their place."""

import re
from collections import Counter
from collections.abc import Iterator

from exchange.imported import Imported

# What the page has besides the plan's own text.
HEADERS = (
    "施政目標\t關鍵績效指標\t\t\t\t\t與中長程個案計畫關聯",
    "施政目標\t關鍵績效指標",
    "\t關鍵績效指標\t評估體制\t評估方式\t衡量標準\t年度目標值\t\n",
    "\t關鍵績效指標\t評估 體制\t評估 方式\t衡量標準\t年度目標值\t與中長程 個案計畫 關聯",
    "工作計畫名稱\t重要計畫項目\t計畫類別\t實施內容\t與 KPI 關聯",
    "## 科技部 107 年度施政計畫",
    "### 壹、年度施政目標及策略",
    "## 貳、年度關鍵績效指標",
    "### 參、年度重要計畫",
    "註：\n",
    "評估體制之數字代號意義如下：",
    "- 1.指實際評估作業係運用既有之組織架構進行。",
    "- 2.指實際評估作業係由特定之任務編組進行。",
    "- 3.指實際評估作業係透過第三者方式（如由專家學者）進行。",
    "- 4.指實際評估作業係運用既有之組織架構並邀請第三者共同參與進行。",
    "- 5.其它。",
)
MARK_UP = (
    (r"</?p>", ""),
    (r"<sub>2</sub>", "₂"),
    (r"&gt;", ">"),
    (r"\$\\Sigma\$", "Σ"),
    (r"\$\\sum", "Σ"),
    (r"\\text\{([^}]*)\}", r"\1"),
    (r"\\div", "÷"),
    (r"\\times", "×"),
    (r"\\%\$", "%"),
)
GOAL_NUMERAL = r"(?m)^(?:#+|-)? ?[一二三四五六七八九十]{1,3}、(?=[^\n]{8,})"
STRATEGY_NUMERAL = r"(?m)^ *(?:- )?\([一二三]\) "
KPI_GOAL_NUMERAL = r"(?m)^[一二三四五六七八九十] ?(?=[^\t\n]{4,}\t[12])"
KPI_ORDINAL = r"\t[12](?: |\t(?=[^\t\n]{4,}\t[1-5]\t))"


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def without_scaffolding(source: str) -> tuple[str, str, str]:
    """Return the three chapters (preamble with the first) without headers, marks and numerals."""
    for pattern, plain in MARK_UP:
        source = re.sub(pattern, plain, source)
    first, rest = source.split("## 貳、年度關鍵績效指標")
    second, third = rest.split("### 參、年度重要計畫")
    parts = [first, second, third]
    for header in sorted(HEADERS, key=len, reverse=True):
        parts = [part.replace(header, "\n" if header.endswith("\n") else "") for part in parts]
    parts[0] = re.sub(STRATEGY_NUMERAL, "", re.sub(GOAL_NUMERAL, "", parts[0]))
    parts[1] = re.sub(KPI_ORDINAL, "\t", re.sub(KPI_GOAL_NUMERAL, "", parts[1]))
    return parts[0], parts[1], parts[2]


def take(text: str, read: str) -> str:
    """Remove one text that was read; where a page break parts it, remove its pieces, at most three."""
    rest = squeezed(read)
    for _ in range(3):
        size = len(rest)
        while size and rest[:size] not in text:
            size -= 1
        text = text.replace(rest[:size], "", 1)
        rest = rest[size:]
        if not rest:
            return text
    raise AssertionError(f"not in the source: {rest[:80]}")


def left_over(text: str, texts: Iterator[str]) -> str:
    text = squeezed(text)
    for read in sorted((one for one in texts if one), key=len, reverse=True):
        text = take(text, read)
    return text


def chapter_one(most: Imported) -> Iterator[str]:
    yield from most.content["preamble"].split("\n\n")
    for goal in most.content["goals"]:
        yield f"{goal['title']}：{goal['text']}" if goal["text"] else goal["title"]
        for strategy in goal["strategies"]:
            yield strategy["text"]
            yield from (item["text"] for item in strategy["items"])


def chapter_two(most: Imported) -> Iterator[str]:
    kpis = most.content["kpis"]
    for index, kpi in enumerate(kpis):
        if not index or kpi["goal"] != kpis[index - 1]["goal"]:
            yield kpi["goal"]
        yield from (
            kpi["title"],
            str(kpi["regime"]),
            kpi["method"],
            kpi["measure"],
            kpi["target"],
            "/".join(kpi["links"]),
        )


def chapter_three(most: Imported) -> Iterator[str]:
    rows = most.content["key_plans"]
    for index, row in enumerate(rows):
        if not index or row["work_plan"] != rows[index - 1]["work_plan"]:
            yield row["work_plan"]
        yield from (row["item"], row["category"], *row["content"].split("\n"), "、".join(row["kpis"]))


def test_the_counts(most: Imported) -> None:
    plan = most.content
    assert (most.year, most.agency) == (107, "科技部")
    assert (len(plan["goals"]), len(plan["kpis"]), len(plan["key_plans"])) == (13, 17, 68)
    assert [len(goal["strategies"]) for goal in plan["goals"]] == [0, 2, 0, 2, 2, 2, 3, 0, 3, 2, 3, 2, 0]
    assert [bool(goal["text"]) for goal in plan["goals"]] == [not goal["strategies"] for goal in plan["goals"]]
    assert list(Counter(row["work_plan"] for row in plan["key_plans"]).items()) == [
        ("科技部（本部各單位）", 34),
        ("新竹科學工業園區管理局", 3),
        ("中部科學工業園區管理局", 3),
        ("南部科學工業園區管理局", 2),
        ("行政法人國家災害防救科技中心", 1),
        ("財團法人國家實驗研究院", 19),
        ("財團法人國家同步輻射研究中心", 6),
    ]
    assert Counter(row["category"] for row in plan["key_plans"]) == {"科技發展": 61, "公共建設": 7}


def test_nothing_of_the_source_is_left_over(source: str, most: Imported) -> None:
    first, second, third = without_scaffolding(source)
    assert left_over(first, chapter_one(most)) == ""
    assert left_over(second, chapter_two(most)) == ""
    assert left_over(third, chapter_three(most)) == ""


def test_a_row_that_runs_over_a_page_is_one_row(most: Imported) -> None:
    kpi = most.content["kpis"][3]
    assert kpi["goal"] == "因應國家當前能源重大社經問題之需，推動能源科技研究"
    assert "(各項目年度達成值÷各項目年度目標值)×各項目配分)" in kpi["measure"]
    assert (kpi["regime"], kpi["target"], kpi["links"]) == (1, "85 分", ["科技發展"])
    assert most.content["key_plans"][22]["item"] == "補助大專校院延攬及獎勵特殊優秀人才措施（彈性薪資）"
    assert most.content["key_plans"][22]["kpis"] == ["補助延攬國內外學術科技人才人次"]


def test_goals_cut_to_ten_are_found_by_their_titles(most: Imported) -> None:
    goals = [goal["title"] for goal in most.content["goals"]]
    assert [goals.index(kpi["goal"]) for kpi in most.content["kpis"][12:]] == [9, 10, 11, 12, 12]


def test_every_common_and_own_kpi_is_whole(most: Imported) -> None:
    assert [kpi["regime"] for kpi in most.content["kpis"]] == [1] * 12 + [4, 3, 1, 1, 1]
    assert {kpi["method"] for kpi in most.content["kpis"]} == {"統計數據"}
    assert [kpi["target"] for kpi in most.content["kpis"]] == (
        ["80%", "4.9", "81%", "85 分", "5,520 人次", "2,215 人次", "92%", "8.25 億元", "32 家", "64 家", "95%", "57%"]
        + ["10,757 公噸二氧化碳當量", "81 分", "95%", "97%", "4%"]
    )
    assert most.content["kpis"][12]["title"] == "園區節能、綠能轉換碳排放當量之減碳潛力"


def test_titles_that_hold_a_comma_resolve(most: Imported) -> None:
    titles = {kpi["title"] for kpi in most.content["kpis"]}
    cited = [title for row in most.content["key_plans"] for title in row["kpis"]]
    assert [title for title in cited if title not in titles] == ["補助能源科技研究計畫衍生研發成果綜效指數"]
    assert "園區節能、綠能轉換碳排放當量之減碳潛力" in cited


def test_mark_up_is_gone_and_co2_is_printed_as_it_should(most: Imported) -> None:
    text = str(most.content)
    assert "CO₂" in text
    assert not re.search(r"</?p>|<sub>|&gt;|\$|\\(?:sum|div|text|times|Sigma)", text)
    assert "Σ [ ( 各項目達成值 ÷ 各項目目標值 ) × 各項目權重 ] × 100%" in most.content["kpis"][10]["measure"]


def test_what_is_uncertain_is_said(most: Imported) -> None:
    doubts = {(doubt.at, str(doubt.why)) for doubt in most.uncertain}
    places = {at for at, _ in doubts}
    expected = {
        "kpis",
        "key_plans",
        "kpis[3].goal",
        "kpis[3].measure",
        "kpis[4].goal",
        "kpis[5].goal",
        "kpis[11].measure",
    }
    expected |= {"kpis[13].goal", "kpis[14].goal", "kpis[15].goal", "kpis[6].measure", "kpis[10].measure"}
    expected |= {"key_plans[0].kpis", "key_plans[0].content", "key_plans[26].kpis", "key_plans[22].item"}
    assert expected <= places
    assert ("kpis[13].goal", "原文的目標編號為「十」，與壹的第十一項同名，依名稱對應。") in doubts
    assert any(at == "kpis[4].goal" and "科研人才" in why and "保留原文" in why for at, why in doubts)
    assert any(at == "key_plans[0].content" and "強化我國數" in why for at, why in doubts)


def test_the_shape_is_the_interface(most: Imported) -> None:
    shape = most.shape()
    assert list(shape) == ["kind", "year", "agency", "content", "uncertain"]
    assert set(shape["content"]["kpis"][0]) == {"goal", "title", "regime", "method", "measure", "target", "links"}
    assert set(shape["content"]["key_plans"][0]) == {"work_plan", "item", "category", "content", "kpis"}
    assert set(shape["uncertain"][0]) == {"at", "why"}
