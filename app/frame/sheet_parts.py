"""What pages about a gender-impact sheet show: the official form, what is owed, who is asked, what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.frame.findings import finding_of_page
from app.shell.access import action_context
from app.shell.addresses import place_of
from app.shell.rendering import say
from forms.sheets import field_name, leaves
from models.vocabulary import Role, Severity
from workflows.content import editable_parts
from workflows.kinds import GENDER_IMPACT
from workflows.lifecycle import Actor, Dossier, Phase, grants_for
from workflows.review import findings_of
from workflows.rules import Finding
from workflows.schema import (
    FIRST_EXPERT,
    FURTHER_EXPERTS,
    FillingParty,
    FormVersion,
    Input,
    Section,
    form_place,
    form_version,
    form_versions,
    is_asked,
    is_own_part,
    value_at,
    view_of_expert,
)


def version_of(dossier: Dossier) -> FormVersion:
    """The form version the sheet was begun in."""
    return form_version(dossier.document.form_version)


def form_choices() -> list[tuple[str, str]]:
    """The form versions a new sheet may be begun in, the usual one first."""
    usual = GENDER_IMPACT.form_version
    versions = sorted(form_versions(), key=lambda version: (version.code != usual, version.code))
    unsure = _("待確認")
    return [
        (one.code, f"{one.code}　{one.edition}" + (f"　{unsure}" if one.to_be_confirmed else "")) for one in versions
    ]


def section_named(dossier: Dossier, key: str) -> Section | None:
    """A section of the sheet's form by its key."""
    return next((one for one in version_of(dossier).sections if one.key == key), None)


def is_outsider(actor: Actor, dossier: Dossier) -> bool:
    """Whether the person sees the sheet only because it was asked of them."""
    view = dossier.kind.view
    return all(grant.role is Role.GENDER_EXPERT for grant in grants_for(actor, view, dossier.document))


def tops(section: Section) -> frozenset[str]:
    """The top-level parts of the content that a section fills."""
    return frozenset(path.split(".")[0].split("[")[0] for path, _item in leaves(section))


def may_fill(dossier: Dossier, section: Section) -> bool:
    """Whether this person may fill this section now; an expert's section is filled in their own part."""
    return _is_open(section, editable_parts(dossier, action_context()))


def _is_open(section: Section, open_parts: frozenset[str]) -> bool:
    wanted = tops(section)
    return wanted <= open_parts or (section.party == FillingParty.EXPERT and FURTHER_EXPERTS in open_parts)


def why_locked(dossier: Dossier, section: Section) -> str:
    """Why this section is not open to this person now."""
    version, phase, plan = version_of(dossier), dossier.state.phase, dossier.plan_dossier
    experts = "、".join(one.numeral or one.short for one in version.filled_by(FillingParty.EXPERT))
    results = "、".join(one.numeral or one.short for one in version.filled_by(FillingParty.RESULTS))
    if plan.state.final:
        return str(_("所屬計畫為「%(state)s」，檢視表不能再修改。", state=say(plan.state.label)))
    if phase is Phase.SETTLED:
        return str(_("檢視表為「%(state)s」，內容已定；要修改請先辦理「重新辦理」。", state=say(dossier.state.label)))
    if section.party == FillingParty.EXPERT:
        if phase is Phase.ADVICE:
            return str(_("%(part)s由受邀的民間專家填寫，機關不能代填。", part=experts))
        if phase is Phase.RESPONSE:
            return str(_("專家已完成%(part)s，內容已定。", part=experts))
        return str(_("%(part)s由民間專家填寫，送程序參與後開啟。", part=experts))
    if section.party == FillingParty.RESULTS and phase is not Phase.RESPONSE:
        return str(_("%(results)s待專家填完%(part)s後開啟。", results=results, part=experts))
    if phase is Phase.ADVICE:
        return str(_("已送程序參與，專家檢視期間不能修改。"))
    return str(_("由本機關承辦人填寫。"))


