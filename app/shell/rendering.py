"""How things are said to people: language, dates, addresses of built assets, and the headers of every answer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from flask import Flask, Response, g, has_request_context, request, session, url_for
from flask_babel import Babel, get_locale, gettext
from flask_login import current_user
from markupsafe import Markup, escape

from app.shell.access import PUBLIC, request_id, session_user, settings
from app.shell.addresses import list_place
from app.shell.expert_gate import came_by_link, only_an_expert
from app.shell.line_breaks import LineBreaks
from models.wording import N_, Message
from workflows.language import calendar
from workflows.lifecycle import KINDS, ROLE_LABELS, Actor, may_somewhere
from workflows.lifecycle import Permission as P

babel = Babel()
LOCALES = {"zh_TW": Locale("zh", "TW", script="Hant"), "en": Locale("en")}
"""Made once: to read a name such as ``zh_TW``, Babel loads what it knows about every language of the world (2 MiB)."""
BUILD = Path(__file__).parents[1] / "static" / "build"
WEEKDAYS = "一二三四五六日"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@cache
def _manifest() -> dict[str, str]:
    path = BUILD / "manifest.json"
    manifest: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return manifest


def asset(name: str) -> str:
    """The address of a built asset; its name carries a hash, so that it may be kept for ever."""
    return url_for("static", filename=f"build/{_manifest().get(name, name)}")


def choose_locale() -> str:
    """The language of this request: what the person chose, then the browser's, then the installation's."""
    if not has_request_context():
        return "zh_TW"
    chosen = session.get("locale")
    if chosen in LOCALES:
        return str(chosen)
    default = settings().default_locale
    best = request.accept_languages.best_match(["zh-TW", "zh-Hant", "zh", "en"], default=default)
    return "en" if best == "en" else "zh_TW" if best else default


def say(message: Message | str | None) -> str:
    """A sentence in the reader's language; figures that are sentences themselves are translated first."""
    if message is None:
        return ""
    if isinstance(message, str):
        return str(gettext(message)) if message else ""
    figures = {name: say(value) if isinstance(value, Message) else value for name, value in message.figures.items()}
    return str(gettext(message.text, **figures))


def roc(moment: datetime | date | None, form: str = "date") -> str:
    """A moment in Taiwan's calendar. ``form``: date 107/08/10, time 107/08/10 16:00, clock 16:00:12, day 08/10（五）."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = calendar.in_taipei(moment)
        if form == "time":
            return f"{calendar.roc(moment)} {moment:%H:%M}"
        if form == "clock":
            return f"{moment:%H:%M:%S}"
    if form == "day":
        return f"{moment:%m/%d}（{WEEKDAYS[moment.weekday()]}）" if _chinese() else f"{moment:%m/%d} {moment:%a}"
    return calendar.roc(moment)


def iso(moment: datetime | date | None) -> str:
    """The western date and time in Taiwan, for ``datetime`` attributes and tooltips."""
    if isinstance(moment, datetime):
        return f"{calendar.in_taipei(moment):%Y-%m-%d %H:%M:%S}"
    return moment.isoformat() if moment else ""


def _chinese() -> bool:
    locale = get_locale()
    return locale is None or locale.language == "zh"


SOURCES = {
    "S000": N_("科技部 107 年度施政計畫"),
    "S002": N_("國家科學技術發展計畫"),
    "S003": N_("政府科技發展中程個案計畫書及性別影響評估檢視表"),
    "S004": N_("107 年度各機關施政計畫"),
    "W:": N_("公開網頁 "),
    "[empirical]": N_("各機關實例"),
}
"""The marks of sources in the rule catalogue, in words."""


def source_words(source: str) -> str:
    """Which document a rule rests on, in words; ``L`` is a line of the text that was read."""
    words = re.sub(
        r"(S00\d) L([\d–→,、 L]*\d)",
        lambda match: gettext("%(document)s 第 %(lines)s 行", document=match[1], lines=match[2].replace("L", "")),
        source,
    )
    for mark, name in SOURCES.items():
        words = words.replace(mark, gettext(name))
    return words


def lines(text: str) -> Markup:
    """Text with its line ends kept."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def _who() -> Mapping[str, Any] | None:
    if not current_user.is_authenticated:
        return None
    person = session_user()
    agencies = list(dict.fromkeys(h.agency.name for h in person.user.holdings if h.agency is not None))
    roles = "、".join(gettext(ROLE_LABELS[role]) for role in person.actor.roles)
    return {
        "id": person.user.id,
        "name": person.user.name,
        "role": roles,
        "agency": "、".join(agencies[:1]) + (f" {person.user.unit}" if person.user.unit else ""),
        "href": "" if came_by_link() else url_for("signing_in.account"),
    }


def _nav() -> list[dict[str, Any]]:
    if not current_user.is_authenticated:
        return []
    actor = session_user().actor
    if only_an_expert(actor):
        return []
    rooms = [("desk.show", gettext("待辦"), True)]
    rooms.append(("plans.index", gettext("計畫"), may_somewhere(actor, P.PLAN_VIEW)))
    rooms.append(("assessing.index", gettext("性別影響評估"), may_somewhere(actor, P.SHEET_VIEW)))
    rooms.append(("reporting.index", gettext("指標實績"), may_somewhere(actor, P.KPI_VIEW)))
    rooms.append(("weighing.index", gettext("規則"), True))
    rooms.append(("auditing.index", gettext("稽核"), may_somewhere(actor, P.AUDIT_READ)))
    rooms.append(("admin.people", gettext("人員與機關"), may_somewhere(actor, P.PEOPLE_MANAGE)))
    here = (request.endpoint or "").split(".")[0]
    nav = [
        {"label": label, "href": url_for(endpoint), "current": endpoint.split(".")[0] == here, "count": 0}
        for endpoint, label, shown in rooms
        if shown
    ]
    return [*nav, *_lists(actor)]


def _lists(actor: Actor) -> list[dict[str, Any]]:
    """The lists of kinds that have none of their own."""
    here = (request.view_args or {}).get("kind_name")
    return [
        {"label": say(kind.label), "href": href, "current": kind.name == here, "count": 0}
        for kind in KINDS.values()
        if not kind.pages.list and (href := list_place(kind)) and may_somewhere(actor, kind.view)
    ]


def _other_language() -> dict[str, str]:
    if _chinese():
        return {
            "label": "English",
            "lang": "en",
            "href": url_for("signing_in.language", locale="en", next=request.path),
        }
    return {
        "label": "中文",
        "lang": "zh-Hant-TW",
        "href": url_for("signing_in.language", locale="zh_TW", next=request.path),
    }


def _frame() -> dict[str, Any]:
    """What every page's layout asks for."""
    return {
        "locale": str(get_locale() or "zh_TW"),
        "who": _who(),
        "nav": _nav(),
        "home_url": url_for("desk.show"),
        "other_language": _other_language(),
        "sign_out_url": url_for("signing_in.sign_out"),
        "request_id": request_id(),
    }


def _finish(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings().production:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Request-ID"] = request_id()
    return response


def init_app(app: Flask) -> None:
    """Register the filters, globals and languages of the templates."""
    babel.init_app(app, locale_selector=lambda: LOCALES[choose_locale()])
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.add_extension(LineBreaks)
    app.jinja_env.globals.update(asset=asset, roc=roc, iso=iso, say=say, g=g)
    app.jinja_env.filters.update(source_words=source_words, say=say, roc=roc, iso=iso, lines=lines)
    app.context_processor(_frame)
    app.after_request(_finish)
    PUBLIC.add("static")
