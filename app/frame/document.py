"""The frame of every page about a document: where it is, who has to do what, what is still wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.shell.access import action_context, session_user
from app.shell.addresses import edit_place, place_of, rule_place
from app.shell.expert_gate import only_an_expert
from app.shell.rendering import iso, roc, say, source_words
from models.base import db
from models.document import Document
from models.review import Acknowledgement
from models.vocabulary import Kind, Severity
from workflows.kinds import KINDS
from workflows.lifecycle.definitions import Seat, State
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.offers import Offer, offers
from workflows.lifecycle.permissions import sees
from workflows.lifecycle.reading_log import note_reading
from workflows.lifecycle.refusals import NotVisible
from workflows.review.facts import current_review
from workflows.review.findings import findings_of, lapsed_of, subject_of
from workflows.rules.engine import Finding

ROADS: dict[str, tuple[str, ...]] = {
    Kind.ANNUAL_PLAN: ("drafting", "unit_review", "joint_review", "gender_check", "approving", "approved"),
    Kind.KPI_DEFINITION: ("drafting", "reviewing", "approved", "in_force"),
    Kind.GENDER_IMPACT: ("self_assessment", "expert_review", "responding", "completed"),
}
"""The states on the state line; the others stand beside it."""
WITH_RESULTS = frozenset(
    (kind, state)
    for kind, states in (
        (Kind.ANNUAL_PLAN, ("approved", "superseded")),
        (Kind.KPI_DEFINITION, ("in_force", "superseded")),
    )
    for state in states
)
"""Documents that have a page of results: what is in force, or was."""
MOST_ALSO = 6
"""How many other places of one finding are linked."""


def open_document(document_id: int, *kinds: Kind) -> Dossier:
    """The dossier of a document this person may see; raises ``NotVisible`` otherwise, whatever the reason.

    Every page about a document begins here, so here an auditor's reading is written down.
    """
    document = _document(document_id)
    if document is None or (kinds and document.kind not in kinds) or not sees(session_user().actor, document):
        raise NotVisible
    if request.method in ("GET", "HEAD") and note_reading(action_context(), document):
        document = _document(document_id) or document
    return Dossier(db.session(), document)


def _document(document_id: int) -> Document | None:
    found: Document | None = db.session.scalar(
        select(Document)
        .where(Document.id == document_id)
        .options(joinedload(Document.agency), joinedload(Document.parent).joinedload(Document.agency))
    )
    return found


def road_of(dossier: Dossier) -> list[State]:
    """The states a document passes on its way, with 主管機關審議 where there is an agency above."""
    names = ROADS[dossier.document.kind]
    if dossier.document.kind == Kind.ANNUAL_PLAN and dossier.document.authority_id is not None:
        names = (*names[:-1], "authority_review", names[-1])
    return [dossier.workflow.state_named[name] for name in names]


def steps_of(dossier: Dossier) -> list[dict[str, str]]:
    """The state line: what is done, where the document is, what lies ahead."""
    road = road_of(dossier)
    names = [state.name for state in road]
    state = dossier.document.state
    here = names.index(state) if state in names else 0 if not dossier.state.final else len(names)
    last = here == len(names) - 1 and dossier.state.final
    note = roc(dossier.document.state_since, "day")
    if state not in names:
        note = f"{say(dossier.state.label)} {note}"
    return [
        {
            "label": say(step.label),
            "note": note if place == min(here, len(names) - 1) else "",
            "status": "done" if place < here or last else "here" if place == here else "ahead",
        }
        for place, step in enumerate(road)
    ]


def frame(dossier: Dossier, *, here: str = "") -> dict[str, Any]:
    """What ``layout/document.html`` asks for: crumbs, heading, tags, tools and the state line."""
    document, plan = dossier.document, dossier.plan
    crumbs = [
        {"label": _("計畫"), "href": url_for("plans.index")},
        {"label": _("%(year)s 年度", year=plan.year), "href": url_for("plans.index", year=plan.year)},
        {"label": plan.agency.name, "href": place_of(plan) if plan is not document or here else ""},
    ]
    if plan is not document:
        crumbs.append({"label": say(KINDS[document.kind].label), "href": place_of(document) if here else ""})
    if outside := only_an_expert(session_user().actor):
        crumbs = [
            {"label": _("我受邀的檢視表"), "href": url_for("assessing.index")},
            {"label": plan.agency.name, "href": place_of(plan)},
        ]
    if here:
        crumbs.append({"label": here, "href": ""})
    return {
        "crumbs": crumbs,
        "heading": heading_of(document),
        "tags": tags_of(dossier),
        "tools": [] if outside else tools_of(dossier),
        "steps": steps_of(dossier),
        "dossier": dossier,
        "document": document,
    }


def heading_of(document: Document) -> str:
    """The title of a document; that of a plan is said in the reader's language."""
    if document.kind == Kind.ANNUAL_PLAN:
        return str(_("%(agency)s %(year)s 年度施政計畫", agency=document.agency.name, year=document.year))
    if document.kind == Kind.GENDER_IMPACT:
        return str(_("性別影響評估檢視表　%(title)s", title=document.title))
    return document.title


