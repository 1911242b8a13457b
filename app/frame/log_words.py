"""What the actions of the audit log are called."""

from __future__ import annotations

from collections.abc import Mapping

from app.shell.rendering import say
from models.audit_words import Action as A
from models.wording import N_
from workflows.kinds import KINDS

ACTIONS: Mapping[A, str] = {
    A.CREATE: N_("建立"), A.REVISE: N_("存成修訂"), A.ACKNOWLEDGE: N_("說明警告"), A.SUBMIT: N_("送審"),
    A.SIGN: N_("同意並核章"), A.GIVE_BACK: N_("退回修正"), A.RECALL: N_("取回"), A.WITHDRAW: N_("撤案"),
    A.AMEND: N_("提出修正"), A.ADVANCE: N_("續送"), A.SUPERSEDE: N_("由新版取代"), A.ENDORSE: N_("同意指標"),
    A.RETURN_KPI: N_("退回指標"), A.REOPEN: N_("重新辦理"), A.ENFORCE: N_("隨計畫生效"), A.RETIRE: N_("停用"),
    A.ANSWER: N_("完成程序參與"), A.COMPLETE: N_("完成評估結果"), A.EXEMPT: N_("核准免辦"), A.RECONFIRM: N_("再確認"),
    A.SEND_BACK: N_("退回機關自評"), A.OPINION: N_("提出審查意見"), A.RESPOND: N_("回復審查意見"),
    A.RESOLVE: N_("註記審查意見"), A.INVITE_EXPERT: N_("邀請專家"), A.END_INVITATION: N_("結束邀請"),
    A.IMPORT: N_("匯入檔案"), A.EXPORT: N_("匯出"), A.READ: N_("查閱"), A.VERIFY: N_("驗證紀錄"), A.REFUSE: N_("未獲准的操作"),
    A.AGENCY_CREATE: N_("新增機關"), A.AGENCY_CHANGE: N_("修改機關"), A.PERSON_CREATE: N_("新增人員"),
    A.PERSON_CHANGE: N_("修改人員"), A.ROLE_GRANT: N_("授予職務"), A.ROLE_END: N_("結束職務"),
    A.PASSWORD_CHANGE: N_("變更密碼"), A.PASSWORD_RESET: N_("重設密碼"), A.SIGN_IN: N_("登入"),
    A.SIGN_IN_FAILURE: N_("登入失敗"), A.SIGN_IN_LOCK: N_("登入鎖定"), A.SIGN_OUT: N_("登出"), A.MIGRATION: N_("系統升級"),
    A.SEVERITY_SET: N_("調高規則級別"), A.LIGHTS_SET: N_("設定燈號門檻"), A.TARGET_CHANGE: N_("變更目標值"),
    A.RESULT_ENTER: N_("填報實際值"), A.RESULT_CONFIRM: N_("確認實際值"), A.RESULT_RETURN: N_("退回實際值"),
    A.LINK_ISSUE: N_("寄出專家連結"), A.LINK_REVOKE: N_("撤銷專家連結"), A.LINK_OPEN: N_("開啟專家連結"),
    A.LINK_REFUSE: N_("拒絕專家連結"), A.CODE_SEND: N_("寄出驗證碼"), A.CODE_FAILURE: N_("驗證碼錯誤"),
    A.EXPERT_ENTER: N_("專家進入"), A.EXPERT_CONFIRM: N_("專家再確認"), A.CONFIRM_ASK: N_("請專家再確認"),
    A.PLEDGE: N_("同意保密"), A.NOTIFY: N_("通知專家"), A.IMPACT_DECIDE: N_("認定應否辦理性別影響評估"),
    A.STALE: N_("檢視表待再確認"),
}  # fmt: skip
"""Every action in people's words; the kind of document may have a word of its own for a move."""
OBJECTS: Mapping[str, str] = {
    **{str(kind.name): kind.label for kind in KINDS.values()},
    "user": N_("人員"), "agency": N_("機關"), "audit": N_("稽核紀錄"), "door": N_("登入"), "system": N_("系統"),
    "vocabulary": N_("字彙"),
}  # fmt: skip


def action_word(action: str, kind: str = "") -> str:
    """What an action is called, on this kind of object if that says it otherwise."""
    workflow = KINDS[kind].workflow if kind in KINDS else None
    if workflow and action in workflow.move_named:
        return say(workflow.move_named[action].label)
    return say(ACTIONS[A(action)]) if action in ACTIONS else action


def state_word(state: str | None, kind: str) -> str:
    """What a state is called."""
    workflow = KINDS[kind].workflow if kind in KINDS else None
    known = workflow.state_named.get(state or "") if workflow else None
    return say(known.label) if known else state or ""


def object_word(name: str) -> str:
    """What kind of thing an object of the log is: 「年度施政計畫 12」 of ``annual_plan:12``."""
    kind, _colon, number = name.partition(":")
    return f"{say(OBJECTS[kind])} {number}".strip() if kind in OBJECTS else name
