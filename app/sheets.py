"""What pages about a gender-impact sheet show: the official form, what is owed, who is asked, what has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.access import occasion, today
from app.documents import finding_of_page
from app.places import place_of
from app.rendering import TAIPEI, iso, roc, say
from forms.sheets import day_words, field_name, leaves
from models.review import ExpertInvitation
from models.vocabulary import Role, Severity
from models.wording import N_
from workflows.actions import editable_parts
from workflows.dossier import Dossier
from workflows.kinds import KINDS
from workflows.permissions import Actor, grants_for
from workflows.rules.engine import Finding
from workflows.rules.reading import roc_date
from workflows.sheet_duties import JUDGED_FIELDS, is_stale, judged_row
from workflows.sheets import FormVersion, Item, ItemKind, Part, Section, form_version, value_at, visible

WEEK = timedelta(days=7)
"""Taking part and revising leave a week at least (GI-17, S003 L591)."""

FIELD_LABELS = {
    "item": N_("重要計畫項目"), "category": N_("計畫類別"), "content": N_("實施內容"), "kpis": N_("與 KPI 關聯"),
}  # fmt: skip


def version_of(dossier: Dossier) -> FormVersion:
    """The form version the sheet was begun in."""
    return form_version(dossier.document.form_version)


def section_named(dossier: Dossier, key: str) -> Section | None:
    """A section of the sheet's form by its key."""
    return next((one for one in version_of(dossier).sections if one.key == key), None)


def is_outsider(actor: Actor, dossier: Dossier) -> bool:
    """Whether the person sees the sheet only because it was asked of them."""
    view = KINDS[dossier.document.kind].view
    return all(grant.role is Role.GENDER_EXPERT for grant in grants_for(actor, view, dossier.document))


def tops(section: Section) -> frozenset[str]:
    """The top-level parts of the content that a section fills."""
    return frozenset(path.split(".")[0].split("[")[0] for path, _item in leaves(section))


def may_fill(dossier: Dossier, section: Section) -> bool:
    """Whether this person may fill this section now."""
    return tops(section) <= editable_parts(dossier, occasion())


def why_locked(dossier: Dossier, section: Section) -> str:
    """Why this section is not open to this person now."""
    version, state, plan = version_of(dossier), dossier.document.state, dossier.plan_dossier
    experts = "、".join(one.numeral or one.short for one in version.part(Part.EXPERT))
    results = "、".join(one.numeral or one.short for one in version.part(Part.RESULTS))
    if plan.state.final:
        return str(_("所屬計畫為「%(state)s」，檢視表不能再修改。", state=say(plan.state.label)))
    if state in ("completed", "exempt"):
        return str(_("檢視表為「%(state)s」，內容已定；要修改請先辦理「重新辦理」。", state=say(dossier.state.label)))
    if section.part is Part.EXPERT:
        if state == "expert_review":
            return str(_("%(part)s由受邀的民間專家填寫，機關不能代填。", part=experts))
        if state == "responding":
            return str(_("專家已完成%(part)s，內容已定。", part=experts))
        return str(_("%(part)s由民間專家填寫，送程序參與後開啟。", part=experts))
    if section.part is Part.RESULTS and state != "responding":
        return str(_("%(results)s待專家填完%(part)s後開啟。", results=results, part=experts))
    if state in ("self_assessment", "returned", "responding") and section.part is not Part.STAFF:
        return str(_("由本機關承辦人填寫。"))
    if state == "expert_review":
        return str(_("已送程序參與，專家檢視期間不能修改。"))
    if state == "responding":
        return str(_("程序參與已完成。要修改第一部分，須由性平退回重新辦理。"))
    return str(_("由本機關承辦人填寫。"))


