"""The sheets of an agency counted: states, relatedness, domains, answers to experts; and the lists as tables for files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from app.gender.desk import Desk
from app.gender.overseen import STATES, Sheet
from app.shell.access import today
from app.shell.rendering import iso, say
from exchange.writers.tables import Table
from workflows.schema import Input, form_version


def charts_of(sheets: Sequence[Sheet]) -> list[dict[str, Any]]:
    """The overview: each chart is a table whose rows carry a bar of the same figure."""
    states = Counter(one.document.state for one in sheets)
    related = Counter(one.summary.relevance for one in sheets)
    domains = Counter(domain for one in sheets for domain in one.summary.domains if one.document.form_version == "102A")
    adopted: Counter[bool] = sum((one.adopted for one in sheets), Counter())
    names = domain_names()
    return [
        _chart("states", _("進度"), [(say(state.label), states[name]) for name, state in STATES.items()]),
        _chart(
            "relevance",
            _("計畫與性別關聯之程度"),
            [(_("有關"), related["有關"]), (_("無關"), related["無關"]), (_("尚未評定"), related[""])],
        ),
        _chart("adopted", _("專家意見參採情形"), [(_("參採"), adopted[True]), (_("不參採"), adopted[False])]),
        _chart(
            "domains",
            _("涉及領域（102A，可複選）"),
            [(f"{key}　{label}", domains[key]) for key, label in names.items()],
        ),
    ]


def domain_names() -> dict[str, str]:
    """The domains of the present form by number; a clause in brackets is left to the form."""
    items = [item for section in form_version("102A").sections for item in section.items]
    options = next(item.options for item in items if item.input is Input.CHOICES)
    return {one.value: one.label.partition("(")[0] for one in options}


def _chart(key: str, title: str, rows: list[tuple[str, int]]) -> dict[str, Any]:
    total, most = sum(n for _label, n in rows), max((n for _label, n in rows), default=0)
    return {
        "key": key,
        "title": title,
        "total": total,
        "rows": [
            {
                "label": label,
                "n": n,
                "share": f"{n * 100 / total:.1f}%" if total else "—",
                "bar": n * 100 / most if most else 0,
            }
            for label, n in rows
        ],
    }


def table_of(desk: Desk) -> Table:
    """All sheets found, not only one page of them, as a table for a file."""
    heads = [
        _("編號"),
        _("年度"),
        _("重要計畫項目"),
        _("表單版本"),
        _("狀態"),
        _("自"),
        _("待再確認"),
        _("專家"),
        _("已填復"),
        _("期限"),
        _("逾期或不足"),
        _("關聯程度"),
        _("涉及領域"),
        _("參採意見"),
        _("不參採意見"),
    ]
    day = today()
    lines = [
        (
            one.document.id,
            one.document.year,
            one.document.title,
            one.document.form_version,
            say(STATES[one.document.state].label),
            iso(one.document.state_since),
            _("是") if one.stale else "",
            "、".join(e["name"] for e in one.experts),
            sum(1 for e in one.experts if e["answered"]),
            iso(one.due) if one.due else "",
            "；".join(one.late(day)),
            one.summary.relevance,
            "、".join(one.summary.domains),
            one.adopted[True],
            one.adopted[False],
        )
        for one in desk.sheets
    ]
    return Table(_("性別影響評估"), heads, lines, widths=(8, 8, 40, 10, 12, 14, 10, 20, 8, 14, 30, 10, 20, 10, 10))


def overview_table(desk: Desk) -> Table:
    """The overview as a table for a file."""
    lines = [
        (chart["title"], row["label"], row["n"], row["share"])
        for chart in charts_of(desk.of_year)
        for row in chart["rows"]
    ]
    return Table(_("總覽"), [_("項目"), _("類別"), _("件數"), _("比率")], lines, widths=(30, 40, 10, 10))
