"""What came with a form beside its fields: the version it was made from, the note, the idempotency key."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask_babel import gettext as _

from forms.common import Sent
from models.storage import manifest_of, read
from workflows.language import whole_number
from workflows.lifecycle import Dossier
from workflows.schema import UNPRINTABLE

MOST_NOTE = 500
MOST_KEY = 80
UNKNOWN = -1
"""A version nobody ever saw: what comes without a version is compared with the present text, never saved blindly."""


def note_fault(sent: Sent) -> str:
    """What is wrong with the note on the revision, or nothing."""
    note = sent.get("note", "")
    if UNPRINTABLE.search(note):
        return str(_("修訂說明含有無法列印的控制字元，請刪除後重新貼上"))
    if len(note) > MOST_NOTE:
        return str(_("修訂說明最多 %(most)s 字，目前 %(now)s 字", most=MOST_NOTE, now=len(note)))
    return ""


def version_of(sent: Sent) -> int:
    """The version the page was made from; ``UNKNOWN`` where none came, so that nothing is overwritten unseen."""
    version = whole_number(sent.get("version", ""), 9)
    return UNKNOWN if version is None else version


def key_of(sent: Sent) -> str | None:
    """The idempotency key; one that could not be kept counts as none."""
    key = sent.get("idempotency_key", "") or sent.get("key", "")
    return key if key and len(key) <= MOST_KEY and key.isprintable() and key.isascii() else None


def fingerprint(value: Any) -> str:
    """What was sent, in a few characters, whatever it holds."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def sent_as(sent: Sent) -> str:
    """The fingerprint of a form; the token that guards it does not count."""
    return fingerprint(
        [(name, sent.getlist(name)) for name in sent if name not in ("csrf_token", "idempotency_key", "key")]
    )


def base_content(dossier: Dossier, sent: Sent) -> dict[str, Any]:
    """The content the page was made from, by the revision it names; empty where that is unknown."""
    number = whole_number(sent.get("revision", ""), 9) or 0
    revision = dossier.revision(number) if number else None
    return read(dossier.session, manifest_of(revision)) if revision else {}
