"""AP rules about an annual plan as a whole: its chapters, its fixed sentence, the number of its KPIs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from models.vocabulary import Kind, Severity
from models.wording import N_, Message
from workflows.language import is_second_level, plain, second_level_agencies
from workflows.rules.engine import Hit, rule
from workflows.rules.subjects import PlanSubject, rows_of
from workflows.schema import CHAPTERS

PLAN: Final = (Kind.ANNUAL_PLAN,)
OWN_LIMIT: Final = 15
_POLICY: Final = re.compile(r"依據行政院(\d+)年度?施政方針")
_COMPILED: Final = re.compile(r"編定(\d+)年度施政計畫")
NO_EDICT: Final = N_(
    "前言缺少「依據行政院某年度施政方針，配合中程施政計畫及核定預算額度……編定某年度施政計畫」的固定文句，請補上。"
)


@rule(
    "AP-01",
    title=N_("三章俱全：壹、貳、參依序列出"),
    title_en="The three chapters are present, in order",
    severity=Severity.B,
    source="S004 33/33",
    why=N_("各機關年度施政計畫一律由三章組成，缺一章即無法審議，彙編時也無從對應。"),
    kinds=PLAN,
    reads=("goals", "kpis", "key_plans"),
)
def chapters_present(plan: PlanSubject) -> Iterator[Hit]:
    """Report each empty chapter, or the order where a reader saw another one."""
    for name, title in CHAPTERS.items():
        if not rows_of(plan.content, name) and name not in plan.written.unread:
            yield Hit(name, Message.of(N_("「%(chapter)s」沒有任何內容，請補列。"), chapter=Message(title)), about=name)
        elif plan.written.chapters and name not in plan.written.chapters:
            yield Hit(
                name, Message.of(N_("文件沒有「%(chapter)s」的章名，請補上。"), chapter=Message(title)), about=name
            )
    order = list(CHAPTERS)
    seen = [name for name in plan.written.chapters if name in order]
    early = next((name for name, due in zip(seen, sorted(seen, key=order.index), strict=True) if name != due), "")
    if early:
        shown = "、".join("壹貳參"[order.index(name)] for name in seen)
        words = N_("文件中各章的順序是%(order)s，應依壹、貳、參排列。")
        yield Hit(early, Message.of(words, order=shown), about=shown)


@rule(
    "AP-02",
    title=N_("前言有編定依據之固定文句，年度正確"),
    title_en="The preamble names the plan year, the policy guideline, the mid-term plan and the budget quota",
    severity=Severity.W,
    source="S000 L7; S004 33/33",
    why=N_("這句話表明計畫的法定依據與所屬年度；沿用上一年度文字時最容易漏改。"),
    kinds=PLAN,
    reads=("preamble", "goals", "year"),
)
def edict_present(plan: PlanSubject) -> Iterator[Hit]:
    """Report the missing sentence, a missing element of it, or another year than the plan's."""
    if not plan.preamble and not rows_of(plan.content, "goals"):
        return
    text = plain(plan.preamble)
    policy = _POLICY.search(text)
    compiled = _COMPILED.search(text, policy.end()) if policy else None
    if not policy or not compiled:
        yield Hit("preamble", Message.of(NO_EDICT), about=plan.preamble)
        return
    edict = text[policy.start() : compiled.end()]
    missing = [part for part in ("中程施政計畫", "核定預算額度") if part not in text[policy.end() : compiled.start()]]
    if missing:
        parts = "、".join(missing)
        yield Hit(
            "preamble",
            Message.of(N_("前言的編定文句沒有提到%(parts)s，請依固定文句補上。"), parts=parts),
            about=edict,
        )
    years = {policy[1], compiled[1]}
    expected = {str(plan.year)} if plan.year else {compiled[1]}
    if years != expected:
        yield Hit(
            "preamble",
            Message.of(
                N_(
                    "前言寫施政方針 %(policy)s 年度、編定 %(written)s 年度施政計畫，與本計畫年度 %(year)s 不一致，請更正。"
                ),
                policy=policy[1],
                written=compiled[1],
                year=plan.year or compiled[1],
            ),
            about=edict,
        )


@rule(
    "AP-05",
    title=N_("自訂指標不超過十五項"),
    title_en="At most 15 own KPIs beside the two common ones",
    severity=Severity.W,
    source="S004 33/33 [empirical]",
    why=N_("歷年各機關均不超過十五項自訂指標；項數過多會稀釋重點，通常會被要求精簡。"),
    kinds=PLAN,
    reads=("kpis",),
    heuristic=True,
)
def not_too_many(plan: PlanSubject) -> Iterator[Hit]:
    """Report when there are more than 15 KPIs that are not common ones."""
    own = len({kpi.key for kpi in plan.kpis if not kpi.common and kpi.title})
    if own > OWN_LIMIT:
        yield Hit(
            "kpis",
            Message.of(
                N_("自訂指標有 %(count)s 項，各機關慣例不超過 %(limit)s 項，請確認是否精簡。"),
                count=own,
                limit=OWN_LIMIT,
            ),
            about=str(own),
        )


@rule(
    "DT-12",
    title=N_("機關名稱與機關名冊相符"),
    title_en="The agency's name is one of the list of agencies",
    severity=Severity.W,
    source="S004 33/33",
    why=N_("機關名稱寫錯一個字，彙整與歸檔時就會成為另一個機關。"),
    kinds=PLAN,
    reads=("agency",),
    heuristic=True,
)
def agency_known(plan: PlanSubject) -> Iterator[Hit]:
    """Report a name that is nearly that of a second-level agency; units and other agencies are not in the list."""
    name = plain(plan.agency_name)
    if not name or is_second_level(name):
        return
    near = max(second_level_agencies(), key=lambda known: SequenceMatcher(None, name, known).ratio())
    if len(near) == len(name) > 2 and sum(a != b for a, b in zip(near, name, strict=True)) == 1:
        words = N_("機關名冊沒有「%(name)s」，是否為「%(near)s」？本項依名稱相似推斷，請確認。")
        yield Hit("agency", Message.of(words, name=plan.agency_name, near=near), about=plan.agency_name)