def groups_of(dossier: Dossier, current: str = "") -> list[dict[str, Any]]:
    """The sections of the form with their marks, for the list at the left."""
    version, content = version_of(dossier), dossier.content
    open_parts = editable_parts(dossier, occasion())
    found: dict[str, list[Finding]] = {}
    for finding in dossier.findings:
        section = section_of(version, finding.at)
        found.setdefault(section.key if section else "", []).append(finding)
    titles = {Part.STAFF: _("第一部分　機關自評"), Part.EXPERT: _("第二部分　程序參與"), Part.RESULTS: _("評估結果")}
    return [
        {
            "title": titles[part],
            "items": [
                {
                    "no": section.numeral, "text": section.short, "current": section.key == current,
                    "href": url_for("assessing.section", document_id=dossier.document.id, section_key=section.key),
                    "locked": not tops(section) <= open_parts,
                    "marks": _marks(section, content, found.get(section.key, []), tops(section) <= open_parts, dossier),
                }
                for section in version.part(part)
            ],
        }
        for part in (Part.STAFF, Part.EXPERT, Part.RESULTS)
        if version.part(part)
    ]  # fmt: skip


def _marks(
    section: Section, content: Mapping[str, Any], findings: list[Finding], is_open: bool, dossier: Dossier
) -> dict[str, Any]:
    explained = dossier.acknowledged
    counts = {
        "block": sum(f.severity is Severity.B for f in findings),
        "find": sum(f.severity is Severity.R for f in findings),
        "warn": sum(f.severity is Severity.W and (f.rule, f.fingerprint) not in explained for f in findings),
    }
    filled, asked = filled_of(section, content)
    if not visible(section.when, content) and not filled:
        return {"note": _("免填")} if section.part is Part.STAFF else {"locked": not is_open}
    if 0 < filled < asked and asked > 3 and section.part is Part.STAFF:
        return {**counts, "block": 0, "note": f"{filled}／{asked}"}
    if any(counts.values()):
        return counts
    return {"done": filled >= asked > 0, "locked": not is_open and filled == 0}


def filled_of(section: Section, content: Mapping[str, Any]) -> tuple[int, int]:
    """How many of the places that are owed in a section are filled, and how many are owed."""
    owed = [
        path for path, item in leaves(section)
        if item.required and visible(item.when, content) and item.kind is not ItemKind.FLAG
    ]  # fmt: skip
    return sum(bool(value_at(content, path)) for path in owed), len(owed)


def section_of(version: FormVersion, at: str) -> Section | None:
    """The section in which a place stands, or the first that has a place below it."""
    if at in version.places:
        return version.places[at][0]
    below = (found[0] for path, found in version.places.items() if path.startswith((f"{at}.", f"{at}[")))
    return next(below, None)


def anchor_of(version: FormVersion, at: str) -> str:
    """The id of the field of a place, or of the first field below it."""
    if at in version.places and version.places[at][1].value_paths:
        paths = version.places[at][1].value_paths
        return field_name(at if at in paths else paths[0])
    below = (path for path in version.places if path.startswith((f"{at}.", f"{at}[")))
    return field_name(next(below, ""))


def steps_owed(dossier: Dossier) -> list[dict[str, str]]:
    """What is owed before the sheet may go on, in the order of the form: one step per section."""
    version, document = version_of(dossier), dossier.document
    by_section: dict[str, list[Finding]] = {}
    for finding in sorted(
        dossier.findings, key=lambda one: list(version.places).index(one.at) if one.at in version.places else -1
    ):
        explained = (finding.rule, finding.fingerprint) in dossier.acknowledged
        if finding.severity is not Severity.I and not explained:
            section = section_of(version, finding.at)
            by_section.setdefault(section.key if section else "", []).append(finding)
    steps = [
        _step(dossier, section, by_section[section.key]) for section in version.sections if section.key in by_section
    ]
    steps += [_step(dossier, None, by_section[""])] if "" in by_section else []
    if document.state in ("self_assessment", "returned"):
        if not any(one.ended_at is None for one in dossier.invitations):
            steps.append(
                {
                    "text": _("邀請專家"),
                    "note": _("至少 1 位民間性別平等專家學者"),
                    "href": f"{place_of(document)}#experts",
                }
            )
        waiting = [one.number for one in dossier.opinions if one.response is None and one.resolved_at is None]
        if waiting:
            numbers = "、".join(map(str, waiting))
            note = _("編號 %(numbers)s", numbers=numbers)
            steps.insert(0, {"text": _("回復性平的審查意見"), "note": note, "href": place_of(document, "opinions")})
    return steps


