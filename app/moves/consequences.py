"""What a move will bring about, said to people before they make it."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from app.shell.rendering import say
from models.vocabulary import Kind
from workflows.lifecycle.definitions import Move
from workflows.lifecycle.dossier import Dossier
from workflows.plans.definitions import kpis_of_plan


def consequences_of(dossier: Dossier, move: Move) -> list[str]:
    """One sentence per thing that happens, in order."""
    told = {Kind.ANNUAL_PLAN: _plan, Kind.KPI_DEFINITION: _kpi, Kind.GENDER_IMPACT: _sheet}[Kind(dossier.document.kind)]
    return list(told(dossier, move.name.value))


def _plan(dossier: Dossier, move: str) -> Iterator[str]:
    document, kpis = dossier.document, len(kpis_of_plan(dossier))
    if move == "submit":
        yield _(
            "修訂 %(revision)s 送單位主管審核，這是第 %(round)s 輪。", revision=document.revision, round=document.round
        )
        yield _("%(count)s 項指標隨計畫一併送審，全部成立或全部不成立。", count=kpis)
        yield _("送出後不能修改內容；單位主管核章之前，您可以取回。")
    elif move == "recall":
        yield _("計畫回到研擬中，可以再修改；審查中的指標一併回到研擬中。")
        yield _("取回寫入歷程，輪次不變。")
    elif move == "give_back":
        yield _("計畫退回承辦人修正，第 %(round)s 輪結束，修正後從單位審核重新開始。", round=document.round)
        yield _("本輪已核的章保留為紀錄，下一輪各席位重新核章。")
        yield _("審查意見依序編號，列入審查意見回復表，承辦人逐項回復後才能再送審。")
    elif move == "withdraw":
        yield _("撤案後不能再修改、送審，也不能復原；要再提出須另立新計畫。")
        yield _("內容、審查意見與核章紀錄全部保留；%(count)s 項指標停用。", count=kpis)
    elif move == "amend":
        edition = document.edition + 1
        yield _(
            "建立修正第 %(edition)s 版，帶入現行版的全部內容與 %(count)s 項指標，由承辦人修改後送審。",
            edition=edition,
            count=kpis,
        )
        yield _("新版核定之前，現行版仍然有效；核定之後，現行版標示為「已修正」並保留。")


def _kpi(dossier: Dossier, move: str) -> Iterator[str]:
    if move == "endorse":
        yield _("以研考席位同意這項指標的修訂 %(revision)s。", revision=dossier.document.revision)
    elif move == "return_kpi":
        yield _("指標退回修正，審查意見列入計畫的審查意見回復表。")
        yield _("承辦人要等計畫退回後才能修改；退回的指標未重新送審並經同意前，研考不能就計畫核章。")


def _sheet(dossier: Dossier, move: str) -> Iterator[str]:
    invited = "、".join(row.user.name for row in dossier.invitations if row.ended_at is None)
    if move == "submit":
        yield (
            _("檢視表送專家進行程序參與：%(names)s。", names=invited)
            if invited
            else _("檢視表送受邀專家進行程序參與。")
        )
        yield _("送出後機關自評的欄位不能修改。")
    elif move == "answer":
        yield _("您的程序參與完成；受邀的專家都完成後，檢視表交回機關填寫評估結果。")
        yield _("您的閱覽權限立即結束。下面的意見可以不寫；寫了，機關必須逐項回復。")
        yield _("如果您認為與性別「有關」，而機關在 7-1 至 7-3 都填「否」，系統會自動退回機關自評。")
    elif move == "complete":
        yield _("檢視表完成，所屬計畫的性別影響檢核可以採認。")
        yield _("受邀專家的閱覽權限同時結束。")
    elif move == "give_back":
        yield _(
            "檢視表退回機關重新辦理，第 %(round)s 輪結束；審查意見列入審查意見回復表。", round=dossier.document.round
        )
    elif move == "exempt":
        yield _("這項重要計畫免辦性別影響評估；事由與佐證寫入歷程。")
        yield _("重要計畫的內容如有變更，須再確認或重新辦理。")
    elif move == "reconfirm":
        yield _("確認重要計畫變更後，原檢視表的結論仍然適用；狀態不變。")
    elif move == "reopen":
        yield _("檢視表回到機關自評，從第 %(round)s 輪重新辦理。", round=dossier.document.round + 1)


def after_signing(dossier: Dossier, seat: str) -> str:
    """Where the document goes once this seat has agreed."""
    others = [say(other.label) for other in dossier.waiting if other.name != seat]
    if others:
        return str(_("核章後仍待：%(seats)s。", seats="、".join(others)))
    step = next((s for s in dossier.workflow.move_named["advance"].steps if s.source == dossier.document.state), None)
    names = dossier.workflow.state_named
    if step is None:
        return ""
    to = "authority_review" if step.when is not None and dossier.document.authority_id is not None else step.to
    if step.when is not None and dossier.document.authority_id is None:
        to = "approved"
    if to == "approved":
        return str(_("您是最後一席：核章後計畫即核定，%(count)s 項指標同時生效。", count=len(kpis_of_plan(dossier))))
    return str(_("您是這一關的最後一席：核章後自動進到「%(state)s」。", state=say(names[to].label)))