def tags_of(dossier: Dossier) -> list[dict[str, str]]:
    """Edition, round, revision and the states that stand beside the line."""
    document = dossier.document
    tags = []
    if document.edition > 1:
        tags.append({"text": _("修正第 %(n)s 版", n=document.edition), "tone": "indigo"})
    if dossier.state.aside:
        tags.append({"text": say(dossier.state.label), "tone": "amber" if not dossier.state.final else ""})
    if dossier.reviewed.round > 1:
        tags.append({"text": _("第 %(n)s 輪", n=dossier.reviewed.round), "tone": ""})
    if document.kind == Kind.GENDER_IMPACT:
        tags.append({"text": _("%(code)s 版", code=document.form_version), "tone": ""})
    if document.revision:
        tags.append({"text": _("修訂 %(n)s", n=document.revision), "tone": ""})
    return tags


def tools_of(dossier: Dossier) -> list[dict[str, Any]]:
    """The other views of the document."""
    document = dossier.document
    tools: list[dict[str, Any]] = []
    if document.kind != Kind.KPI_DEFINITION:
        count = sum(1 for opinion in dossier.opinions if opinion.resolved_at is None)
        tools.append(
            {
                "label": _("審查意見回復表"),
                "href": url_for("reviewing.opinions", document_id=document.id),
                "count": count or "",
            }
        )
    if (document.kind, document.state) in WITH_RESULTS:
        room = "reporting.plan" if document.kind == Kind.ANNUAL_PLAN else "reporting.indicator"
        tools.append({"label": _("指標實績"), "href": url_for(room, document_id=document.id)})
    tools.append({"label": _("比對"), "href": url_for("history.compare", document_id=document.id)})
    tools.append({"label": _("歷程"), "href": url_for("history.show", document_id=document.id)})
    return tools


def seats_of(dossier: Dossier) -> list[dict[str, Any]]:
    """The seat boxes: who signed for what, whose turn it is, who comes later. ``s`` of ``parts/seats.html``."""
    reviewed = dossier.plan_dossier if dossier.document.kind == Kind.KPI_DEFINITION else dossier
    agreed = reviewed.agreed
    waiting = {seat.name for seat in reviewed.waiting}
    return [
        _seat(seat, agreed.get(seat.name), seat.name in waiting, reviewed)
        for state in road_of(reviewed)
        for seat in state.seats
    ]


def _seat(seat: Seat, sign_off: Any, waiting: bool, dossier: Dossier) -> dict[str, Any]:
    title = say(seat.label)
    if sign_off is None:
        earlier = next((r for r in reversed(dossier.sign_offs) if r.seat == seat.name), None)
        note = ""
        if earlier is not None:
            word = _("前輪已核章") if earlier.verdict == "agree" else _("前輪退回")
            note = f"{word}　{roc(earlier.at)}"
        status = (_("待核章"), "indigo") if waiting else (_("未到"), "")
        return {
            "title": title,
            "full": title,
            "status": status[0],
            "tone": status[1],
            "stamp": None,
            "note": note,
            "here": waiting,
        }
    user = sign_off.user
    return {
        "title": title, "full": f"{title} {user.unit}{user.job_title} {user.name}", "status": _("有效"), "tone": "green",
        "stamp": {"office": [part for part in (user.unit, user.job_title) if part][:2] or [title], "name": user.name, "kind": ""},
        "time": roc(sign_off.at, "time"), "iso": iso(sign_off.at), "note": "", "here": False,
    }  # fmt: skip