def _step(dossier: Dossier, section: Section | None, findings: list[Finding]) -> dict[str, str]:
    version = version_of(dossier)
    worst = findings[0] if len(findings) == 1 else min(findings, key=lambda one: "BRWI".index(one.severity.value))
    words = {"B": _("阻擋"), "R": _("阻擋完成"), "W": _("警告，修正或說明理由")}[worst.severity.value]
    place = f"{section.numeral}　{section.short}".strip() if section else _("整份檢視表")
    href = place_of(dossier.document, findings[0].at)
    if len(findings) == 1:
        return {"text": say(worst.message), "note": f"{place}　{words}", "href": href}
    names = list(dict.fromkeys(version.name_of(one.at) if one.at in version.places else place for one in findings))
    listed = "、".join(names[:6]) + (_(" 等") if len(names) > 6 else "")
    return {
        "text": _("%(place)s　%(n)s 項待補", place=place, n=len(findings)),
        "note": f"{listed}　{words}",
        "href": href,
    }


def findings_beside(dossier: Dossier, section: Section) -> tuple[dict[str, list[dict[str, Any]]], list[dict[str, Any]]]:
    """The findings of a section by the place they stand beside, and those that speak of the section as a whole."""
    beside: dict[str, list[dict[str, Any]]] = {}
    above: list[dict[str, Any]] = []
    places = {path for path, _item in leaves(section)} | {item.path for item in section.items if item.path}
    version = version_of(dossier)
    for finding in dossier.findings:
        found = section_of(version, finding.at)
        if found is None or found.key != section.key:
            continue
        shown = finding_of_page(dossier, finding)
        shown["blank"] = finding.at in places and _is_blank(value_at(dossier.content, finding.at))
        shown["may_explain"] = finding.severity is Severity.W and not shown["acknowledged"]
        if finding.at in places:
            beside.setdefault(finding.at, []).append(shown)
        else:
            above.append(shown)
    return beside, above


def _is_blank(value: Any) -> bool:
    return not any(map(bool, value.values())) if isinstance(value, Mapping) else not value


def official(dossier: Dossier, parts: tuple[Part, ...] = tuple(Part)) -> list[dict[str, Any]]:
    """The printed form: halves with their sections, each row with what is filled in."""
    version, content = version_of(dossier), dossier.content
    found = []
    for half in version.halves:
        sections = [
            {
                "key": section.key, "heading": section.heading, "notes": section.notes, "columns": section.columns,
                "shape": _shape(section), "rows": list(_rows(section, content)), "asked": visible(section.when, content),
            }
            for section in version.sections
            if section.half == half.key and section.part in parts
        ]  # fmt: skip
        if sections:
            found.append({"title": half.title, "sections": sections})
    return found


def _shape(section: Section) -> str:
    kinds = {item.kind for item in section.items}
    if ItemKind.YESNO_REASON in kinds:
        return "ticks"
    if ItemKind.CHOICES in kinds:
        return "domains"
    if section.columns:
        return "noted"
    return "whole" if len(section.items) == 1 else "pairs"


