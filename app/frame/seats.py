"""The seats of a document as boxes: who signed for what, whose turn it is, who comes later."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app.frame.road import road_of
from app.shell.rendering import iso, roc, say
from workflows.lifecycle import Dossier, Seat


def seats_of(dossier: Dossier) -> list[dict[str, Any]]:
    """The seat boxes: who signed for what, whose turn it is, who comes later. ``s`` of ``frame/parts/seats.html``."""
    reviewed = dossier.plan_dossier if dossier.kind.reviewed_with_parent else dossier
    agreed = reviewed.agreed
    waiting = {seat.name for seat in reviewed.waiting}
    return [
        _seat(seat, agreed.get(seat.name), seat.name in waiting, reviewed)
        for state in road_of(reviewed)
        for seat in state.seats
    ]


def _seat(seat: Seat, sign_off: Any, waiting: bool, dossier: Dossier) -> dict[str, Any]:
    title = say(seat.label)
    if sign_off is None:
        earlier = next((r for r in reversed(dossier.sign_offs) if r.seat == seat.name), None)
        note = ""
        if earlier is not None:
            word = _("前輪已核章") if earlier.verdict == "agree" else _("前輪退回")
            note = f"{word}　{roc(earlier.at)}"
        status = (_("待核章"), "indigo") if waiting else (_("未到"), "")
        return {
            "title": title,
            "full": title,
            "status": status[0],
            "tone": status[1],
            "stamp": None,
            "note": note,
            "here": waiting,
        }
    user = sign_off.user
    return {
        "title": title,
        "full": f"{title} {user.unit}{user.job_title} {user.name}",
        "status": _("有效"),
        "tone": "green",
        "stamp": {
            "office": [part for part in (user.unit, user.job_title) if part][:2] or [title],
            "name": user.name,
            "kind": "",
        },
        "time": roc(sign_off.at, "time"),
        "iso": iso(sign_off.at),
        "note": "",
        "here": False,
    }
