"""What the drafting pages show: the outline of a part, the open row with its findings, the foot with what may be done."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.frame.document import frame
from app.frame.findings import finding_of_page
from app.frame.offers import offer_of_page, offers_of
from app.frame.printed_plan import Marks
from app.plans.panels import sections_of
from app.shell.rendering import say
from forms.drafting import Options, RowForm
from forms.plan_rows import LinesField
from models.vocabulary import Severity
from models.wording import N_
from workflows.content import row_of
from workflows.language import OFFERED_UNITS, OUTLINE_STYLE, chinese_numeral, target_words
from workflows.lifecycle import Dossier
from workflows.plans import missing_common_kpis
from workflows.review import findings_of
from workflows.schema import CHAPTERS, ROWS

TITLES: Mapping[str, str] = {"preamble": N_("編定說明"), **CHAPTERS}
ADD: Mapping[str, str] = {"goals": N_("新增目標"), "kpis": N_("新增指標"), "key_plans": N_("新增重要計畫")}
COUNTED = (Severity.B, Severity.R, Severity.W)
Counts = Mapping[str, Counter[str]]


def page(dossier: Dossier, part: str, row_id: str = "", **more: Any) -> dict[str, Any]:
    """The context of a drafting page; ``row_id`` names the row that stands open."""
    title = say(TITLES[part])
    counts = counts_of(dossier)
    document = dossier.document
    groups = outline(dossier, part, counts)
    return (
        frame(dossier, here=title)
        | {
            "columns": "nav",
            "part": part,
            "part_title": title,
            "row_id": row_id,
            "groups": groups,
            "summary": summary_of(dossier, part),
            "chapters": section_nav(dossier, part, row_id),
            "add_label": say(ADD.get(part, "")),
            "units": OFFERED_UNITS,
            "missing_common": missing_common_kpis(dossier.content) if part == "kpis" and not row_id else (),
            "save_label": _("存成修訂 %(n)s", n=document.revision + 1),
            "version": document.version,
            "revision": document.revision,
            "key": secrets.token_urlsafe(16),
            "section_url": url_for("drafting.section", document_id=document.id, part=part),
            "autosave_key": f"{document.id}:{part}:{row_id}".rstrip(":"),
            "next_id": next_of(groups, row_id),
            "submit": _submit(dossier),
            "note": "",
            "unsaved": False,
            "faults": [],
        }
        | more
    )


def _submit(dossier: Dossier) -> dict[str, Any] | None:
    """The way on, or why it must wait: the first reason and how many more there are."""
    offer = offers_of(dossier).get("submit")
    if offer is None:
        return None
    document_id = dossier.document.id
    shown = offer_of_page(
        dossier, offer, url_for("approving.move", document_id=document_id, move="submit"), primary=True
    )
    if len(why := shown["why"]) > 1:
        more = _("另 %(n)s 項", n=len(why) - 1)
        shown["why"] = [
            why[0],
            {"text": more, "href": url_for("plans.checks", document_id=document_id), "severity": ""},
        ]
    return shown


def counts_of(dossier: Dossier) -> Counts:
    """How many findings of each weight stand in each part (``kpis``) and in each row (``kpis[k-1]``)."""
    counts: dict[str, Counter[str]] = {}
    for finding in findings_of(dossier):
        if finding.severity in COUNTED:
            part, bracket, rest = finding.at.partition("[")
            places = (part, f"{part}[{rest.partition(']')[0]}]") if bracket else (part,)
            explained = finding.severity is Severity.W and (finding.rule, finding.fingerprint) in dossier.acknowledged
            for place in places:
                counts.setdefault(place, Counter())["explained" if explained else finding.severity.value] += 1
    return counts


def outline(dossier: Dossier, part: str, counts: Counts) -> list[dict[str, Any]]:
    """The rows of a part, one line each, in the groups in which they are printed."""
    if part not in ROWS:
        return []
    content = dossier.content
    groups: list[dict[str, Any]] = []
    if part == "goals":
        groups = [
            {"id": "", "no": "", "title": "", "rows": [_goal(row, n) for n, row in enumerate(content["goals"], 1)]}
        ]
    elif part == "kpis":
        groups = [
            {"id": goal_id, "no": no, "title": title, "rows": [_kpi(row, n) for n, row in enumerate(rows, 1)]}
            for goal_id, no, title, rows in kpi_groups(content)
        ]
    else:
        for n, row in enumerate(content["key_plans"], 1):
            if not groups or groups[-1]["title"] != row["work_plan"]:
                groups.append({"id": row["id"], "no": "", "title": row["work_plan"], "rows": []})
            groups[-1]["rows"].append(_key_plan(row, n))
            groups[-1]["id"] = row["id"]
    for group in groups:
        for place, row in enumerate(group["rows"]):
            row["counts"] = counts.get(f"{part}[{row['id']}]", {})
            row["href"] = url_for("drafting.row", document_id=dossier.document.id, part=part, row_id=row["id"])
            row["first"], row["last"] = place == 0, place == len(group["rows"]) - 1
    if part == "key_plans":
        rows = [row for group in groups for row in group["rows"]]
        for place, row in enumerate(rows):
            row["first"], row["last"] = place == 0, place == len(rows) - 1
    return groups


def kpi_groups(content: Mapping[str, Any]) -> Iterator[tuple[str, str, str, list[dict[str, Any]]]]:
    """KPIs by goal in the order of the goals, those of no goal last: (goal id, numeral, title, rows)."""
    left = list(content["kpis"])
    for n, goal in enumerate(content["goals"], 1):
        mine = [row for row in left if row["goal"] == goal["id"]]
        left = [row for row in left if row["goal"] != goal["id"]]
        yield goal["id"], _("%(numeral)s、", numeral=chinese_numeral(n)), goal["title"], mine
    for title in dict.fromkeys(row["goal_title"] for row in left):
        rows = [row for row in left if row["goal_title"] == title]
        yield "", "", _("未對應施政目標：%(title)s", title=title) if title else _("未對應施政目標"), rows


def _goal(row: Mapping[str, Any], n: int) -> dict[str, Any]:
    lines = len(row["strategies"])
    value = ngettext("%(num)s 項策略", "%(num)s 項策略", lines) if lines else ""
    return {"id": row["id"], "no": chinese_numeral(n), "title": row["title"] or _("（未命名目標）"), "value": value}


def _kpi(row: Mapping[str, Any], n: int) -> dict[str, Any]:
    return {
        "id": row["id"],
        "no": str(n),
        "title": row["title"] or _("（未命名指標）"),
        "value": target_words(row["target"], OUTLINE_STYLE),
    }


def _key_plan(row: Mapping[str, Any], n: int) -> dict[str, Any]:
    return {"id": row["id"], "no": str(n), "title": row["item"] or _("（未命名計畫）"), "value": row["category"]}


def summary_of(dossier: Dossier, part: str) -> str:
    """How much there is, beside the head of the part."""
    rows = dossier.content.get(part, ())
    if part == "goals":
        return str(_("%(n)s 項目標，%(m)s 項策略", n=len(rows), m=sum(len(row["strategies"]) for row in rows)))
    if part == "kpis":
        common = sum(1 for row in rows if row["common"])
        return str(_("%(n)s 項，自訂 %(own)s、共同 %(common)s", n=len(rows), own=len(rows) - common, common=common))
    return str(_("%(n)s 項", n=len(rows))) if part == "key_plans" else ""


def section_nav(dossier: Dossier, part: str, row_id: str) -> list[dict[str, Any]]:
    """The sections at the left as the plan's own page counts them, each leading to where it is edited."""
    document_id = dossier.document.id
    groups = sections_of(dossier, Marks())
    for name, group in zip(TITLES, groups, strict=True):
        outline = url_for("drafting.section", document_id=document_id, part=name)
        for item in group["items"]:
            anchor = item["href"].removeprefix("#")
            if name == "goals" and row_of(dossier.content, name, anchor):
                item["href"] = url_for("drafting.row", document_id=document_id, part=name, row_id=anchor)
                item["current"] = anchor == row_id
            else:
                item["href"] = f"{outline}#{anchor}" if name == "key_plans" else outline
                item["current"] = name == part and name != "key_plans"
        if name in ("goals", "key_plans"):
            whole = {
                "no": "",
                "text": _("全部"),
                "href": outline,
                "current": part == name and not (name == "goals" and row_id),
            }
            group["items"].insert(0, whole)
    return groups