def _rows(section: Section, content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    group = ""
    for item in section.items:
        leaves_shown = [leaf for leaf in item.leaves if leaf.printed]
        yield {
            "no": item.no if item.no not in item.label[:8] else "", "label": item.label, "note": item.note,
            "id": field_name(item.path or item.value_paths[0]),
            "group": item.group if item.group != group else "",
            "kind": item.kind.value,
            "answer": value_at(content, f"{item.path}.answer") if item.kind is ItemKind.YESNO_REASON else "",
            "text": _text(item, content),
            "options": _options(item, content),
            "fields": [
                {"label": leaf.label, "text": _text(leaf, content), "options": _options(leaf, content)} for leaf in leaves_shown
            ] if item.kind is ItemKind.GROUP else [],
        }  # fmt: skip
        group = item.group


def _text(item: Item, content: Mapping[str, Any]) -> str:
    if item.kind is ItemKind.YESNO_REASON:
        return str(value_at(content, f"{item.path}.reason") or "")
    value = value_at(content, item.path) if item.path else ""
    if item.kind is ItemKind.DATE:
        return day_words(str(value or ""))
    return value if isinstance(value, str) else ""


def _options(item: Item, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    value = value_at(content, item.path) if item.path else ""
    if item.kind is ItemKind.FLAG:
        return [{"label": item.label, "on": value is True}]
    return [
        {
            "value": one.value,
            "label": one.label,
            "on": one.value in value if isinstance(value, list) else one.value == value,
        }
        for one in item.options
    ]


def week_of(dossier: Dossier) -> dict[str, Any]:
    """The week that taking part and revising need, as dates: as asked, as begun, or as it would be from today."""
    content, document = dossier.content, dossier.document
    told = roc_date(str(value_at(content, "participation.from") or ""))
    ended = roc_date(str(value_at(content, "participation.to") or ""))
    notified = roc_date(str(value_at(content, "results.notified") or ""))
    begun = document.state in ("expert_review", "responding", "completed")
    start: date = (told if begun and told else None) or (
        (document.state_since + TAIPEI).date() if document.state == "expert_review" else today()
    )
    early = start + WEEK
    points = [{"label": _("送專家"), "day": roc(start, "day"), "iso": iso(start), "done": begun}]
    points.append(
        {"label": _("滿一週"), "day": roc(early, "day"), "iso": iso(early), "done": begun and today() >= early}
    )
    if begun and ended:
        points.append({"label": _("專家填復"), "day": roc(ended, "day"), "iso": iso(ended), "done": True})
    if begun and notified:
        points.append({"label": _("通知結果"), "day": roc(notified, "day"), "iso": iso(notified), "done": True})
    return {
        "points": points,
        "planned": not begun,
        "early": roc(early),
        "short": bool(notified and begun and notified < early),
    }


def asked_until(dossier: Dossier) -> date:
    """Until when the expert is asked to answer: a week after the sheet was sent."""
    return (dossier.document.state_since + TAIPEI).date() + WEEK


def experts_of(dossier: Dossier) -> list[dict[str, Any]]:
    """The invited experts and where each stands."""
    return [
        {
            "id": one.user_id, "name": one.user.name, "about": "　".join(filter(None, (one.user.unit, one.user.job_title))),
            "field": one.user.expertise, "since": roc(one.invited_at), "iso": iso(one.invited_at), "active": one.ended_at is None,
            **_standing(one, dossier.document.state),
        }
        for one in dossier.invitations
    ]  # fmt: skip


def _standing(one: ExpertInvitation, state: str) -> dict[str, str]:
    if one.answered_at is not None and state not in ("self_assessment", "returned"):
        return {"status": _("%(day)s 已完成", day=roc(one.answered_at)), "tone": "green"}
    if one.ended_at is not None:
        return {"status": _("邀請已結束"), "tone": ""}
    if state == "expert_review":
        return {"status": _("檢視中"), "tone": "indigo"}
    return {"status": _("已邀請，待送出"), "tone": ""}


def stale_of(dossier: Dossier) -> dict[str, Any] | None:
    """What changed in the key plan since the sheet judged it; ``None`` while it still holds."""
    if not is_stale(dossier):
        return None
    before, now = judged_row(dossier), dossier.row or {}
    titles = {row["id"]: row["title"] for row in dossier.plan_dossier.content.get("kpis", [])}
    rows = [
        {"label": say(FIELD_LABELS[name]), "old": _said(before.get(name), titles), "new": _said(now.get(name), titles)}
        for name in JUDGED_FIELDS
        if before is not None and before.get(name) != now.get(name)
    ]
    return {"rows": rows}


def _said(value: Any, titles: Mapping[str, str]) -> str:
    return "、".join(titles.get(one, one) for one in value) if isinstance(value, list) else str(value or "")


def sent_back_why(dossier: Dossier) -> str:
    """Why the sheet stands before the staff again, where the system sent it back (GI-19, GI-21)."""
    finding = next((one for one in dossier.findings if one.rule == "GI-19" and one.at == "beneficiaries"), None)
    return say(finding.message) if finding and dossier.document.state in ("self_assessment", "returned") else ""
