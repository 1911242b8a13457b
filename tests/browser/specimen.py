"""A bare application that shows every macro with invented data, so that the look can be tested without the product.

Goals and indicators are those of the 107 plan of 科技部; people, dates and results are invented.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jinja2
from flask import Flask, Response, flash, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import (
    BooleanField,
    FileField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "app" / "static" / "build"
CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
PAGES = ("plan", "draft", "desk", "review", "history", "sign", "gia", "door", "admin", "english")
ERRORS = (400, 401, 403, 404, 409, 413, 422, 429, 500, 503)

ROAD = ("研擬", "單位審核", "會審", "性別影響檢核", "首長核定", "主管機關審議", "核定")
ROAD_EN = (
    "Drafting",
    "Unit review",
    "Joint review",
    "Gender impact check",
    "Approval by the head",
    "Supervising authority review",
    "Approved",
)
GOALS = (
    ("一、", "發展創新科技領域及課題，強化施政整合落實科技發展計畫"),
    ("二、", "推動創新的基礎研究，提升科技研發品質"),
    ("三、", "強化研究主題選擇機制，推動我國社會發展重大議題研究"),
    ("五、", "延攬、培育、留用科技人才，培養科技人力世代接棒"),
)


class SheetForm(Form):
    """One field of every kind, two of them refused."""

    title = StringField("指標名稱", default="推動創新科技領域及課題之專案")
    regime = SelectField("評估體制", choices=["1　既有組織架構", "2　專案小組"])
    method = SelectField("評估方式", choices=["統計數據", "問卷調查"])
    due = StringField("期限", default="107/08/31")
    links = SelectMultipleField("與中長程個案計畫關聯", choices=["科技發展", "公共建設", "社會發展", "無"])
    measure = TextAreaField("衡量標準", default="107–109 年，推動創新科技領域及課題之專案，以 AI 為推動重點。")
    target = StringField("年度目標值", default="1,728")
    answer = RadioField("評定結果", choices=["是", "否"], default="否")
    reason = TextAreaField("評定原因", default="計畫推動不因性別與族群的差異而有所不同，機會均一。")
    sure = BooleanField("我已看過差異 15 處與警告 2 項")
    password = PasswordField("再輸入一次密碼")
    note = TextAreaField("附記")
    file = FileField("附件")


def steps(names: tuple[str, ...], here: int, note: str) -> list[dict[str, str]]:
    status = ["done"] * here + ["here"] + ["ahead"] * (len(names) - here - 1)
    return [{"label": name, "status": status[n], "note": note} for n, name in enumerate(names)]


def seat(title: str, name: str, status: str, tone: str, **more: Any) -> dict[str, Any]:
    stamp = {"office": ["綜規司", "司長"], "name": name, "kind": more.pop("kind", ""), "deputy_for": more.pop("deputy", "")}
    return {"title": title, "status": status, "tone": tone, "stamp": stamp if name else None, "time": "107/08/06 09:12"} | more


SEATS = [
    seat("承辦人", "林怡君", "", ""),
    seat("單位主管", "陳志遠", "有效", "green"),
    seat("研考", "王淑芬", "待核章", "indigo", kind="void", note="指標已變更", here=True),
    seat("會計", "張雅雯", "有效", "green", deputy="黃建國"),
    seat("性平", "吳佩珊", "沿用", "", kind="kept", note="所簽部分未變更"),
    seat("首長", "", "未到", "", time="", note="期限 08/31"),
]
SEATS_EN = [
    seat(title, "林怡君", "Valid", "green")
    for title in ("Drafter", "Head of unit", "Research and planning", "Accounting", "Gender equality officer")
]
DUTIES = [
    {"who": "王淑芬", "role": "研考", "what": "審查指標 14／17，核章", "when": "08/17（五）", "left": "3 個工作日"},
    {"who": "林怡君", "role": "承辦人", "mine": True, "what": "回復意見 3", "when": "08/13（一）", "left": "逾期 1 日", "late": True},
    {"who": "張雅雯", "role": "會計", "what": "已同意", "when": "08/10", "done": True},
]
FOUND = [
    {
        "severity": severity,
        "message": message,
        "place": "貳　九-1",
        "at": "衡量標準",
        "href": "#kpis",
        "rule": "KP-06",
        "source": "公式之運算元須有定義",
        "acknowledged": "已說明理由　林怡君　08/03" if severity == "W" else "",
    }
    for severity, message in (
        ("R", "兩機構權重各為 100%，合計 200%"),
        ("R", "關聯欄為「無」，引用計畫屬科技發展"),
        ("R", "同名而不同數"),
        ("W", "目標值 2,215 下修為 1,728"),
        ("I", "64 家÷1.5 不為整數"),
    )
]
GROUPS = [
    {
        "title": "壹、年度施政目標及策略",
        "items": [
            {"no": numeral[:-1], "text": title, "href": f"#g-{n}", "current": n == 3, "marks": {"new": n == 3, "say": 2 * (n == 3), "done": n != 3}}
            for n, (numeral, title) in enumerate(GOALS)
        ],
    },
    {
        "title": "貳、年度關鍵績效指標",
        "items": [{"no": "17", "text": "項指標", "href": "#kpis", "marks": {"new": 1, "say": 1, "block": 1, "find": 2, "warn": 2}}],
    },
]
GIA_GROUPS = [
    {
        "title": "第一部分　機關自評",
        "items": [
            {"no": "柒", "text": "受益對象", "href": "#7", "current": True, "marks": {"block": 1}},
            {"no": "捌", "text": "評估內容", "href": "#8", "marks": {"note": "3／9"}},
            {"no": "玖", "text": "參採情形", "href": "#9", "locked": True, "marks": {"locked": True}},
        ],
    }
]


def plan(rows: int = 3) -> dict[str, Any]:
    """The words of a plan ready for parts/document.html, with ``rows`` indicators and key plans per group."""
    strategies = [
        {"id": f"s-{n}", "numeral": f"（{n}）", "text": "推動國際科技合作業務，建立多元化合作機制，並配合新南向政策擴大交流。" * 2, "items": []}
        for n in ("一", "二")
    ]
    return {
        "preamble": ["科技創新為提升綜合國力的主要動能，" * 6, "編定 107 年度施政計畫。"],
        "goals": [
            {"id": f"g-{n}", "numeral": numeral, "title": title, "text": "考量國家發展方向，" if n == 0 else "", "strategies": strategies if n == 0 else [],
             "touched": n == 3, "pins": [{"number": 1, "href": "#o1"}] if n == 3 else []}
            for n, (numeral, title) in enumerate(GOALS)
        ],
        "kpis": [
            {
                "goal": GOALS[g][0] + GOALS[g][1],
                "rows": [
                    {"id": f"k-{g}-{n}", "number": n + 1, "title": "補助延攬國內外學術科技人才人次", "regime": 1, "method": "統計數據", "measure": "補助延攬優秀科技人才參與科技研究計畫、擔任特殊領域教學" * 2,
                     "target": "1,728 人次", "was": "2,215" if n == 1 else "", "links": "科技發展", "touched": n == 1, "pins": [{"number": 3, "href": "#o3"}] if n == 1 else [], "severities": ["R"] if n == 2 else []}
                    for n in range(rows)
                ],
            }
            for g in (0, 1)
        ],
        "key_plans": [
            {
                "work_plan": "人文及社會科學研究發展",
                "rows": [
                    {"id": f"p-{n}", "item": "AI 創新研究中心專案", "category": "科技發展", "content": "設置 AI 創新研究中心，培育科技研究團隊。" * 3,
                     "kpis": ["推動創新科技領域及課題之專案", "學術論文品質"], "gia": {"label": "性別影響評估", "href": "#gia"}}
                    for n in range(rows)
                ],
            }
        ],
    }  # fmt: skip


ROUNDS = [
    {
        "title": "第 2 輪",
        "meta": "08/01 起　修訂 6 至 8",
        "days": [
            {
                "date": "08/10（五）",
                "acts": [
                    {"kind": "sign", "who": "張雅雯", "deputy_for": "黃建國", "role": "會計", "did": "同意", "time": "16:00:12", "stamp": {"office": ["主計處", "副處長"], "name": "張雅雯", "deputy_for": "黃建國"}, "says": "「本人以會計席位（代理）確認。」", "revision": "修訂 8", "digest": "3f9c 71e2", "tag": "有效", "tone": "green"},
                    {"kind": "back", "who": "周明德", "role": "首長", "did": "退回", "from": "首長核定", "to": "退回修正", "time": "10:35:18", "more": "意見 4「請檢討並敘明。」"},
                    {"kind": "sign", "void": True, "who": "王淑芬", "role": "研考", "did": "同意，附意見 2 項", "time": "14:22:07", "stamp": {"office": ["管考科", "科長"], "name": "王淑芬", "kind": "void"}, "revision": "修訂 5", "tag": "08/03 失效"},
                    {"kind": "system", "did": "研考前次核章", "tag": "失效", "note": "所簽部分已變更", "time": "17:14:31"},
                ],
            }
        ],
    }
]  # fmt: skip


def create() -> Flask:
    """The specimen application: ``/specimen/<page>`` and ``/error/<code>`` under the product's content policy."""
    app = Flask("specimen", static_folder=str(BUILD), static_url_path="/static/build")
    app.secret_key = "specimen"
    app.jinja_loader = jinja2.FileSystemLoader([ROOT / "app" / "templates", Path(__file__).parent / "specimens"])
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    manifest: dict[str, str] = json.loads((BUILD / "manifest.json").read_text())
    app.jinja_env.globals.update(asset=lambda name: f"/static/build/{manifest[name]}", csrf_token=lambda: "specimen")

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CSP
        return response

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        places = ("待辦", "計畫", "指標", "性別影響評估", "歷程與稽核", "總覽")
        return {
            "nav": [{"label": place, "href": "#nav", "current": place == "計畫", "count": 6 * (place == "待辦")} for place in places],
            "who": {"id": 7, "name": "林怡君", "role": "承辦人", "agency": "科技部 綜合規劃司", "href": "#me"},
            "help_url": "#help",
            "other_language": {"label": "English", "lang": "en", "href": "#en"},
            "sign_out_url": "/specimen/door",
        }

    @app.route("/specimen/<page>", methods=["GET", "POST"])
    def specimen(page: str) -> ResponseReturnValue:
        form = SheetForm()
        form.reason.errors = ["須有量化或質化說明，不得僅敘明不分性別。"]
        form.target.errors = ["請填數字"]
        if page == "desk":
            flash("已送出，現在由單位主管審核。", "success")
            flash("今晚 22:00 至 23:00 維護。", "message")
            flash("plan-1:kpis", "autosave")
        if request.method == "POST":
            flash("文件已經有人改過了。", "error")
        more: dict[str, Any] = {"who": None, "nav": []} if page == "door" else {}
        return render_template(
            f"{page}.html",
            form=form, steps=steps(ROAD, 2, "期限 08/17（五）"), english_steps=steps(ROAD_EN, 2, "due 17 Aug 2018"),
            crumbs=[{"label": "計畫", "href": "#a"}, {"label": "107 年度", "href": "#a"}, {"label": "科技部"}],
            seat_list=SEATS, english_seats=SEATS_EN, duties=DUTIES, found=FOUND, groups=GROUPS, gia_groups=GIA_GROUPS, plan=plan(), rounds=ROUNDS,
            seat_words=[{"title": "單位主管", "status": "有效", "ok": True}, {"title": "研考", "status": "待核章"}], **more,
        )  # fmt: skip

    @app.get("/error/<int:code>")
    def error(code: int) -> ResponseReturnValue:
        details = [{"text": "重要計畫引用的指標名稱少一「之」字", "href": "#a"}] if code == 422 else []
        return render_template(f"errors/{code}.html", details=details, request_id="7f3a 90c2"), code

    return app
