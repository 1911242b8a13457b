"""The web application: its factory and the blueprints, one per activity."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli
from app.ops import migrating
from app.shell import access, errors, expert_gate, rendering, request_limits
from config import VAR, Settings
from models.base import db

VIEWS = (
    "account.views",
    "desk.views",
    "documents.views",
    "plans.views",
    "drafting.views",
    "sections.views",
    "plans.trial_views",
    "drafting.live_check_views",
    "review.views",
    "moves.views",
    "gender.views",
    "gender.officer_views",
    "gender.indicator_views",
    "gender.owed_views",
    "experts.views",
    "experts.sign_in_views",
    "history.views",
    "results.views",
    "audit.views",
    "checks.rule_views",
    "admin.people_views",
    "admin.agency_views",
    "admin.outbox_views",
    "ops.views",
)
"""The modules of views below ``app``, in the order in which they are registered; each has one blueprint called ``bp``,
and two that share one add to it before it is registered."""

PRESENTERS = ("plans.presenters", "gender.presenter")
"""The modules that say how our kinds of document are shown, where that is more than data."""


def create_app(settings: Settings) -> Flask:
    """Build the application for one installation."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config.from_mapping(settings.flask())
    app.extensions["settings"] = settings
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    if settings.database_url.startswith(f"sqlite:///{VAR}"):
        Path(VAR).mkdir(exist_ok=True)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init_app(app)
    migrating.init_app(app)
    request_limits.init_app(app)
    access.init_app(app)
    expert_gate.init_app(app)
    rendering.init_app(app)
    errors.init_app(app)
    for name in PRESENTERS:
        import_module(f"app.{name}")
    for blueprint in dict.fromkeys(import_module(f"app.{name}").bp for name in VIEWS):
        app.register_blueprint(blueprint)
    cli.init_app(app)
    return app
