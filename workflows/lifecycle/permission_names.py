"""The names of what a person may be allowed to do."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What a person may be allowed to do; who has which on which documents is ``permissions.GRANTS``."""

    PLAN_VIEW = "plan_view"
    PLAN_CREATE = "plan_create"
    PLAN_EDIT = "plan_edit"
    PLAN_SUBMIT = "plan_submit"
    PLAN_RECALL = "plan_recall"
    PLAN_WITHDRAW = "plan_withdraw"
    PLAN_AMEND = "plan_amend"
    SEAT_UNIT_HEAD = "seat_unit_head"
    SEAT_PLANNING = "seat_planning"
    SEAT_ACCOUNTING = "seat_accounting"
    SEAT_GENDER = "seat_gender_officer"
    SEAT_HEAD = "seat_agency_head"
    SEAT_AUTHORITY_PLANNING = "seat_authority_planning"
    SEAT_AUTHORITY_ACCOUNTING = "seat_authority_accounting"
    SEAT_AUTHORITY_HEAD = "seat_authority_head"
    KPI_VIEW = "kpi_view"
    KPI_ENDORSE = "kpi_endorse"
    SHEET_VIEW = "sheet_view"
    SHEET_FILL = "sheet_fill"
    SHEET_SUBMIT = "sheet_submit"
    SHEET_INVITE = "sheet_invite"
    SHEET_ADVISE = "sheet_advise"
    SHEET_COMPLETE = "sheet_complete"
    SHEET_CHECK = "sheet_check"
    SHEET_REOPEN = "sheet_reopen"
    IMPACT_DECIDE = "impact_decide"
    RESULT_ENTER = "result_enter"
    RESULT_CONFIRM = "result_confirm"
    LIGHTS_SET = "lights_set"
    SEVERITY_SET = "severity_set"
    AUDIT_READ = "audit_read"
    PEOPLE_MANAGE = "people_manage"
