"""GI rules about staff's part of a sheet: who, for which agencies, and which answers are owed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from models.vocabulary import Kind, Severity
from models.wording import N_, Message
from workflows.language import is_second_level, parent_of, same_agency
from workflows.rules.engine import Hit, Stage, rule
from workflows.rules.sheet.rule import missing, sheet_rule
from workflows.rules.subjects import YES, SheetSubject
from workflows.schema import value_at

FILLER: Final = tuple(f"filler.{name}" for name in ("date", "name", "title", "identity", "phone", "email"))
# Items whose blank no other rule names; places only our own content has are asked for only where they exist.
STAFF_REQUIRED: Final = ("plan_title", "supervising_agency", "drafting_agency", "need.overview")
EXPERT_REQUIRED: Final = ("participation.from", "participation.to", "participation.manner", "participation.relevance")
OURS: Final = ("plan_title",)


@rule(
    "GI-01",
    title=N_("除物價調整或僅期程變更外，皆應填具檢視表"),
    title_en="The form is required except for a price adjustment or a mere change of term",
    severity=Severity.B,
    source="S003 L501、L579–581",
    why=N_("免填的理由只有兩種；其他修正一律要重新評估性別影響。"),
    kinds=(Kind.GENDER_IMPACT,),
    reads=(
        "amendment",
        "filler",
        "plan_title",
        "supervising_agency",
        "drafting_agency",
        "domains",
        "domains_other",
        "need",
        "goal",
        "mechanism",
        "beneficiaries",
        "evaluation",
    ),
)
def form_required(subject: SheetSubject) -> Iterator[Hit]:
    """Report grounds that do not exempt while the sheet is left empty, and grounds that are none."""
    grounds = subject.grounds
    empty = not any(text for _, text in subject.staff_texts)
    if subject.exempt or not empty:
        return
    if grounds:
        words = N_("修正事由「%(grounds)s」不在免填之列（僅物價調整、期程變更得免填），請填具檢視表。")
        yield Hit("amendment", Message.of(words, grounds=grounds), about=grounds)
    else:
        words = N_("檢視表尚未填寫。除物價調整或僅期程變更外，計畫皆應填具本表。")
        yield Hit("amendment", Message.of(words), about="empty")


@sheet_rule(
    "GI-02",
    title=N_("主管機關為中央二級機關，主辦機關為擬案機關（單位）"),
    title_en="The supervising agency is a central second-level agency, the drafting agency the one that drafts",
    severity=Severity.W,
    source="S003 L502、L583–585",
    why=N_("主管機關負責初審及報院，填成單位或所屬機關時，案件會送錯地方。"),
    reads=("supervising_agency", "drafting_agency"),
    heuristic=True,
)
def agencies_in_place(subject: SheetSubject) -> Iterator[Hit]:
    """Report a supervising agency that is a unit or a subordinate one, and a drafting one of another ministry.

    Names that the list does not know are judged by their last character, or left alone.
    """
    name = subject.plain("supervising_agency")
    if not name:
        return
    if is_second_level(name):
        drafting = subject.plain("drafting_agency")
        above = parent_of(drafting)
        if above and not is_second_level(drafting) and not same_agency(above, name):
            words = N_("主辦機關「%(drafting)s」隸屬%(parent)s，主管機關卻填「%(name)s」，請核對。本項依名稱推斷。")
            hit = Message.of(words, drafting=drafting, parent=above, name=name)
            yield Hit("drafting_agency", hit, about=f"{name}|{drafting}", also=("supervising_agency",))
        return
    parent = parent_of(name)
    if parent:
        words = N_("主管機關填「%(name)s」，請填中央二級機關（應為%(parent)s），擬案單位填於主辦機關。")
        yield Hit("supervising_agency", Message.of(words, name=name, parent=parent), about=name)
    elif re.search(r"(?:司|處|組|科|室|局|署|中心|學校|大學|公司|基金會|縣政府|市政府|園區管理局)$", name):
        words = N_("主管機關填「%(name)s」，看來不是中央二級機關，請確認。本項依名稱推斷。")
        yield Hit("supervising_agency", Message.of(words, name=name), about=name)


@sheet_rule(
    "GI-03",
    title=N_("填表人資料齊全"),
    title_en="The person filling the form is fully named",
    severity=Severity.B,
    source="S003 L497–499",
    why=N_("專家與審查者要能找到填表人；日期用來判斷程序先後。"),
    reads=("filler",),
)
def filler_known(subject: SheetSubject) -> Iterator[Hit]:
    """Report each missing entry about the filler, and a mail address that is none."""
    for path in FILLER:
        if subject.asks(path) and not subject.text(path):
            yield missing(subject, path)
    mail = subject.plain("filler.email")
    if mail and not re.fullmatch(r"[^@\s]+@[^@\s][^@\s.]*\.[^@\s]+", mail):
        yield Hit("filler.email", Message.of(N_("「%(mail)s」不是電子郵件地址，請更正。"), mail=mail), about=mail)


@sheet_rule(
    "GI-08",
    title=N_("受益對象各項勾選是或否其一，並填評定原因"),
    title_en="Each beneficiary item is answered 是 or 否, with a reason",
    severity=Severity.B,
    source="S003 L523–528、L605",
    why=N_("三項評定決定要不要續填評估內容；不論是或否都要說明原因。"),
    reads=("beneficiaries",),
)
def beneficiaries_answered(subject: SheetSubject) -> Iterator[Hit]:
    """Report each item without exactly one answer, each without a reason; of a complete sheet once what has neither."""
    for path, answer in subject.beneficiaries.items():
        item = subject.name(path)
        if not answer and not subject.text(f"{path}.reason") and subject.reached(Stage.COMPLETED):
            words = N_("%(item)s 尚未評定，請就「是」「否」勾選其一，並填評定原因。")
            yield Hit(path, Message.of(words, item=item), about="")
            continue
        if not answer:
            written = str(value_at(subject.content, f"{path}.answer") or "")
            words = N_("%(item)s 請就「是」「否」勾選其一。")
            yield Hit(f"{path}.answer", Message.of(words, item=item), about=written)
        if not subject.text(f"{path}.reason"):
            yield Hit(f"{path}.reason", Message.of(N_("%(item)s 的評定原因不得空白。"), item=item), about="")


@sheet_rule(
    "GI-09",
    title=N_("受益對象任一項為是者，評估內容應全部填寫"),
    title_en="Where any beneficiary item is 是, the whole evaluation is owed",
    severity=Severity.B,
    source="S003 L523",
    why=N_("評定為是，表示計畫對不同性別有不同影響，須逐項說明如何回應。"),
    reads=("beneficiaries", "evaluation"),
)
def evaluation_owed(subject: SheetSubject) -> Iterator[Hit]:
    """Report each blank item of the evaluation; of a complete sheet, once, an evaluation without a word."""
    if not subject.benefits_some:
        return
    because = "、".join(subject.name(path) for path, answer in subject.beneficiaries.items() if answer == YES)
    owed = subject.concept("EVAL")
    blank = [path for path in owed if not subject.says(path)]
    if blank and len(blank) == len(owed) and subject.reached(Stage.COMPLETED):
        words = N_("%(because)s 評定為「是」，評估內容 %(first)s 至 %(last)s 卻皆未填寫。")
        names = {"first": subject.name(owed[0]), "last": subject.name(owed[-1])}
        yield Hit("evaluation", Message.of(words, because=because, **names), about="", also=owed)
        return
    for path in blank:
        words = N_("%(because)s 評定為「是」，%(item)s 應填寫。")
        yield Hit(path, Message.of(words, because=because, item=subject.name(path)), about="")


@sheet_rule(
    "GI-10",
    title=N_("受益對象皆為否者，評估內容免填"),
    title_en="Where all beneficiary items are 否, the evaluation need not be filled",
    severity=Severity.I,
    source="S003 L523",
    why=N_("免填的欄位填了制式文字，反而使審查者懷疑評定結果。"),
    reads=("beneficiaries", "evaluation", "participation"),
)
def evaluation_not_owed(subject: SheetSubject) -> Iterator[Hit]:
    """Note an evaluation that was filled though nothing asks for it."""
    filled = [path for path in subject.concept("EVAL") if subject.says(path)]
    if subject.benefits_none and filled and subject.relevance != "有關":
        items = "、".join(subject.name(path) for path in filled)
        words = N_("受益對象皆評定為「否」，評估內容免填；已填 %(items)s，請確認評定結果，或刪去。")
        yield Hit("evaluation", Message.of(words, items=items), about=items, also=tuple(filled))


@sheet_rule(
    "GI-29",
    title=N_("表內應填項目皆已完成"),
    title_en="No item that is owed is left open",
    severity=Severity.B,
    source="S003 L554、L601",
    why=N_("有一項未完成，即視為研擬時未考量性別，應退回主管（辦）機關重新辦理。"),
    reads=("plan_title", "supervising_agency", "drafting_agency", "need", "participation"),
)
def nothing_left_open(subject: SheetSubject) -> Iterator[Hit]:
    """Report blank items that no other rule names, as far as the sheet has come, each in its place."""
    expert = subject.reached(Stage.PARTICIPATION) and not subject.unheard
    for path in STAFF_REQUIRED + (EXPERT_REQUIRED if expert else ()):
        if subject.asks(path) and not subject.text(path) and (path not in OURS or subject.has(path)):
            yield missing(subject, path)


@sheet_rule(
    "GI-36",
    title=N_("項次屬於本版表單"),
    title_en="Item numbers belong to this version of the form",
    severity=Severity.I,
    source="S003 L503、L544、L592",
    why=N_("各版編號不同：同一個 9-1，有的版本是結果，有的版本是程序參與；混用會填錯欄。"),
    reads=("form", "evaluation", "beneficiaries", "participation"),
)
def numbers_of_this_version(subject: SheetSubject) -> Iterator[Hit]:
    """Report a form code that is not known, and item numbers the version does not have."""
    code = subject.text("form")
    if code and code != subject.form_version.code:
        words = N_("不認得表單版本「%(code)s」，以 %(used)s 版檢核。")
        yield Hit("form", Message.of(words, code=code, used=subject.form_version.code), about=code)
    for group in ("beneficiaries", "evaluation", "participation.opinions"):
        value = value_at(subject.content, group)
        known = {path.rpartition(".")[2] for path in subject.form_version.places if path.startswith(f"{group}.")}
        keys = [str(key)[:20] for key in value] if isinstance(value, dict) and known else []
        if group == "beneficiaries" and isinstance(value, list):
            known = {subject.name(path) for path in subject.concept("BEN")}
            keys = [str(one.get("item"))[:20] for one in value if isinstance(one, Mapping) and one.get("item")]
        strange = sorted(set(keys) - known) if known & set(keys) or not subject.foreign(keys) else []
        if strange:
            items = "、".join(strange)
            words = N_("%(items)s 不是 %(code)s 版的項次，請核對表單版本。")
            yield Hit(group, Message.of(words, items=items, code=subject.form_version.code), about=items)
