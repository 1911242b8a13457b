"""The words of the audit log: everything that can be written down, and the keys of its details (audit.md §2)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Action(StrEnum):
    """Everything that can be written down. The database refuses any other word."""

    CREATE = "create"
    REVISE = "revise"
    ACKNOWLEDGE = "acknowledge"
    SUBMIT = "submit"
    SIGN = "sign"
    GIVE_BACK = "give_back"
    RECALL = "recall"
    WITHDRAW = "withdraw"
    AMEND = "amend"
    ADVANCE = "advance"
    SUPERSEDE = "supersede"
    ENDORSE = "endorse"
    RETURN_KPI = "return_kpi"
    REOPEN = "reopen"
    ENFORCE = "enforce"
    RETIRE = "retire"
    ANSWER = "answer"
    COMPLETE = "complete"
    EXEMPT = "exempt"
    RECONFIRM = "reconfirm"
    SEND_BACK = "send_back"
    OPINION = "opinion"
    RESPOND = "respond"
    RESOLVE = "resolve"
    INVITE_EXPERT = "invite_expert"
    END_INVITATION = "end_invitation"
    IMPORT = "import"
    EXPORT = "export"
    READ = "read"
    VERIFY = "verify"
    REFUSE = "refuse"
    AGENCY_CREATE = "agency_create"
    AGENCY_CHANGE = "agency_change"
    PERSON_CREATE = "person_create"
    PERSON_CHANGE = "person_change"
    ROLE_GRANT = "role_grant"
    ROLE_END = "role_end"
    PASSWORD_CHANGE = "password_change"
    PASSWORD_RESET = "password_reset"
    SIGN_IN = "sign_in"
    SIGN_IN_FAILURE = "sign_in_failure"
    SIGN_IN_LOCK = "sign_in_lock"
    SIGN_OUT = "sign_out"
    MIGRATION = "migration"
    SEVERITY_SET = "severity_set"
    LIGHTS_SET = "lights_set"
    TARGET_CHANGE = "target_change"
    RESULT_ENTER = "result_enter"
    RESULT_CONFIRM = "result_confirm"
    RESULT_RETURN = "result_return"
    LINK_ISSUE = "link_issue"
    LINK_REVOKE = "link_revoke"
    LINK_OPEN = "link_open"
    LINK_REFUSE = "link_refuse"
    CODE_SEND = "code_send"
    CODE_FAILURE = "code_failure"
    EXPERT_ENTER = "expert_enter"
    EXPERT_CONFIRM = "expert_confirm"
    CONFIRM_ASK = "confirm_ask"
    PLEDGE = "pledge"
    NOTIFY = "notify"
    IMPACT_DECIDE = "impact_decide"
    STALE = "stale"


_SIGNED = frozenset({"seat", "verdict", "scope_sha256", "form_version", "workflow_version"})
DETAILS: Mapping[Action, frozenset[str]] = {
    Action.CREATE: frozenset(
        {"kind", "agency", "year", "title", "parent", "part_key", "form_version", "workflow_version"}
    ),
    Action.REVISE: frozenset({"parts"}),
    Action.ACKNOWLEDGE: frozenset({"rule", "at", "fingerprint"}),
    Action.SUBMIT: frozenset({"round"}),
    Action.SIGN: _SIGNED,
    Action.GIVE_BACK: frozenset({"seat", "opinions", "round"}),
    Action.AMEND: frozenset({"grounds", "successor"}),
    Action.ADVANCE: frozenset({"cause"}),
    Action.SUPERSEDE: frozenset({"cause"}),
    Action.ENDORSE: _SIGNED,
    Action.RETURN_KPI: frozenset({"opinion", "plan"}),
    Action.REOPEN: frozenset({"cause"}),
    Action.ENFORCE: frozenset({"cause"}),
    Action.RETIRE: frozenset({"cause"}),
    Action.ANSWER: frozenset({"relevance"}),
    Action.COMPLETE: frozenset({"judged_sha256"}),
    Action.EXEMPT: frozenset({"grounds", "evidence"}),
    Action.RECONFIRM: frozenset({"judged_sha256"}),
    Action.SEND_BACK: frozenset({"cause"}),
    Action.OPINION: frozenset({"number", "seat", "round", "at"}),
    Action.RESPOND: frozenset({"number", "adopted", "at"}),
    Action.RESOLVE: frozenset({"number", "resolved"}),
    Action.INVITE_EXPERT: frozenset({"expert"}),
    Action.END_INVITATION: frozenset({"expert"}),
    Action.IMPORT: frozenset({"file", "sha256", "format", "uncertain", "doubts"}),
    Action.EXPORT: frozenset({"format"}),
    Action.READ: frozenset({"what"}),
    Action.VERIFY: frozenset({"entries", "faults"}),
    Action.REFUSE: frozenset({"attempt", "reasons"}),
    Action.AGENCY_CREATE: frozenset({"code", "name", "parent"}),
    Action.AGENCY_CHANGE: frozenset({"before", "after"}),
    Action.PERSON_CREATE: frozenset({"account", "name"}),
    Action.PERSON_CHANGE: frozenset({"before", "after"}),
    Action.ROLE_GRANT: frozenset({"role", "agency", "since", "until"}),
    Action.ROLE_END: frozenset({"role", "agency", "since", "until", "before"}),
    Action.SIGN_IN: frozenset({"address"}),
    Action.SIGN_IN_FAILURE: frozenset({"address", "failures"}),
    Action.SIGN_IN_LOCK: frozenset({"address", "minutes"}),
    Action.MIGRATION: frozenset({"to"}),
    Action.SEVERITY_SET: frozenset({"rule", "before", "after"}),
    Action.LIGHTS_SET: frozenset({"before", "after"}),
    Action.TARGET_CHANGE: frozenset({"year", "before", "after", "plan"}),
    Action.RESULT_ENTER: frozenset({"year", "period", "number", "value"}),
    Action.RESULT_CONFIRM: frozenset({"year", "period", "number", "value"}),
    Action.RESULT_RETURN: frozenset({"year", "period", "number", "value"}),
    Action.LINK_ISSUE: frozenset({"expert", "until"}),
    Action.LINK_REVOKE: frozenset({"expert"}),
    Action.LINK_OPEN: frozenset({"expert", "address"}),
    Action.LINK_REFUSE: frozenset({"why", "address"}),
    Action.CODE_SEND: frozenset({"expert"}),
    Action.CODE_FAILURE: frozenset({"expert", "failures", "address"}),
    Action.EXPERT_ENTER: frozenset({"expert", "address"}),
    Action.EXPERT_CONFIRM: frozenset({"expert", "agreed"}),
    Action.CONFIRM_ASK: frozenset({"expert"}),
    Action.PLEDGE: frozenset({"expert"}),
    Action.NOTIFY: frozenset({"expert", "what"}),
    Action.IMPACT_DECIDE: frozenset({"row", "decision", "grounds"}),
    Action.STALE: frozenset({"cause"}),
}
"""The exact keys of ``details`` per action; an action not named here has none."""