def next_of(groups: Sequence[Mapping[str, Any]], row_id: str) -> str:
    """The row after this one as the page shows them, or nothing at the end."""
    ids = [row["id"] for group in groups for row in group["rows"]]
    return ids[ids.index(row_id) + 1] if row_id in ids[:-1] else ""


def options_of(content: Mapping[str, Any], part: str) -> Options:
    """What the references of a part's rows may point to."""
    if part == "kpis":
        return {"": [(goal["id"], _numbered(n, goal["title"])) for n, goal in enumerate(content["goals"], 1)]}
    if part == "key_plans":
        return {
            f"{no}{title}": [(row["id"], row["title"] or _("（未命名指標）")) for row in rows]
            for _goal_id, no, title, rows in kpi_groups(content)
            if rows
        }
    return {}


def _numbered(n: int, title: str) -> str:
    return str(_("%(numeral)s、%(title)s", numeral=chinese_numeral(n), title=title))


def beside(dossier: Dossier, part: str, row_id: str, form: RowForm | None) -> dict[str, list[dict[str, Any]]]:
    """The findings on one row by the control they stand beside; ``""`` holds those on the row as a whole."""
    here = f"{part}[{row_id}]" if row_id else part
    findings: dict[str, list[dict[str, Any]]] = {}
    for finding in findings_of(dossier):
        if finding.at == here or finding.at.startswith((f"{here}.", f"{here}[")):
            name = _control(finding.at[len(here) :].lstrip("."), form)
            findings.setdefault(name, []).append(finding_of_page(dossier, finding, editing=True))
    return findings


def _control(rest: str, form: RowForm | None) -> str:
    if "[" in rest:
        line_id = rest.split("[")[-1].partition("]")[0]
        known = form is not None and any(
            line.id == line_id for field in form if isinstance(field, LinesField) for line in field.lines
        )
        return f"line-{line_id}" if known else ""
    return rest if form is None or rest in form else ""


def layout_of(form: RowForm) -> list[list[Any]]:
    """The fields in rows: choices that follow one another share a row of three, and so do the parts of the baseline."""
    rows: list[list[Any]] = []
    before = ""
    for field in form.shape.fields:
        if field.name not in form or field.name == "unresolved":
            continue
        kind = "baseline" if field.name.startswith("baseline_") else field.input
        if kind in ("choice", "baseline") and before == kind and len(rows[-1]) < 3 and field.name != "cumulative":
            rows[-1].append((field, form[field.name]))
        else:
            rows.append([(field, form[field.name])])
        before = kind
    return rows


def line_numbers(form: RowForm) -> dict[str, str]:
    """The numeral before every line of a goal: （一） for strategies, 1. for items."""
    numbers: dict[str, str] = {}
    for field in form:
        if isinstance(field, LinesField):
            strategy = item = 0
            for line in field.lines:
                strategy, item = (strategy + 1, 0) if line.level == 1 else (strategy, item + 1)
                numbers[line.id] = f"（{chinese_numeral(strategy)}）" if line.level == 1 else f"{item}."
    return numbers
