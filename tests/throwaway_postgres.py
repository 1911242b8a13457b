"""A PostgreSQL server of the test run's own: made in memory or a temporary directory, never synced, removed at the end.

Databases are made and dropped for every test. On a server that syncs, each DROP waits for a checkpoint of everything
that all workers have written; here nothing has to outlive the run. Tests kill processes of the application, never the
server or the machine, so that ``fsync`` changes nothing that they could observe.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests import scratch

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_wal_size": "512MB",
    "checkpoint_timeout": "1h",
    "listen_addresses": "",
}
"""What a server may leave out whose data need not outlive it; what SQL answers depends on none of these."""
STARTS_WITHIN = 30


def _programs() -> Path | None:
    """The directory of ``initdb`` and ``postgres``, of the newest version installed."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = [
        place for pattern in PLACES for place in Path("/").glob(pattern.lstrip("/")) if (place / "initdb").exists()
    ]
    return max(
        found, key=lambda place: [int(part) for part in place.parent.name.split("-")[-1].split(".")], default=None
    )


def _account() -> dict[str, Any] | None:
    """As whom the server runs: PostgreSQL refuses to run as root, who lends it to the account of the same name."""
    if os.geteuid() != 0:
        return {}
    with suppress(KeyError):
        entry = pwd.getpwnam("postgres")
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return None


class ThrowawayPostgres:
    """A running server; ``url`` leads to its database "postgres" over a socket in the server's own directory."""

    def __init__(self, programs: Path, account: dict[str, Any]) -> None:
        self._directory = scratch.directory("pg")
        if account:
            os.chown(self._directory, account["user"], account["group"])
        data = self._directory / "data"
        choices = "--username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync".split()
        subprocess.run(
            [programs / "initdb", "-D", data, *choices], check=True, capture_output=True, cwd=self._directory, **account
        )
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        with (self._directory / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", self._directory, *options],
                stdout=log,
                stderr=log,
                cwd=self._directory,
                start_new_session=True,
                **account,
            )
        self.url = f"postgresql://postgres@/postgres?host={self._directory}"

    def wait(self) -> bool:
        """Whether the server takes connections, waiting for it at most ``STARTS_WITHIN`` seconds."""
        state = self._directory / "data" / "postmaster.pid"
        for _ in range(STARTS_WITHIN * 20):
            with suppress(OSError):
                if state.read_text().rstrip().endswith("ready"):
                    return True
            if self._process.poll() is not None:
                return False
            time.sleep(0.05)
        return False

    def stop(self) -> None:
        """End the server at once and remove all it wrote."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(STARTS_WITHIN)
        shutil.rmtree(self._directory, ignore_errors=True)


def in_memory(url: str) -> bool:
    """Whether this URL leads to a server in memory that a run started."""
    return f"host={scratch.MEMORY}/" in url


def started() -> ThrowawayPostgres | None:
    """A server that takes connections; none where PostgreSQL is not installed or does not start."""
    programs, account = _programs(), _account()
    if programs is None or account is None:
        return None
    _sweep()
    with suppress(OSError, subprocess.CalledProcessError):
        server = ThrowawayPostgres(programs, account)
        if server.wait():
            return server
        server.stop()
    return None


def _sweep() -> None:
    """End and remove the servers of runs that were killed."""
    for directory in scratch.abandoned("pg"):
        with suppress(OSError, ValueError, IndexError):
            server = int((directory / "data" / "postmaster.pid").read_text().splitlines()[0])
            if str(directory).encode() in Path(f"/proc/{server}/cmdline").read_bytes():
                os.kill(server, signal.SIGQUIT)
        shutil.rmtree(directory, ignore_errors=True)
