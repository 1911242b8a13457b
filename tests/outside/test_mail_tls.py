"""Letters go over TLS: implicit and STARTTLS, never to a server whose certificate nobody vouches for."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.ops.mailing import post_of
from tests.outside.mail_sink import Sink, mail_sink
from tests.outside.test_outbox import START
from workflows.notices.outbox import Letter

LETTER = Letter(7, "who@uni.example", "主旨", "連結在此", START)
pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for ``localhost`` in one file, signed by themselves."""
    folder = tmp_path_factory.mktemp("tls")
    made = folder / "key.pem", folder / "cert.pem"
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2")
    files = ("-keyout", str(made[0]), "-out", str(made[1]))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files], check=True, capture_output=True
    )
    (folder / "both.pem").write_text(made[0].read_text() + made[1].read_text())
    return folder


@pytest.fixture(params=["smtps", "starttls"])
def sink(request: pytest.FixtureRequest, certificate: Path) -> Iterator[tuple[str, Sink]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "both.pem")
    with mail_sink(context, at_once=request.param == "smtps") as found:
        yield request.param, found


def hand_over(app: Flask, scheme: str, sink: Sink) -> None:
    url = f"{scheme}://localhost:{sink.server_address[1]}/?from=outbox@gov.example"
    post = post_of(replace(app.extensions["settings"], mail_url=url))
    assert post is not None
    post(LETTER)


def test_a_letter_arrives_encrypted(
    app: Flask, sink: tuple[str, Sink], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    hand_over(app, *sink)
    assert [one.get_content().strip() for one in sink[1].letters] == ["連結在此"]
    assert sink[1].encrypted == [True]


def test_a_server_nobody_vouches_for_gets_no_letter(app: Flask, sink: tuple[str, Sink]) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        hand_over(app, *sink)
    assert sink[1].letters == []


def test_a_server_without_starttls_gets_no_letter(app: Flask) -> None:
    with mail_sink() as plain, pytest.raises(OSError, match="STARTTLS"):
        hand_over(app, "starttls", plain)
    assert plain.letters == []
