"""What counts as a stock phrase about gender, and what a text still says once such phrases are gone.

S003 L523 names three phrases that are no reason (無涉性別, 與性別無關, 性別一律平等). People write hundreds of others
to the same effect, so a clause is judged by its build and by its likeness to known ones, not by a list alone.
"""

from __future__ import annotations

import re
from typing import Final

from models.cache import MIB, cached
from workflows.language.similarity import cached_fold, likeness
from workflows.language.text import plain

SEX_WORDS: Final = re.compile(r"性別|性平|女|男|兩性|婦|性傾向|多元性")
EITHER_SEX: Final = re.compile(r"女|男|兩性|婦|性別比|單一性別|不同性別者|任一性別|各性別")
LONGEST: Final = 40
LIKE_ENOUGH: Final = 0.7
EXEMPLARS: Final = tuple(
    cached_fold(phrase)
    for phrase in (
        "無涉性別",
        "與性別無關",
        "性別一律平等",
        "無任何性別之限制",
        "不限任何性別",
        "不分性別",
        "不因性別而有差異",
        "未涉及性別議題",
        "無性別差異",
        "男女平等",
        "任何性別均可參與",
        "對不同性別一視同仁",
        "與性別議題無直接關聯",
        "不涉及特定性別",
        "無特定性別",
        "並無性別區別",
        "無性別之分",
        "未限定性別",
        "無性別偏見",
        "性別友善平等對待",
    )
)
_CORE: Final = re.compile(
    r"性別[^0-9]{0,8}(?:無關|無涉|無直接|無必然|一律|平等|之分|沒有關)|(?:無|不(?!同)|未|非|沒有|並無)[^0-9]{0,9}(?:性別|男女|兩性)|"
    r"(?:男女|兩性|任何性別|各種?性別|不同性別)[^0-9]{0,8}(?:皆|均|都|一律|平等|一視同仁|可(?!能))|"
    r"(?:涵蓋|包括|包含|含)[^0-9]{0,4}男[^0-9]{0,4}女|(?:不論|無論|不管|不拘|不問)[^0-9]{0,4}(?:男|女|性別)"
)
_EVIDENCE: Final = re.compile(r"\d|[%％]|統計|比[率例重]|調查|占|分析|顯示|資料庫|依據|人數|委員|因為|由於")
# What is done about gender is no stock phrase, however short.
_ACTS: Final = re.compile(
    r"促進|提[升高]|落實|建立|達成|改善|縮小|消除|增加|保障|強化|考量|回應|納入|友善措施|安心|便利"
)
_FILLERS: Final = re.compile(
    r"本(?:項|計畫|案|部|會|工程|計劃)?|實施|一般|差別待遇|差別|歧視|(?:無|沒有)任?何?限制|參與者|使用者|受益者|受益對象|服務對象|對象|適用|全體|全民|國民|國人|民眾|市民|"
    r"一般大眾|社會大眾|大眾|人員|所有|任何|任一|機會均[等一]|一視同仁|公平對待|公平|平等|均等|普及|均可|皆可|都可|受益|受惠|同(?:前|上)?項?\d*|參加|參與|申請|使用|"
    r"不適用|免填|同上|如上|相同|內容|屬於?|係|為|與|及|和|之|的|者|皆|均|都|並|故|因此|爰|所以|無|不|未|有|其|以|對|於|由|在|可|得|即|惟|但|且|而|也|亦"
)
_CLAUSE: Final = re.compile(r"[，。；！？、\n]|(?<!\d)[.:：]")
# The form's own formula for "sex" would otherwise fall into several clauses.
_QUESTION: Final = re.compile(r"(?:特定|不同|任何)?性別、性傾向(?:或|及|與|、)性別認同者?")
_BOTH: Final = re.compile(r"男性?[、及與和或]女性?(?!\d)")
_LIST_MARK: Final = re.compile(r"(?:^|(?<=[\n。；]))\s{0,20}(?:[(]?[\d一二三四五六七八九十]{1,2}[).、](?!\d))")
_SENTENCE: Final = re.compile(r"[。；！？\n]")


@cached(MIB // 2)
def is_stock(clause: str) -> bool:
    """Return whether a clause says no more than that gender does not matter; figures or evidence save it."""
    text = cached_fold(clause)
    if not text or len(text) > LONGEST or _EVIDENCE.search(clause) or _ACTS.search(text) or not SEX_WORDS.search(text):
        return False
    bare = _FILLERS.sub("", text)
    return bool(_CORE.search(text)) or any(likeness(bare, known) >= LIKE_ENOUGH for known in EXEMPLARS)


def clauses(text: str) -> list[str]:
    """Return the clauses of a text in plain form."""
    simplified_text = _BOTH.sub("男女", _QUESTION.sub("性別", _LIST_MARK.sub("", plain(text))))
    return [clause for clause in _CLAUSE.split(simplified_text) if clause.strip()]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text in plain form."""
    return [sentence for sentence in _SENTENCE.split(_LIST_MARK.sub("", plain(text))) if sentence.strip()]


def substance(text: str) -> str:
    """Return what a text says beside stock phrases and filling words."""
    return "".join(_FILLERS.sub("", cached_fold(clause)) for clause in clauses(text) if not is_stock(clause))


def says_stock(text: str) -> bool:
    """Return whether any clause is a stock phrase."""
    return any(is_stock(clause) for clause in clauses(text))


_NO_GOAL: Final = re.compile(r"(?:未|無|沒有|不|尚未|免)[^，。；]{0,8}性別(?:目標|指標)")
_REASON: Final = re.compile(r"因|由於|理由|考量|爰|故|鑑於|緣|為主|性質|屬於?|僅")


def has_gender_goal(text: str) -> bool:
    """Return whether a goal speaks of gender as something to be reached."""
    return any(
        SEX_WORDS.search(part)
        and not _NO_GOAL.search(part)
        and any(SEX_WORDS.search(c) and not is_stock(c) for c in clauses(part))
        for part in sentences(text)
    )


def states_no_goal(text: str) -> bool:
    """Return whether a goal says that there is no gender goal, with a reason or without."""
    return bool(_NO_GOAL.search(plain(text)))


def explains_no_goal(text: str) -> bool:
    """Return whether a goal says why there is no gender goal."""
    return any(_gives_reason(clauses(part)) for part in sentences(text) if _NO_GOAL.search(part))


def _gives_reason(parts: list[str]) -> bool:
    """Return whether a clause gives a reason of substance, in itself or in the clause after 「理由：」."""
    for clause, following in zip(parts, (*parts[1:], ""), strict=True):
        reason = clause if len(clause) > len("理由為") + 1 else following
        if _REASON.search(clause) and reason and not is_stock(reason) and not _NO_GOAL.search(reason):
            return True
    return False
