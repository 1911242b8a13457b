"""The web application: its factory and the blueprints, one per activity."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli
from app.ops import migrating
from app.shell import access, errors, rendering
from config import VAR, Settings
from models.base import db

VIEWS = (
    "signing_in",
    "desk",
    "plans",
    "drafting",
    "trying",
    "checking",
    "reviewing",
    "approving",
    "assessing",
    "overseeing",
    "linking",
    "owing",
    "consulting",
    "entering",
    "history",
    "reporting",
    "auditing",
    "weighing",
    "admin",
    "posting",
    "health",
)
"""The rooms of ``app/views``; each has one blueprint called ``bp``."""


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
    access.init_app(app)
    rendering.init_app(app)
    errors.init_app(app)
    for name in VIEWS:
        app.register_blueprint(import_module(f"app.views.{name}").bp)
    cli.init_app(app)
    return app
