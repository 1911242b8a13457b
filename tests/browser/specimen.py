"""A bare application that shows every macro with invented data, so that the look can be tested without the product.

Goals and indicators in ``specimens/data.json`` are those of the 107 plan of 科技部; people, dates and results are invented.
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

from app.shell.line_breaks import LineBreaks

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "app" / "static" / "build"
SPECIMENS = Path(__file__).parent / "specimens"
CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
PAGES = ("plan", "draft", "desk", "review", "history", "sign", "gia", "door", "admin", "english")
ERRORS = (400, 401, 403, 404, 409, 413, 422, 429, 500, 503)
PLACES = ("待辦", "計畫", "指標", "性別影響評估", "歷程與稽核", "總覽")

# WTForms takes plain words as choices; its stubs know only pairs, which WTForms 3.3 warns about.
REGIMES: list[Any] = ["1　既有組織架構", "2　專案小組"]
METHODS: list[Any] = ["統計數據", "問卷調查"]
LINKS: list[Any] = ["科技發展", "公共建設", "社會發展", "無"]
ANSWERS: list[Any] = ["是", "否"]


class SheetForm(Form):
    """One field of every kind, two of them refused."""

    title = StringField("指標名稱", default="推動創新科技領域及課題之專案")
    regime = SelectField("評估體制", choices=REGIMES)
    method = SelectField("評估方式", choices=METHODS)
    due = StringField("期限", default="107/08/31")
    links = SelectMultipleField("與中長程個案計畫關聯", choices=LINKS)
    measure = TextAreaField("衡量標準", default="107–109 年，推動創新科技領域及課題之專案，以 AI 為推動重點。")
    target = StringField("年度目標值", default="1,728")
    answer = RadioField("評定結果", choices=ANSWERS, default="否")
    reason = TextAreaField("評定原因", default="計畫推動不因性別與族群的差異而有所不同，機會均一。")
    sure = BooleanField("我已看過差異 15 處與警告 2 項")
    password = PasswordField("再輸入一次密碼")
    note = TextAreaField("附記")
    file = FileField("附件")


def steps(names: list[str], here: int, note: str) -> list[dict[str, str]]:
    """A state line whose ``here``-th step, counted from 0, is the present one."""
    status = ["done"] * here + ["here"] + ["ahead"] * (len(names) - here - 1)
    return [{"label": name, "status": status[n], "note": note} for n, name in enumerate(names)]


def data() -> dict[str, Any]:
    """What the specimen pages are rendered from, read anew each time."""
    read: dict[str, Any] = json.loads((SPECIMENS / "data.json").read_text(encoding="utf-8"))
    read["steps"] = steps(read["road"], 2, "期限 08/17（五）")
    read["english_steps"] = steps(read["english_road"], 2, "due 17 Aug 2018")
    form = SheetForm()
    form.reason.errors = ["須有量化或質化說明，不得僅敘明不分性別。"]
    form.target.errors = ["請填數字"]
    return read | {"form": form}


def everywhere() -> dict[str, Any]:
    """What app/rendering gives to every page."""
    return {
        "nav": [
            {"label": place, "href": "#nav", "current": place == "計畫", "count": 6 if place == "待辦" else 0}
            for place in PLACES
        ],
        "who": {"id": 7, "name": "林怡君", "role": "承辦人", "agency": "科技部 綜合規劃司", "href": "#me"},
        "help_url": "#help",
        "other_language": {"label": "English", "lang": "en", "href": "#en"},
        "sign_out_url": "/specimen/door",
    }


def guard(response: Response) -> Response:
    """The product's content policy."""
    response.headers["Content-Security-Policy"] = CSP
    return response


def show(page: str) -> ResponseReturnValue:
    """One specimen page; the desk carries flashes, and a POST comes back with a refusal."""
    if page == "desk":
        flash("已送出，現在由單位主管審核。", "success")
        flash("今晚 22:00 至 23:00 維護。", "message")
        flash("plan-1:kpis", "autosave")
    if request.method == "POST":
        flash("文件已經有人改過了。", "error")
    stranger: dict[str, Any] = {"who": None, "nav": []} if page == "door" else {}
    return render_template(f"{page}.html", **data(), **stranger)


def fail(code: int) -> ResponseReturnValue:
    """One error page, as app/errors renders it."""
    details = [{"text": "重要計畫引用的指標名稱少一「之」字", "href": "#a"}] if code == 422 else []
    return render_template(f"shell/errors/{code}.html", details=details, request_id="7f3a 90c2"), code


def create() -> Flask:
    """The specimen application: ``/specimen/<page>`` and ``/error/<code>`` under the product's content policy."""
    app = Flask("specimen", static_folder=str(BUILD), static_url_path="/static/build")
    app.secret_key = "specimen"
    app.jinja_loader = jinja2.FileSystemLoader([ROOT / "app" / "templates", SPECIMENS])
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.add_extension(LineBreaks)
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    manifest: dict[str, str] = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))
    app.jinja_env.globals.update(asset=lambda name: f"/static/build/{manifest[name]}", csrf_token=lambda: "specimen")
    app.after_request(guard)
    app.context_processor(everywhere)
    app.add_url_rule("/specimen/<page>", view_func=show, methods=["GET", "POST"])
    app.add_url_rule("/error/<int:code>", view_func=fail)
    return app
