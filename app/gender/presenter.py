"""What pages show of gender-impact sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from app.frame.presenters import Content, Presenter, register
from app.frame.printed_sheet import official
from app.frame.sheet_parts import version_of
from app.shell.addresses import place_of
from models.audit_words import Action
from models.document import Document
from workflows.kinds import GENDER_IMPACT
from workflows.lifecycle import Dossier, Seat, State


class SheetPresenter(Presenter):
    """A gender-impact sheet, read in the form version it was begun in."""

    def past(self, dossier: Dossier, content: Content) -> dict[str, Any]:
        """The official form."""
        past = Dossier(dossier.session, dossier.document)
        past.__dict__["content"] = content
        return {"halves": official(past), "form_version": version_of(past)}

    def consequences(self, dossier: Dossier, move: str) -> Iterator[str]:
        """What happens to the sheet, its experts and its key plan."""
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
                "檢視表退回機關重新辦理，第 %(round)s 輪結束；審查意見列入審查意見回復表。",
                round=dossier.document.round,
            )
        elif move == Action.EXEMPT:
            yield _("這項重要計畫免辦性別影響評估；事由與佐證寫入歷程。")
            yield _("重要計畫的內容如有變更，須再確認或重新辦理。")
        elif move == "reconfirm":
            yield _("確認重要計畫變更後，原檢視表的結論仍然適用；狀態不變。")
        elif move == "reopen":
            yield _("檢視表回到機關自評，從第 %(round)s 輪重新辦理。", round=dossier.document.round + 1)

    def work(self, document: Document, state: State, seat: Seat | None) -> str:
        """The sheet itself."""
        return place_of(document)


register(GENDER_IMPACT.name, SheetPresenter())
