"""A mail server for tests: takes what it is given on a local port, or refuses it as it is told."""

from __future__ import annotations

import email
import socketserver
import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default


class _Talk(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        if self.server.context and self.server.at_once:
            self._encrypt()
        self._say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].upper()
            if verb in ("EHLO", "HELO"):
                offered = self.server.context is not None and not isinstance(self.connection, ssl.SSLSocket)
                self._say("250-sink\r\n250 STARTTLS" if offered else "250 sink")
            elif verb == "STARTTLS" and self.server.context:
                self._say("220 go on")
                self._encrypt()
            elif verb == "DATA":
                self._take()
            elif verb == "RCPT" and self.server.refuses:
                self._say("451 try again later")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def _encrypt(self) -> None:
        context = self.server.context
        assert context is not None
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        found = email.message_from_bytes(b"".join(lines), policy=default)
        assert isinstance(found, EmailMessage)
        with self.server.lock:
            self.server.letters.append(found)
            self.server.encrypted.append(isinstance(self.connection, ssl.SSLSocket))
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class Sink(socketserver.ThreadingTCPServer):
    """What was taken, in order; with ``refuses`` nothing is."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext | None = None, *, at_once: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.context, self.at_once = context, at_once
        self.encrypted: list[bool] = []
        self.letters: list[EmailMessage] = []
        self.refuses = False
        self.lock = threading.Lock()

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller who hangs up, because the certificate does not please them, is no fault here."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        """What ``MAIL_URL`` is to say."""
        return f"smtp://127.0.0.1:{self.server_address[1]}/?from=outbox@gov.example"


@contextmanager
def mail_sink(context: ssl.SSLContext | None = None, *, at_once: bool = False) -> Iterator[Sink]:
    """A running mail server, gone afterwards; with ``context`` it offers STARTTLS, or speaks TLS ``at_once``."""
    with Sink(context, at_once=at_once) as sink:
        thread = threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield sink
        finally:
            sink.shutdown()
            thread.join()
