"""The only reader of the environment: the configuration of this installation."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parent
VAR = ROOT / "var"
DEVELOPMENT_SECRET = "development-only-not-a-secret"  # noqa: S105 - refused in production below


class Misconfigured(RuntimeError):
    """The environment lacks something without which the application must not start; the message says what."""


@dataclass(frozen=True)
class Settings:
    """The whole configuration. ``production`` refuses default secrets and insists on secure cookies."""

    database_url: str = f"sqlite:///{VAR / 'bianshen.sqlite3'}"
    secret_key: str = DEVELOPMENT_SECRET
    production: bool = False
    audit_origin: str = "bianshen.local"
    base_url: str = "http://127.0.0.1:8000"
    mail_url: str = ""
    trusted_proxies: int = 0
    password_profile: str = "standard"  # noqa: S105 - the name of a cost profile
    session_idle: timedelta = timedelta(minutes=30)
    session_lasts: timedelta = timedelta(hours=12)
    default_locale: str = "zh_TW"
    testing: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the environment; raises ``Misconfigured`` naming each variable that is missing or wrong."""
        production = environment.get("BIANSHEN_ENV", "development") == "production"
        default = cls()
        settings = cls(
            database_url=_database_url(environment.get("DATABASE_URL", default.database_url)),
            secret_key=environment.get("SECRET_KEY", default.secret_key),
            production=production,
            audit_origin=environment.get("AUDIT_ORIGIN", default.audit_origin),
            base_url=environment.get("BASE_URL", default.base_url).rstrip("/"),
            mail_url=environment.get("MAIL_URL", default.mail_url),
            trusted_proxies=_whole(environment, "TRUSTED_PROXIES", 0, 0, 10),
            password_profile=environment.get("PASSWORD_PROFILE", default.password_profile),
            session_idle=timedelta(minutes=_whole(environment, "SESSION_IDLE_MINUTES", 30, 1, 24 * 60)),
            default_locale=environment.get("DEFAULT_LOCALE", default.default_locale),
        )
        settings.insist(environment)
        return settings

    def insist(self, environment: Mapping[str, str]) -> None:
        """Refuse to start a production without secrets of its own."""
        faults = []
        if self.password_profile not in PASSWORD_PROFILES:
            faults.append(f"PASSWORD_PROFILE must be one of {', '.join(PASSWORD_PROFILES)}")
        if self.default_locale not in ("zh_TW", "en"):
            faults.append("DEFAULT_LOCALE must be zh_TW or en")
        faults += _mail_faults(self.mail_url)
        if self.production:
            if self.mail_url and not self.base_url.startswith("https://"):
                faults.append("BASE_URL must be the https:// address that mailed links lead to")
            if self.secret_key == DEVELOPMENT_SECRET or len(self.secret_key) < 32:
                faults.append("SECRET_KEY is missing or shorter than 32 characters")
            if "DATABASE_URL" not in environment:
                faults.append("DATABASE_URL is missing")
            if "AUDIT_ORIGIN" not in environment:
                faults.append("AUDIT_ORIGIN is missing: the name of this installation in the audit log")
            if self.password_profile == "test":  # noqa: S105 - the name of a cost profile
                faults.append("PASSWORD_PROFILE=test is for tests only")
        if faults:
            raise Misconfigured("; ".join(faults))

    def flask(self) -> dict[str, Any]:
        """The same as Flask and its extensions want it."""
        return {
            "SECRET_KEY": self.secret_key,
            "AUDIT_ORIGIN": self.audit_origin,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": engine_options(self.database_url),
            "SESSION_COOKIE_NAME": "bianshen",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.production,
            "MAX_CONTENT_LENGTH": 6 * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "MAX_FORM_PARTS": 2000,
            "WTF_CSRF_TIME_LIMIT": None,
            "BABEL_DEFAULT_LOCALE": self.default_locale,
            "BABEL_DEFAULT_TIMEZONE": "Asia/Taipei",
            "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
            "TESTING": self.testing,
            **self.extra,
        }


PASSWORD_PROFILES: dict[str, dict[str, int]] = {
    "standard": {"time_cost": 3, "memory_cost": 65536, "parallelism": 1},
    "modest": {"time_cost": 2, "memory_cost": 19456, "parallelism": 1},
    "test": {"time_cost": 1, "memory_cost": 64, "parallelism": 1},
}
"""argon2id costs; ``modest`` is OWASP's minimum for small machines."""


def engine_options(url: str) -> dict[str, Any]:
    """How SQLAlchemy opens this database; SQLite through pysqlite3 where it is installed (see docs/decisions/0002).

    The connection given back last is taken first, so that statements and pages gather in no more connections than work
    at once.
    """
    if not url.startswith("sqlite"):
        return {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 15, "pool_use_lifo": True}
    options: dict[str, Any] = {
        "pool_size": 5,
        "max_overflow": 60,
        "pool_use_lifo": True,
        "connect_args": {"check_same_thread": False, "timeout": 20},
    }
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return options
    return options | {"module": dbapi2}


def _database_url(url: str) -> str:
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


MAIL_SCHEMES = {"smtp": 25, "starttls": 587, "smtps": 465}
"""How mail leaves, with the usual port: in the clear (a relay on this machine), upgraded to TLS, in TLS from the start."""


def _mail_faults(url: str) -> list[str]:
    """What is wrong with ``MAIL_URL``; its password is in no message."""
    if not url:
        return []
    wanted = "MAIL_URL must be smtp://, starttls:// or smtps:// with a host: starttls://account:password@host:587/?from=address"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return [wanted]
    return [] if parts.scheme in MAIL_SCHEMES and parts.hostname and port != 0 else [wanted]


def _whole(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environment.get(name, str(default))
    if not text.isdigit() or not least <= int(text) <= most:
        raise Misconfigured(f"{name} must be a whole number from {least} to {most}, not {text!r}")
    return int(text)
