"""GI rules about what reasons are worth: stock phrases and sentences pasted into many cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.language import cached_fold, likeness, likeness_bound, says_stock, sentences, substance
from workflows.rules.engine import Hit
from workflows.rules.sheet.rule import sheet_rule
from workflows.rules.subjects import SheetSubject

ENOUGH: Final = 4
ENOUGH_UNSTOCKED: Final = 3
SAME: Final = 0.9
CELLS: Final = 3
SHORTEST: Final = 8
# Different sentences of one sheet that are compared with one another; an honest sheet has about fifty.
MOST: Final = 300
# What the items of the form are called, longest first.
_ITEM_WORDS: Final = re.compile(
    "預防或消除性別隔離|平等取得社會資源|空間與工程效益|設立考核指標與機制|考核指標與機制|性別友善措施|落實法規政策|平等取得資源|"
    "空間及工程|消除性別隔離|預防性別隔離|經費配置|執行策略|宣導傳播|宣導方式|友善措施|法規政策|考核指標|考核機制|空間規劃|工程設計|工程效益|"
    "性別目標|計畫目標|參與機制|受益對象|需求評估|性別統計|性別分析|資源取得|社會資源|性別隔離"
)


@sheet_rule(
    "GI-11",
    title=N_("評定原因有量化或質化說明，不以制式文句代替"),
    title_en="The reason says something quantitative or qualitative, not a stock phrase",
    severity=Severity.B,
    source="S003 L523、L606",
    why=N_("「無涉性別」「不限性別」只是結論；要寫受益者是誰、各性別多少或如何得知，審查者才能判斷。"),
    reads=("beneficiaries",),
)
def reasons_have_substance(subject: SheetSubject) -> Iterator[Hit]:
    """Report each reason of which nothing is left once stock phrases and filling words are gone."""
    for path in subject.beneficiaries:
        text = subject.text(f"{path}.reason")
        if not text:
            continue
        stock, rest = says_stock(text), substance(text)
        if len(rest) < (ENOUGH if stock else ENOUGH_UNSTOCKED):
            words = N_(
                "%(item)s 的評定原因只有制式文句，應有量化或質化說明，例如受益對象是誰、各性別人數或比例、如何得知。"
            )
            yield Hit(f"{path}.reason", Message.of(words, item=subject.name(path)), about=text)


@sheet_rule(
    "GI-12",
    title=N_("各欄說明不重複同一文句"),
    title_en="No sentence is pasted into three cells or more",
    severity=Severity.W,
    source="S003 L523（由 GI-11 推得）",
    why=N_("每一欄問的是不同的事；同一句話貼在各欄，等於沒有回答。"),
    reads=("need", "goal", "mechanism", "beneficiaries", "evaluation"),
    heuristic=True,
)
def no_boilerplate(subject: SheetSubject) -> Iterator[Hit]:
    """Report each sentence that stands, equal or nearly so, in three cells or more, once, at the first cell.

    Words of the form's own items are left aside, so that exchanging them makes no new sentence. Reasons that are stock
    phrases are GI-11's; here they count only beside other cells.
    """
    clusters: list[tuple[str, str, list[str]]] = []
    for path, text in subject.staff_texts:
        for sentence in sentences(text):
            key = _ITEM_WORDS.sub("", cached_fold(sentence))
            if len(key) < SHORTEST:
                continue
            for known, _, paths in clusters:
                if known == key or (likeness_bound(known, key) >= SAME and likeness(known, key) >= SAME):
                    paths.append(path)
                    break
            else:
                if len(clusters) < MOST:
                    clusters.append((key, sentence, [path]))
    stock = {hit.at for hit in reasons_have_substance(subject)}
    for key, sentence, paths in clusters:
        cells = list(dict.fromkeys(paths))
        if len(cells) >= CELLS and not stock.issuperset(cells):
            items = "、".join(subject.name(path.removesuffix(".reason")) for path in cells)
            words = N_("「%(sentence)s」出現在 %(items)s 共 %(count)s 欄，請依各欄所問分別說明。本項依文句相似度推斷。")
            message = Message.of(words, sentence=sentence[:40], items=items, count=len(cells))
            yield Hit(cells[0], message, about=f"{key}|{items}", also=tuple(cells[1:]))