def findings_of_page(dossier: Dossier, *, editing: bool = False) -> list[dict[str, Any]]:
    """Findings as ``parts/findings.html`` wants them, each with a link to its place."""
    return [finding_of_page(dossier, finding, editing=editing) for finding in findings_of(dossier)]


def finding_of_page(dossier: Dossier, finding: Finding, *, editing: bool = False) -> dict[str, Any]:
    """One finding: place in people's words, sentence, link, and who explained it if it is a warning."""
    explained = (
        dossier.acknowledged.get((finding.rule, finding.fingerprint)) if finding.severity is Severity.W else None
    )
    where = edit_place if editing else place_of
    return {
        "severity": finding.severity.value, "message": say(finding.message), "at": finding.at, "rule": finding.rule,
        "source": source_words(finding.source), "place": place_words(dossier, finding.at), "href": where(dossier.document, finding.at),
        "fingerprint": finding.fingerprint, "id": finding.fingerprint[:12], "rule_href": _rule_href(finding.rule),
        "raised": (
            _("本機關已由 %(before)s 調高為 %(after)s", before=finding.raised_from.value, after=finding.severity.value)
            if finding.raised_from
            else ""
        ),
        "lapsed": lapsed_words(lapsed_of(dossier, finding)),
        "also": [
            {"place": place_words(dossier, at), "href": where(dossier.document, at)} for at in finding.also[:MOST_ALSO]
        ],
        "acknowledged": (
            _("已說明：%(reason)s　%(name)s　%(date)s", reason=explained.reason, name=explained.user.name, date=roc(explained.at))
            if explained
            else ""
        ),
    }  # fmt: skip


def _rule_href(code: str) -> str:
    return "" if only_an_expert(session_user().actor) else rule_place(code)


def lapsed_words(row: Acknowledgement | None) -> str:
    """That a warning was explained once, for a text that has changed since."""
    if row is None:
        return ""
    return str(
        _("原說明已失效：%(reason)s　%(name)s　%(date)s", reason=row.reason, name=row.user.name, date=roc(row.at))
    )


def place_words(dossier: Dossier, at: str) -> str:
    """How people name a place of the document (「貳 五-2 年度目標值」)."""
    review = current_review(dossier)
    subject = review if review and review.holds(at) else subject_of(dossier)
    return say(subject.label(at)) if at else ""


def offers_of(dossier: Dossier) -> dict[str, Offer]:
    """What this person may do now, by move."""
    return {offer.name: offer for offer in offers(dossier, action_context())}


def said_once(findings: Iterable[Finding]) -> list[tuple[str, Finding]]:
    """Findings that say the same in many places, once: the sentence with its count, and the first of them."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.rule, say(finding.message)), []).append(finding)
    return [
        (_("%(message)s（%(n)s 處）", message=words, n=len(same)) if len(same) > 1 else words, same[0])
        for (_rule, words), same in alike.items()
    ]


def offer_of_page(dossier: Dossier, offer: Offer, href: str = "", *, primary: bool = False) -> dict[str, Any]:
    """One offer as ``parts/actions.html`` wants it; all its reasons, equal ones once, each with a link to the first field."""
    why = [{"text": say(reason), "href": "", "severity": ""} for reason in offer.reasons]
    why += [
        {
            "text": words,
            "severity": first.severity.value,
            "href": edit_place(dossier.document, first.at) if first.at else "",
        }
        for words, first in said_once(offer.findings)
    ]  # fmt: skip
    return {
        "move": offer.name,
        "label": say(offer.move.label),
        "allowed": offer.open,
        "why": why,
        "primary": primary,
        "href": href,
    }
