"""Is the process alive, and could it write something down: for those who run the service."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.shell.access import public, settings
from models.audit_log import AuditHead
from models.base import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The database answers, the audit head is there and the secret is one's own in production."""
    checks: dict[str, bool] = {"secret": len(settings().secret_key) >= 16}
    try:
        checks["audit_head"] = db.session.scalar(select(AuditHead.id)) == 1
        checks["database"] = True
    except SQLAlchemyError:
        checks["database"] = checks["audit_head"] = False
    good = all(checks.values())
    return jsonify({"ready": good, "checks": checks}), 200 if good else 503