def groups_of(dossier: Dossier, current: str = "") -> list[dict[str, Any]]:
    """The sections of the form with their marks, for the list at the left."""
    version, content = version_of(dossier), dossier.content
    open_parts = editable_parts(dossier, action_context())
    findings: dict[str, list[Finding]] = {}
    for finding in findings_of(dossier):
        section = section_of(version, finding.at)
        findings.setdefault(section.key if section else "", []).append(finding)
    titles = {
        FillingParty.STAFF: _("第一部分　機關自評"),
        FillingParty.EXPERT: _("第二部分　程序參與"),
        FillingParty.RESULTS: _("評估結果"),
    }
    return [
        {
            "title": titles[part],
            "items": [
                {
                    "no": section.numeral,
                    "text": section.short,
                    "current": section.key == current,
                    "href": url_for("assessing.section", document_id=dossier.document.id, section_key=section.key),
                    "locked": not _is_open(section, open_parts),
                    "marks": _marks(
                        section, content, findings.get(section.key, []), _is_open(section, open_parts), dossier
                    ),
                }
                for section in version.filled_by(part)
            ],
        }
        for part in (FillingParty.STAFF, FillingParty.EXPERT, FillingParty.RESULTS)
        if version.filled_by(part)
    ]


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
    if not is_asked(section.when, content) and not filled:
        return {"note": _("免填")} if section.party == FillingParty.STAFF else {"locked": not is_open}
    if 0 < filled < asked and asked > 3 and section.party == FillingParty.STAFF:
        return {**counts, "block": 0, "note": f"{filled}／{asked}"}
    if any(counts.values()):
        return counts
    return {"done": filled >= asked > 0, "locked": not is_open and filled == 0}


def filled_of(section: Section, content: Mapping[str, Any]) -> tuple[int, int]:
    """How many of the places that are owed in a section are filled, and how many are owed."""
    owed = [
        path
        for path, item in leaves(section)
        if item.required and is_asked(item.when, content) and item.input is not Input.FLAG
    ]
    return sum(bool(value_at(content, path)) for path in owed), len(owed)


def section_of(version: FormVersion, at: str) -> Section | None:
    """The section in which a place stands, or the first that has a place below it."""
    at = form_place(at)
    if at in version.places:
        return version.places[at][0]
    below = (place[0] for path, place in version.places.items() if path.startswith((f"{at}.", f"{at}[")))
    return next(below, None)


def anchor_of(version: FormVersion, at: str) -> str:
    """The id of the field of a place, or of the first field below it."""
    at = form_place(at)
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
        findings_of(dossier), key=lambda one: list(version.places).index(one.at) if one.at in version.places else -1
    ):
        explained = (finding.rule, finding.fingerprint) in dossier.acknowledged
        if finding.severity is not Severity.I and not explained:
            section = section_of(version, finding.at)
            by_section.setdefault(section.key if section else "", []).append(finding)
    steps = [
        _step(dossier, section, by_section[section.key]) for section in version.sections if section.key in by_section
    ]
    steps += [_step(dossier, None, by_section[""])] if "" in by_section else []
    if dossier.state.phase is Phase.DRAFT:
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


def findings_beside(
    dossier: Dossier, section: Section, own: str = FIRST_EXPERT
) -> tuple[dict[str, list[dict[str, Any]]], list[dict[str, Any]]]:
    """The findings of a section by the place they stand beside, and those that speak of the section as a whole.

    ``own`` is the part of the expert whose form this is; what speaks of another expert's part is not told there.
    """
    beside: dict[str, list[dict[str, Any]]] = {}
    above: list[dict[str, Any]] = []
    places = {path for path, _item in leaves(section)} | {item.path for item in section.items if item.path}
    version = version_of(dossier)
    for finding in findings_of(dossier):
        home = section_of(version, finding.at)
        if home is None or home.key != section.key or not is_own_part(finding.at, own):
            continue
        at = form_place(finding.at)
        shown = finding_of_page(dossier, finding)
        shown["blank"] = at in places and _is_blank(value_at(view_of_expert(dossier.content, own), at))
        shown["may_explain"] = finding.severity is Severity.W and not shown["acknowledged"]
        if at in places:
            beside.setdefault(at, []).append(shown)
        else:
            above.append(shown)
    return beside, above


def _is_blank(value: Any) -> bool:
    return not any(map(bool, value.values())) if isinstance(value, Mapping) else not value
