"""Chapter 壹: goals 一、 with a paragraph or strategies （一）, items 1. and what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from exchange.imported import Doubts
from exchange.limits import MAX_TITLE
from exchange.readers.plan.chapters import Line
from exchange.readers.plan.markup import SENTENCE_ENDS, bounded, has_formula_markup, joined, one_line, plain
from exchange.shape import GoalShape, StrategyShape
from models.wording import N_, Message
from workflows.language import fold, heading_number

GOAL: Final = re.compile(r"^([一二三四五六七八九十]{1,3})[、.．][ \u3000]*(?=\S)")
STRATEGY: Final = re.compile(r"^[（(][ \u3000]*([一二三四五六七八九十]{1,3})[ \u3000]*[）)][ \u3000]*(?=\S)")
ITEM: Final = re.compile(r"^([0-9０-９]{1,2})(?:、|[.．](?![0-9０-９]))[ \u3000]*(?=\S)")
SUBITEM: Final = re.compile(r"^[（(][ \u3000]*([0-9０-９]{1,2})[ \u3000]*[）)][ \u3000]*(?=\S)")
OPENING: Final = "「『（(《〈【〔"
CLOSING: Final = "」』）)》〉】〕"


class GoalsReader:
    """Builds the goals line by line; what has no mark continues what was last open."""

    def __init__(self, doubts: Doubts) -> None:
        self.goals: list[GoalShape] = []
        self._doubts = doubts
        self._sub_items: list[int] = []

    def take(self, line: Line) -> None:
        """Read one line into its place."""
        text = plain(line.text)
        if match := GOAL.match(text):
            self._open_goal(match[1], text[match.end() :])
        elif not self.goals:
            why = N_("第 %(line)s 行「%(text)s」在第一項目標之前，不知屬於何處，未收入。")
            self._doubts.add("goals", Message.of(why, line=line.number, text=text))
        elif match := STRATEGY.match(text):
            self._open_strategy(match[1], text[match.end() :])
        elif (match := ITEM.match(text)) or (self._takes_subitems() and (match := SUBITEM.match(text))):
            self._open_item(int(match[1]), text[match.end() :], is_sub=SUBITEM.match(text) is not None)
        else:
            self._continue(line, text)
        if self.goals and has_formula_markup(line.text):
            self._doubts.add(self._at(), Message.of(N_("原文夾有排版語法，已改寫為一般數學符號。")))

    def _at(self) -> str:
        goal = len(self.goals) - 1
        strategies = self.goals[-1]["strategies"]
        if not strategies:
            return f"goals[{goal}].text" if self.goals[-1]["text"] else f"goals[{goal}].title"
        at = f"goals[{goal}].strategies[{len(strategies) - 1}]"
        items = strategies[-1]["items"]
        return f"{at}.items[{len(items) - 1}].text" if items else f"{at}.text"

    def _open_goal(self, numeral: str, text: str) -> None:
        title, paragraph = split_title(text)
        self.goals.append({"title": title, "text": paragraph, "strategies": []})
        self._check_number(
            f"goals[{len(self.goals) - 1}].title", heading_number(numeral), len(self.goals), f"{numeral}、"
        )

    def _open_strategy(self, numeral: str, text: str) -> None:
        strategies = self.goals[-1]["strategies"]
        strategies.append({"text": text, "items": []})
        self._check_number(self._at(), heading_number(numeral), len(strategies), f"（{numeral}）")

    def _takes_subitems(self) -> bool:
        """Whether （1） may open an item: directly below a strategy, not below an item 1. of its own."""
        strategies = self.goals[-1]["strategies"]
        return not (strategies and strategies[-1]["items"]) or bool(self._sub_items)

    def _open_item(self, number: int, text: str, *, is_sub: bool) -> None:
        strategy = self._last_strategy()
        if not strategy["items"]:
            self._sub_items = [1] if is_sub else []
        strategy["items"].append({"text": text})
        self._check_number(self._at(), number, len(strategy["items"]), f"{number}.")

    def _last_strategy(self) -> StrategyShape:
        strategies = self.goals[-1]["strategies"]
        if not strategies:
            strategies.append({"text": "", "items": []})
            self._doubts.add(self._at(), Message.of(N_("原文在目標之下直接列 1.、2.，中間沒有策略（一）。")))
        return strategies[-1]

    def _check_number(self, at: str, number: int | None, expected: int, written: str) -> None:
        if number != expected:
            why = N_("原文編號為「%(written)s」，依次序應為第 %(expected)s 項；編號由系統依次序產生。")
            self._doubts.misnumbered(at, written, expected, Message.of(why, written=written, expected=expected))

    def _continue(self, line: Line, text: str) -> None:
        goal = self.goals[-1]
        if goal["strategies"]:
            strategy = goal["strategies"][-1]
            holder = strategy["items"][-1] if strategy["items"] else strategy
            if line.after_blank and not holder["text"].endswith(SENTENCE_ENDS):
                self._doubts.add(self._at(), Message.of(N_("前後兩段之間有空行，但前段沒有句號；已接成一段，請核對。")))
            holder["text"] = joined(holder["text"], text)
        elif goal["text"]:
            goal["text"] = joined(goal["text"], text)
        elif line.after_blank or line.heading:
            goal["text"] = text
        else:
            bounded(goal["title"], MAX_TITLE)
            goal["title"], goal["text"] = split_title(goal["title"] + "\n" + text)


def split_title(text: str) -> tuple[str, str]:
    """Part "title：paragraph" at the first colon that stands in no bracket."""
    depth = 0
    for index, sign in enumerate(text):
        depth += (sign in OPENING) - (sign in CLOSING)
        if sign in "：:" and depth <= 0:
            return one_line(text[:index].strip()), text[index + 1 :].strip()
    return one_line(text.strip()), ""


def read_goals(lines: Iterable[Line], doubts: Doubts) -> list[GoalShape]:
    """Read chapter 壹."""
    reader = GoalsReader(doubts)
    for line in lines:
        reader.take(line)
    return reader.goals


def rejoin_titles(goals: list[GoalShape], written: Iterable[str]) -> None:
    """Undo a split at a colon that belongs to the title: the KPI table of chapter 貳 repeats titles in full."""
    names = {fold(title) for title in written}
    for goal in goals:
        whole = f"{goal['title']}：{goal['text']}"
        if goal["text"] and fold(goal["title"]) not in names and fold(whole) in names:
            goal["title"], goal["text"] = whole, ""


def ordinal_variants(written: str) -> list[tuple[int | None, str]]:
    """Return the ways to read a goal cell such as 十一建構…: with the numeral split off at each length, then whole."""
    signs = re.match(r"^[一二三四五六七八九十]{0,3}", written)
    longest = len(signs[0]) if signs else 0
    cut = [(heading_number(written[:size]), written[size:].lstrip("、.． \u3000\n")) for size in range(longest, 0, -1)]
    return [(number, title) for number, title in cut if number and title] + [(None, written)]
