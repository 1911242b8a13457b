"""AP rules about numbering: goals, numerals inside texts, page prefixes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.vocabulary import Kind, Severity
from models.wording import N_, Message
from workflows.language import cached_fold, chinese_number, plain
from workflows.rules.engine import Hit, rule
from workflows.rules.subjects import PlanSubject, text_of

PLAN: Final = (Kind.ANNUAL_PLAN,)
_ENUMERATED: Final = re.compile(
    r"^(?:(?P<cjk>[一二三四五六七八九十]+)、|[(（](?P<sub>[一二三四五六七八九十]+)[)）]|(?P<num>\d{1,2})[、.](?!\d)|[(（](?P<par>\d{1,2})[)）])"
)


@rule(
    "AP-06",
    title=N_("編號連續，目標不重複"),
    title_en="Numbering is continuous and goals are unique",
    severity=Severity.B,
    source="S004",
    why=N_("編號由系統依序產生；文字自帶編號、跳號或目標重複，都會使引用對不上。"),
    kinds=PLAN,
    reads=("goals", "key_plans"),
)
def numbering_continuous(plan: PlanSubject) -> Iterator[Hit]:
    """Report goals told twice, numerals typed into texts that get one, and gaps in numbering inside a text."""
    yield from _goals_twice(plan)
    yield from _numerals_seen(plan)
    for at, text in plan.texts("goals", "key_plans"):
        if at.endswith(".content"):
            yield from _gaps(at, text)
        elif _numbered_by_us(at) and (match := _ENUMERATED.match(plain(text))) and not match["num"]:
            yield Hit(
                at,
                Message.of(N_("文字開頭自帶編號「%(mark)s」，編號由系統依序產生，請刪去。"), mark=match[0]),
                about=match[0],
            )


def _numbered_by_us(at: str) -> bool:
    """Return whether a place gets its numeral from the application: goals, strategies, items; not the paragraph."""
    return at.startswith("goals") and (at.endswith(".title") or ".strategies" in at)


def _goals_twice(plan: PlanSubject) -> Iterator[Hit]:
    seen: dict[str, str] = {}
    for goal in plan.goals:
        key, at = cached_fold(text_of(goal, "title")), f"goals[{text_of(goal, 'id')}].title"
        if key and key in seen:
            message = Message.of(N_("目標「%(title)s」列了兩次，請合併或改名。"), title=text_of(goal, "title"))
            yield Hit(at, message, about=key, also=(seen[key],))
        seen.setdefault(key, at)


def _numerals_seen(plan: PlanSubject) -> Iterator[Hit]:
    """Report the first numeral out of turn of each list; a wrong numeral of a goal cell in chapter 貳 is AP-03's."""
    reported: set[str] = set()
    for one in plan.written.misnumbered:
        at = plan.named(one.at)
        siblings = plan.goal_of(at) if at.startswith("kpis[") else at.rpartition("[")[0]
        if at.endswith(".goal") or siblings in reported:
            continue
        reported.add(siblings)
        words = N_("原文編號為「%(written)s」，依次序應為第 %(expected)s 項，編號不連續或重複。")
        message = Message.of(words, written=one.written, expected=one.expected)
        yield Hit(at, message, about=f"{one.written}|{one.expected}")


def _gaps(at: str, text: str) -> Iterator[Hit]:
    """Report the first jump in a text's own numbering; only numerals at the beginning of a line count."""
    last: dict[str, int] = {}
    for line in plain(text).split("\n"):
        match = _ENUMERATED.match(line)
        if not match or not match.lastgroup:
            continue
        level, mark = match.lastgroup, match[match.lastgroup]
        value = int(mark) if mark.isdigit() else chinese_number(mark)
        # a first mark may stand inside a line (「二、南科部分 （一）輔導…」), so a run may begin anywhere
        expected = last.get(level, (value or 1) - 1) + 1
        if value is None or value > expected or (value < expected and value != 1):
            yield Hit(
                at,
                Message.of(N_("內文編號到「%(mark)s」不連續，請檢查是否漏項或重號。"), mark=match[0]),
                about=f"{expected}:{mark}",
                severity=Severity.W,
            )
            return
        deeper = list(last)[list(last).index(level) + 1 :] if level in last else []
        for name in deeper:
            del last[name]
        last[level] = value


@rule(
    "AP-07",
    title=N_("頁碼字首為本機關所專用"),
    title_en="The page prefix belongs to one agency",
    severity=Severity.I,
    source="S004 footers",
    why=N_("彙編本以頁碼字首辨別機關；同一文件出現兩種字首，表示混入他機關的頁。"),
    kinds=PLAN,
    reads=("pages",),
)
def one_page_prefix(plan: PlanSubject) -> Iterator[Hit]:
    """Report when the footers that a reader saw carry more than one prefix."""
    prefixes = sorted(set(plan.written.page_prefixes))
    if len(prefixes) > 1:
        shown = "、".join(prefixes)
        yield Hit(
            "document", Message.of(N_("頁碼字首有 %(prefixes)s 數種，請確認是否混入其他機關的頁面。"), prefixes=shown)
        )
