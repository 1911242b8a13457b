"""The real server for demonstrations, measurements and races: gunicorn on a free port of this machine, ended by its pid."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE = 30.0
"""Seconds to wait for the server to answer, or to end."""


@dataclass(frozen=True)
class Server:
    """A running server: where it is, and the process that owns its workers."""

    url: str
    process: subprocess.Popen[bytes]

    def workers(self) -> list[int]:
        """The process ids of its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def end(self) -> None:
        """Ask it to end, and insist after a while."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def kill(self) -> None:
        """End it and its workers without warning, as a power cut would."""
        pids = [self.process.pid, *self.workers()]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        self.process.wait(PATIENCE)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(database_url: str, **more: str) -> dict[str, str]:
    """The environment of a server for a test: passwords cost little, all else is as it is."""
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "PASSWORD_PROFILE": "test",
        "SECRET_KEY": "measurements-only-measurements-only",
        "MALLOC_ARENA_MAX": "1",
        **more,
    }


def flask(environ: Mapping[str, str], *arguments: str) -> str:
    """Run one ``flask`` command to its end; raises ``CalledProcessError``."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    return subprocess.run(command, cwd=ROOT, env=dict(environ), check=True, capture_output=True, text=True).stdout


@contextmanager
def serving(
    environ: Mapping[str, str], *, workers: int = 1, threads: int = 8, log: Path | None = None
) -> Iterator[Server]:
    """Serve until the block ends; raises ``TimeoutError`` if it does not answer in time."""
    server = start(environ, workers=workers, threads=threads, log=log)
    try:
        yield server
    finally:
        server.end()


def start(environ: Mapping[str, str], *, workers: int = 1, threads: int = 8, log: Path | None = None) -> Server:
    """Start a server and wait until it answers."""
    port = free_port()
    with (log or Path(os.devnull)).open("ab") as out:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "--worker-class",
                "gthread",
                "--workers",
                str(workers),
                "--threads",
                str(threads),
                "--bind",
                f"127.0.0.1:{port}",
                "--backlog",
                "512",
                "--timeout",
                "120",
                "wsgi:app",
            ],
            cwd=ROOT,
            env=dict(environ),
            stdout=out,
            stderr=out,
        )
    server = Server(f"http://127.0.0.1:{port}", process)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended at once with status {process.returncode}; see {log or 'its log'}")
        try:
            with urllib.request.urlopen(f"{server.url}/readyz", timeout=5) as answer:  # noqa: S310 - loopback
                if answer.status == 200:
                    return server
        except OSError:
            time.sleep(0.1)
    server.end()
    raise TimeoutError("the server did not answer in time")
