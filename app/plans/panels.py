"""What stands around the printed plan: its sections with marks, versions, sheets owed, actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.frame.offers import offer_of_page, offers_of
from app.frame.printed_plan import Marks, row_at, sheet_words
from app.plans.file_import import was_imported
from app.shell.access import action_context, session_user
from app.shell.addresses import place_of
from app.shell.rendering import say
from models.document import Document
from models.vocabulary import Kind, Severity
from workflows.content import editable_parts
from workflows.gender import Duty, DutyState, undecided
from workflows.kinds import KINDS
from workflows.language import chinese_numeral
from workflows.lifecycle import Dossier, may, may_see, visible
from workflows.lifecycle import Permission as P
from workflows.review import findings_of
from workflows.schema import CHAPTERS

SENDING = ("submit", "sign")
"""The moves that stand at the right of the action bar."""


def sections_of(dossier: Dossier, marks: Marks) -> list[dict[str, Any]]:
    """The groups of the navigation, each section with its marks."""
    content, counts = dossier.content, _counts(dossier)
    goals = [
        _section(
            chinese_numeral(number),
            goal["title"],
            [goal["id"], *(row["id"] for row in goal["strategies"])],
            counts,
            marks,
        )
        for number, goal in enumerate(content["goals"], 1)
    ]
    groups = [
        (name, [row["id"] for row in rows])
        for name, rows in groupby(content["key_plans"], key=lambda row: row["work_plan"])
    ]
    kpis = [row["id"] for row in content["kpis"]]
    return [
        {
            "title": _("序言"),
            "items": [_section("", _("編定說明"), ["preamble"], counts, marks, bool(content["preamble"]))],
        },
        {
            "title": say(CHAPTERS["goals"]),
            "items": goals or [_section("", _("尚無目標"), ["goals"], counts, marks, False)],
        },
        {
            "title": say(CHAPTERS["kpis"]),
            "items": [_section(len(kpis), _("項指標"), ["kpis", *kpis], counts, marks, bool(kpis))],
        },
        {
            "title": say(CHAPTERS["key_plans"]),
            "items": [_section(len(ids), name or _("未分組"), ids, counts, marks) for name, ids in groups]
            or [_section("", _("尚無重要計畫"), ["key_plans"], counts, marks, False)],
        },
    ]


def _counts(dossier: Dossier) -> dict[str, Counter[str]]:
    """How many findings of each weight and open opinions each printed row has."""
    counts: dict[str, Counter[str]] = {}
    for finding in findings_of(dossier):
        explained = finding.severity is Severity.W and (finding.rule, finding.fingerprint) in dossier.acknowledged
        counts.setdefault(row_at(finding.at), Counter())["explained" if explained else finding.severity.value] += 1
    for opinion in dossier.opinions:
        if opinion.resolved_at is None:
            counts.setdefault(row_at(opinion.anchor), Counter())["say"] += 1
    return counts


def _section(
    no: object, text: str, rows: Sequence[str], counts: dict[str, Counter[str]], marks: Marks, filled: bool = True
) -> dict[str, Any]:
    total = sum((counts[row] for row in rows if row in counts), Counter[str]())
    clean = filled and not (total["B"] or total["R"] or total["W"] or total["say"])
    return {
        "no": str(no),
        "text": text,
        "href": f"#{rows[0]}",
        "marks": {
            "new": any(row in marks.touched for row in rows),
            "say": total["say"],
            "block": total["B"],
            "find": total["R"],
            "warn": total["W"],
            "done": clean,
        },
    }


def versions_of(dossier: Dossier) -> list[dict[str, Any]]:
    """The present revision, those that were submitted or signed, and the other editions of the same plan."""
    document = dossier.document
    href = url_for("history.show", document_id=document.id)
    rows = []
    if dossier.head:
        words = _("目前內容") if document.revision != document.submitted_revision else _("本輪送審")
        rows.append(
            _version(
                dossier,
                document.revision,
                words,
                f"{dossier.head.author.name}　{dossier.head.note}".rstrip("　"),
                dossier.head.created_at,
            )
        )
    signed = {row.revision: row for row in dossier.sign_offs if row.revision < document.revision}
    if (
        document.submitted_revision
        and document.submitted_revision < document.revision
        and document.submitted_revision not in signed
    ):
        rows.append(_version(dossier, document.submitted_revision, _("第 %(n)s 輪送審", n=document.round), "", None))
    for number, row in sorted(signed.items(), reverse=True)[:3]:
        rows.append(_version(dossier, number, _("第 %(n)s 輪送審", n=row.round), "", row.at))
    if not dossier.state.final and was_imported(dossier):
        imported = url_for("plans.imported", document_id=document.id)
        rows.append({"title": _("匯入核對"), "href": imported, "note": "", "when": document.created_at})
    return (
        rows
        + [_edition(one) for one in _editions(dossier)]
        + [{"title": _("全部修訂與歷程"), "href": href, "note": "", "when": None}]
    )


def _version(dossier: Dossier, number: int, words: str, note: str, at: Any) -> dict[str, Any]:
    href = url_for("history.revision", document_id=dossier.document.id, number=number)
    return {"title": _("修訂 %(n)s　%(what)s", n=number, what=words), "href": href, "note": note, "when": at}


def _editions(dossier: Dossier) -> list[Document]:
    document = dossier.document
    return list(
        dossier.session.scalars(
            select(Document)
            .where(
                visible(session_user().actor, Kind.ANNUAL_PLAN),
                Document.agency_id == document.agency_id,
                Document.year == document.year,
                Document.id != document.id,
            )
            .order_by(Document.edition.desc(), Document.id.desc())
            .limit(5)
        )
    )


def _edition(document: Document) -> dict[str, Any]:
    state = KINDS[document.kind].workflow.state_named[document.state]
    title = _("第 %(n)s 版　%(state)s", n=document.edition, state=say(state.label))
    return {"title": title, "href": place_of(document), "note": "", "when": document.state_since}


def duties_of_page(dossier: Dossier, duties: Sequence[Duty]) -> list[dict[str, Any]]:
    """The key plans that owe a sheet: where each stands, with the way to it or the button that begins it."""
    actor = session_user().actor
    begins = may(actor, P.SHEET_FILL, dossier.document) and not dossier.state.final
    return [
        {
            "row": duty.row_id,
            "item": duty.item,
            "words": sheet_words(duty),
            "settled": duty.settled,
            "stale": duty.stale,
            "href": place_of(duty.sheet) if duty.sheet and may_see(actor, duty.sheet) else "",
            "begin": begins and duty.standing is DutyState.MISSING,
        }
        for duty in duties
        if duty.to_be_seen
    ]


def decisions_of_page(dossier: Dossier, duties: Sequence[Duty]) -> dict[str, Any]:
    """How many key plans wait for the gender officer's decision, how many owe nothing, and where that stands."""
    return {
        "waiting": len(undecided(duties)),
        "free": sum(duty.standing is DutyState.NOT_OWED for duty in duties),
        "href": place_of(dossier.document, "impact"),
    }


