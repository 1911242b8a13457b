"""GI rules about what reasons are worth: stock phrases and sentences pasted into many cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, said
from workflows.rules.engine import Hit
from workflows.rules.likeness import folded, likeness, likeness_bound
from workflows.rules.sheet_rule import sheet_rule
from workflows.rules.sheet_subject import SheetSubject
from workflows.rules.stock_phrases import says_stock, sentences, substance

ENOUGH: Final = 4
ENOUGH_UNSTOCKED: Final = 3
SAME: Final = 0.9
CELLS: Final = 3
SHORTEST: Final = 8
# Different sentences of one sheet that are compared with one another; an honest sheet has about fifty.
MOST: Final = 300


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
            yield Hit(f"{path}.reason", said(words, item=subject.name(path)), about=text)


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
    """Report each sentence that stands, equal or nearly so, in three cells or more, once, at the first cell."""
    clusters: list[tuple[str, str, list[str]]] = []
    for path, text in subject.staff_texts:
        for sentence in sentences(text):
            key = folded(sentence)
            if len(key) < SHORTEST:
                continue
            for known, _, paths in clusters:
                if known == key or (likeness_bound(known, key) >= SAME and likeness(known, key) >= SAME):
                    paths.append(path)
                    break
            else:
                if len(clusters) < MOST:
                    clusters.append((key, sentence, [path]))
    for key, sentence, paths in clusters:
        cells = list(dict.fromkeys(paths))
        if len(cells) >= CELLS:
            items = "、".join(subject.name(path) for path in cells)
            words = N_("「%(sentence)s」出現在 %(items)s 共 %(count)s 欄，請依各欄所問分別說明。本項依文句相似度推斷。")
            message = said(words, sentence=sentence[:40], items=items, count=len(cells))
            yield Hit(cells[0], message, about=f"{key}|{items}", also=tuple(cells[1:]))
