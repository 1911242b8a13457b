"""What is wrong with this installation and how to mend it, for ``flask doctor``."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.shell.access import settings
from config import DEVELOPMENT_SECRET, ROOT
from models.audit_log import AuditEntry, AuditHead
from models.base import db
from models.engines import WAL_IS_SAFE_FROM, journal_mode
from models.people import SignInSession
from workflows.kinds import VocabularyWords, vocabulary_difference
from workflows.notices import pending_letters


@dataclass(frozen=True)
class Check:
    """One thing looked at: ``good`` is ``None`` for what is only told; ``mend`` says what to do about a fault."""

    name: str
    says: str
    good: bool | None = None
    mend: str = ""


def diagnose() -> list[Check]:
    """Look at everything; a check that cannot be made is a fault and stops no other."""
    checks: list[Check] = []
    for name, look in LOOKS.items():
        try:
            checks += list(look())
        except SQLAlchemyError as broken:
            reason = str(getattr(broken, "orig", broken)).splitlines()[0]
            checks.append(Check(name, f"無法檢查：{reason}", False, "請確認資料庫可連線並已執行 flask db upgrade。"))
            db.session.rollback()
    return checks


def _versions() -> Iterator[Check]:
    names = ("flask", "sqlalchemy", "transitions", "gunicorn")
    versions = "、".join([f"Python {platform.python_version()}", *(f"{n} {version(n)}" for n in names)])
    yield Check("版本", versions)


def _database() -> Iterator[Check]:
    engine = db.engine
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            yield Check("資料庫", f"PostgreSQL {connection.scalar(text('SHOW server_version'))}", True)
            level = connection.scalar(text("SHOW synchronous_commit"))
            yield Check("同步寫入", f"synchronous_commit={level}", level != "off", "請將 synchronous_commit 設為 on。")
            return
        known = str(connection.scalar(text("SELECT sqlite_version()")))
        journal, level = (str(connection.scalar(text(f"PRAGMA {name}"))) for name in ("journal_mode", "synchronous"))
    wanted = journal_mode(tuple(map(int, known.split("."))))
    yield Check("資料庫", f"SQLite {known}（WAL 自 {'.'.join(map(str, WAL_IS_SAFE_FROM))} 起可用）", True)
    memory = engine.url.database in (None, "", ":memory:")
    yield Check(
        "日誌模式", f"journal_mode={journal}", journal == wanted or memory, f"此版本應為 {wanted}，請重新啟動服務。"
    )
    yield Check("同步寫入", f"synchronous={level}", level == "2", "應為 2（FULL），請重新啟動服務。")


def _migrations() -> Iterator[Check]:
    head = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    with db.engine.connect() as connection:
        now_at = MigrationContext.configure(connection).get_current_revision()
    yield Check("資料表版本", f"{now_at or '尚未建立'}（程式需要 {head}）", now_at == head, "請執行 flask db upgrade。")


def _vocabulary() -> Iterator[Check]:
    difference = vocabulary_difference(db.session())
    mend = "請執行 flask db upgrade。"
    if difference.missing:
        yield Check("字彙", f"資料庫缺少 {_named(difference.missing)}", False, mend)
    if difference.unrecorded:
        yield Check(
            "字彙", f"稽核紀錄尚未登錄 {len(difference.unrecorded)} 個詞", None, "下次執行 flask db upgrade 時登錄。"
        )
    if difference.foreign:
        why = "請查明由誰加入，並以 flask audit verify 驗證紀錄。"
        yield Check("字彙", f"未經程式登錄的詞：{_named(difference.foreign)}", False, why)
    if later := difference.later - difference.foreign:
        yield Check("字彙", f"此程式不認得 {_named(later)}，可能由較新的版本加入")
    if not difference.missing and not difference.foreign:
        yield Check("字彙", f"{difference.known} 個詞", True)


def _named(words: VocabularyWords) -> str:
    return "、".join(f"{name}/{word}" for name, word in sorted(words))


def _audit() -> Iterator[Check]:
    mend = "請執行 flask audit verify 找出不一致之處，並保留現場，勿再寫入。"
    head = db.session.get(AuditHead, 1)
    if head is None:
        yield Check("稽核紀錄", "沒有首筆紀錄", False, "請執行 flask db upgrade。")
        return
    size = db.session.scalar(select(func.count()).select_from(AuditEntry))
    last = db.session.scalar(select(AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1))
    sound = size == head.size and (last is None or last == head.hash)
    yield Check("稽核紀錄", f"{head.size} 筆，最後雜湊 {head.hash[:16]}…", sound, mend)
    ahead = head.last_ts > (datetime.now(UTC) + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    yield Check("時鐘", f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC", not ahead, "稽核紀錄的時間晚於本機時鐘，請校時。")


def _secret() -> Iterator[Check]:
    own = settings().secret_key != DEVELOPMENT_SECRET and len(settings().secret_key) >= 32
    kind = "正式環境" if settings().production else "開發環境"
    state = f"{kind}，{'自訂的密鑰' if own else '開發用的預設密鑰'}"
    mend = "請設定 SECRET_KEY（至少 32 字元），例如 python -c 'import secrets; print(secrets.token_hex(32))'。"
    yield Check("密鑰", state, own if settings().production else None, mend)


def _sessions() -> Iterator[Check]:
    there = inspect(db.engine).has_table(SignInSession.__tablename__)
    if not there:
        yield Check("登入紀錄", "沒有資料表", False, "請執行 flask db upgrade。")
        return
    opened = select(func.count()).select_from(SignInSession).where(SignInSession.ended_at.is_(None))
    yield Check("登入紀錄", f"未登出 {db.session.scalar(opened)} 筆", True)


def _mail() -> Iterator[Check]:
    left = len(pending_letters(db.session()))
    if not settings().mail_url:
        mend = "請設定 MAIL_URL 與 BASE_URL，並定時執行 flask notices send；否則邀請專家的信不會寄出。"
        yield Check("郵件", f"沒有設定 MAIL_URL，{left} 封信留在寄件匣", False if settings().production else None, mend)
        return
    mend = "請看寄件匣的結果，並確認 flask notices send 定時執行。"
    late = datetime.now(UTC) - timedelta(minutes=15)
    stuck = sum(1 for notice in pending_letters(db.session()) if notice.created_at < late)
    yield Check("郵件", f"待寄 {left} 封，逾 15 分鐘未寄出 {stuck} 封", stuck == 0, mend)


def _fonts() -> Iterator[Check]:
    mend = "列印成 PDF 需要中文字型；Debian 與 Ubuntu 請安裝 fonts-noto-cjk。"
    program = shutil.which("fc-list")
    if program is None:
        yield Check("字型", "找不到 fontconfig，未檢查", None, mend)
        return
    done = subprocess.run([program, ":lang=zh-tw", "family"], capture_output=True, text=True, check=False)  # noqa: S603
    families = sorted({line.split(",")[0] for line in done.stdout.splitlines() if line})
    yield Check("字型", "、".join(families[:2]) or "沒有繁體中文字型", bool(families) or None, "" if families else mend)


LOOKS: dict[str, Callable[[], Iterator[Check]]] = {
    "版本": _versions,
    "資料庫": _database,
    "資料表版本": _migrations,
    "字彙": _vocabulary,
    "稽核紀錄": _audit,
    "密鑰": _secret,
    "登入紀錄": _sessions,
    "郵件": _mail,
    "字型": _fonts,
}
"""What is looked at, in this order."""
