"""What pages show of annual plans and of their indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.frame.presenters import Content, Presenter, register
from app.frame.printed_plan import Marks, kpi_groups, parts_of
from models.document import Document
from workflows.kinds import ANNUAL_PLAN, KPI_DEFINITION
from workflows.lifecycle import Dossier, Phase, Seat, State
from workflows.plans import kpis_of_plan

PART_NAMES: Mapping[str, Callable[[Content], str]] = {
    "preamble": lambda content: _("前言"),
    "goals": lambda content: _("施政目標 %(count)s", count=len(content.get("goals", ()))),
    "kpis": lambda content: _("關鍵績效指標 %(count)s", count=len(content.get("kpis", ()))),
    "key_plans": lambda content: _("重要計畫 %(count)s", count=len(content.get("key_plans", ()))),
}
"""The parts of a plan in which a seat signs, with how much there is of each."""


class PlanPresenter(Presenter):
    """An annual plan."""

    def signed_parts(self, dossier: Dossier, parts: Sequence[str]) -> list[str]:
        """The parts with how many rows they have."""
        return [PART_NAMES[part](dossier.content) for part in parts]

    def past(self, dossier: Dossier, content: Content) -> dict[str, Any]:
        """The printed plan."""
        return {"plan": True, **parts_of(content)}

    def consequences(self, dossier: Dossier, move: str) -> Iterator[str]:
        """What happens to the plan and its indicators."""
        document, kpis = dossier.document, len(kpis_of_plan(dossier))
        if move == "submit":
            yield _(
                "修訂 %(revision)s 送單位主管審核，這是第 %(round)s 輪。",
                revision=document.revision,
                round=document.round,
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

    def after_last_signature(self, dossier: Dossier, state: State) -> str:
        """The plan is approved and its indicators are in force."""
        count = len(kpis_of_plan(dossier))
        return str(_("您是最後一席：核章後計畫即核定，%(count)s 項指標同時生效。", count=count))

    def work(self, document: Document, state: State, seat: Seat | None) -> str:
        """The review from a seat; the opinions to answer once it was given back, else the outline."""
        if not seat and state.phase is Phase.DRAFT:
            if state.aside:
                return url_for("reviewing.opinions", document_id=document.id)
            return url_for("drafting.section", document_id=document.id, part="goals")
        return super().work(document, state, seat)


class KpiPresenter(Presenter):
    """An indicator, which is read as the row of its plan."""

    def past(self, dossier: Dossier, content: Content) -> dict[str, Any]:
        """Its row of the printed table."""
        row = {**content["kpi"], "goal": "", "goal_title": content["goal_title"]}
        return {"kpi_groups": kpi_groups({"goals": [], "kpis": [row]}, Marks())}

    def consequences(self, dossier: Dossier, move: str) -> Iterator[str]:
        """What an endorsement or a return brings about."""
        if move == "endorse":
            yield _("以研考席位同意這項指標的修訂 %(revision)s。", revision=dossier.document.revision)
        elif move == "return_kpi":
            yield _("指標退回修正，審查意見列入計畫的審查意見回復表。")
            yield _("承辦人要等計畫退回後才能修改；退回的指標未重新送審並經同意前，研考不能就計畫核章。")


register(ANNUAL_PLAN.name, PlanPresenter())
register(KPI_DEFINITION.name, KpiPresenter())