def actions_of(dossier: Dossier) -> dict[str, list[dict[str, Any]]]:
    """The action bar: editing and reviewing first, what sends at the right; resting moves with all their reasons."""
    document = dossier.document
    left: list[dict[str, Any]] = []
    right: list[dict[str, Any]] = []
    if editable_parts(dossier, action_context()):
        left.append(
            _way("edit", _("編輯內容"), url_for("drafting.section", document_id=document.id, part=_first_part(dossier)))
        )
    offers = offers_of(dossier)
    if "sign" in offers or "give_back" in offers:
        left.append(_way("review", _("審查"), url_for("reviewing.show", document_id=document.id)))
    for offer in offers.values():
        href = url_for("approving.move", document_id=document.id, move=offer.name)
        shown = offer_of_page(dossier, offer, href, primary=offer.name in SENDING)
        shown["all_href"] = url_for("plans.checks", document_id=document.id)
        (right if offer.name in SENDING else left).append(shown)
    return {"left": left, "right": right}


def _way(name: str, label: str, href: str) -> dict[str, Any]:
    return {"move": name, "label": label, "allowed": True, "why": [], "primary": False, "href": href}


def _first_part(dossier: Dossier) -> str:
    """Where a drafter goes on: at the first thing that is still wrong."""
    first = next((f.at for f in findings_of(dossier) if f.at), "")
    part = first.split("[")[0].split(".")[0]
    return part if part in dossier.content else "goals"
