"""One entry of the log as one act of a timeline: who did what, from where to where, with what words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.frame.log_words import action_word, state_word
from app.shell.rendering import iso, roc, say
from models.audit_words import Action as A
from models.cache import MIB, Cache
from models.vocabulary import Role
from workflows.gender import DECISIONS
from workflows.language import COMPARISON_STYLE, target_words
from workflows.lifecycle import KINDS, ROLE_LABELS, Dossier
from workflows.plans import AMEND_GROUNDS
from workflows.schema import EXEMPT_GROUNDS

DRAFTERS = frozenset(
    {A.CREATE, A.IMPORT, A.REVISE, A.SUBMIT, A.RECALL, A.WITHDRAW, A.AMEND, A.ACKNOWLEDGE, A.RESPOND, A.TARGET_CHANGE}
)
"""What only a drafter does to a plan: the log names no seat there."""
FOLDED = frozenset({A.ACKNOWLEDGE, A.READ, A.ENDORSE, A.RESPOND, A.RESOLVE, A.REFUSE, A.IMPACT_DECIDE})
"""Many of these in a row are told as one."""
RULE = re.compile(r"^([A-Z]{2}-\d\d) \S+$")
"""A rule with the path it stopped at: people are told the rule."""
SETTLED = frozenset({A.REVISE, A.ADVANCE, A.SUBMIT, A.CREATE, A.IMPORT, A.ACKNOWLEDGE})
"""What is said of these depends on the entry alone, and entries never change."""
_kept: Cache[dict[str, Any]] = Cache(2 * MIB)
KINDS_OF_ACT = {A.SIGN: "sign", A.ENDORSE: "sign", A.GIVE_BACK: "back", A.RETURN_KPI: "back", A.SEND_BACK: "back"}


@dataclass(frozen=True)
class Line:
    """One entry with what was read out of its line; ``count`` indicators had the same at the same moment."""

    seq: int
    hash: str
    object: str
    action: str
    at: datetime
    entry: Mapping[str, Any]
    count: int = 1


def short(digest: str | None) -> str:
    """The first characters of a digest, in two groups of four."""
    return f"{digest[:4]} {digest[4:8]}" if digest else ""


def foldable(newer: Line, older: Line) -> bool:
    """Whether two neighbouring entries are told as one."""
    same = newer.action == older.action and newer.entry["actor"] == older.entry["actor"]
    return same and newer.action in FOLDED and roc(newer.at) == roc(older.at) and _kind(newer) == _kind(older)


def _kind(line: Line) -> str:
    return line.object.partition(":")[0]


def fold_of(dossier: Dossier, line: Line, others: Sequence[Line]) -> dict[str, Any] | None:
    """Several entries, or one that speaks of indicators, as one act; ``None`` for a single one of the document."""
    kind = KINDS.get(_kind(line))
    counted = kind.pages.counted if kind and kind.name != dossier.document.kind else ""
    if not others and not counted:
        return None
    act, run = _frame(dossier, line), [line, *others]
    count = sum(one.count for one in run)
    did = action_word(line.action, _kind(line))
    if counted:
        act |= {"did": _(counted, did=did, count=count)}
        if line.action == A.RETURN_KPI:
            act["more"] = _opinions(dossier, [line.entry["details"]["opinion"]])
        return act
    act["did"] = _("%(did)s %(count)s 項", did=did, count=count)
    if line.action == A.ACKNOWLEDGE:
        act["note"] = "、".join(dict.fromkeys(str(one.entry["details"]["rule"]) for one in run))
    elif line.action in (A.RESPOND, A.RESOLVE):
        act["note"] = _(
            "意見 %(numbers)s", numbers="、".join(str(one.entry["details"]["number"]) for one in reversed(run))
        )
    elif line.action == A.READ:
        act["did"] = _("查閱 %(count)s 次", count=count)
    return act


def _frame(dossier: Dossier, line: Line) -> dict[str, Any]:
    entry, by_system = line.entry, line.entry["actor"]["account"] == "system"
    moved = entry["from"] != entry["to"] and entry["from"] is not None
    return {
        "kind": "system" if by_system else KINDS_OF_ACT.get(A(line.action), ""),
        "who": "" if by_system else say(entry["actor"]["name"]),
        "role": "" if by_system else _role(dossier, line),
        "did": action_word(line.action, _kind(line)),
        "from": state_word(entry["from"], _kind(line)) if moved else "",
        "to": state_word(entry["to"], _kind(line)) if moved else "",
        "time": roc(line.at, "clock"),
        "iso": iso(line.at),
        "seq": line.seq,
    }


def _role(dossier: Dossier, line: Line) -> str:
    seat = line.entry["actor"]["seat"]
    if seat:
        named = dossier.plan_dossier.workflow.seat_named.get(seat)
        return say(named.label) if named else say(ROLE_LABELS[Role(seat)]) if seat in set(Role) else ""
    if line.action in (A.READ, A.EXPORT):
        return say(ROLE_LABELS[Role.AUDITOR])
    if line.action == A.ANSWER:
        return say(ROLE_LABELS[Role.GENDER_EXPERT])
    kind = KINDS.get(_kind(line))
    by_drafter = line.action in DRAFTERS and kind is not None and kind.pages.names_drafters
    return say(ROLE_LABELS[Role.DRAFTER]) if by_drafter else ""


def act_of(dossier: Dossier, line: Line, sums: Mapping[int, Markup], *, current: bool) -> dict[str, Any]:
    """One entry as one act; a signature of an earlier round has lapsed. What never changes is kept in memory."""
    if line.action not in SETTLED:
        return _act(dossier, line, sums, current=current)
    key = (line.hash, str(get_locale()))
    if (known := _kept.get(key)) is not None:
        return known
    return _kept.put(key, _act(dossier, line, sums, current=current))


def _act(dossier: Dossier, line: Line, sums: Mapping[int, Markup], *, current: bool) -> dict[str, Any]:
    act = _frame(dossier, line)
    if line.action == A.REVISE:
        return act | _revised(dossier, line, sums)
    if line.action == A.SIGN:
        return act | _signed(dossier, line, current=current)
    tell = TOLD.get(A(line.action))
    if reason := line.entry["reason"]:
        act["more"] = Markup("{}").format(_("理由　%(text)s", text=reason))
    if tell:
        act |= tell(dossier, line)
    if act["kind"] == "system" and (cause := line.entry["details"].get("cause")):
        act["note"] = _("因%(move)s", move=action_word(cause, dossier.plan.kind))
    return act


def _revised(dossier: Dossier, line: Line, sums: Mapping[int, Markup]) -> dict[str, Any]:
    number, document_id = line.entry["revision"], dossier.document.id
    here = url_for("history.revision", document_id=document_id, number=number)
    links = Markup('<a href="{}">{}</a>').format(here, _("看修訂 %(n)s", n=number))
    if number > 1:
        there = url_for("history.compare", document_id=document_id, a=number - 1, b=number)
        links = Markup('{}　<a href="{}">{}</a>').format(links, there, _("比對修訂 %(n)s", n=number - 1))
    summary = [sums[number]] if sums.get(number) else []
    digest = Markup('<span class="digest">{}</span>').format(short(line.entry["content_sha256"]))
    return {
        "did": _("存成修訂 %(n)s", n=number),
        "note": line.entry["reason"],
        "more": Markup("　").join([*summary, digest, links]),
    }


def _signed(dossier: Dossier, line: Line, *, current: bool) -> dict[str, Any]:
    entry = line.entry
    row = next((one for one in dossier.sign_offs if one.seat == entry["details"]["seat"] and one.at == line.at), None)
    unit, title = (row.user.unit, row.user.job_title) if row else ("", "")
    office = [part for part in (unit, title) if part] or [_role(dossier, line)]
    act: dict[str, Any] = {
        "did": _("同意"),
        "stamp": {"office": office, "name": entry["actor"]["name"], "kind": "" if current else "void"},
        "says": entry["meaning"],
        "revision": _("修訂 %(n)s", n=entry["revision"]),
        "digest": short(entry["content_sha256"]),
        "tag": _("有效") if current else _("失效"),
        "tone": "green" if current else "",
        "void": not current,
    }
    if entry["meaning"]:
        act["says"] = _("「%(text)s」", text=say(entry["meaning"]))
    if entry["reason"]:
        act["note"] = entry["reason"]
    return act


def _opinions(dossier: Dossier, numbers: Sequence[int]) -> Markup:
    texts = {opinion.number: opinion.text for opinion in dossier.opinions}
    parts = [escape(_("意見 %(n)s「%(text)s」", n=n, text=_cut(texts[n]))) for n in numbers if n in texts]
    return Markup("<br>").join(parts)


def _cut(text: str, most: int = 80) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def _given_back(dossier: Dossier, line: Line) -> dict[str, Any]:
    return {"more": _opinions(dossier, line.entry["details"]["opinions"])}


def _opinion(dossier: Dossier, line: Line) -> dict[str, Any]:
    return {"more": _opinions(dossier, [line.entry["details"]["number"]])}


def _responded(dossier: Dossier, line: Line) -> dict[str, Any]:
    details = line.entry["details"]
    text = next((row.response for row in dossier.opinions if row.number == details["number"]), "") or ""
    return {
        "did": _("回復審查意見 %(n)s", n=details["number"]),
        "note": _("參採") if details["adopted"] else _("不參採"),
        "more": Markup("{}").format(_cut(text)),
    }


def _resolved(_dossier: Dossier, line: Line) -> dict[str, Any]:
    details = line.entry["details"]
    text = _("審查意見 %(n)s 已解決") if details["resolved"] else _("審查意見 %(n)s 改為未解決")
    return {"did": text % {"n": details["number"]}}


def _acknowledged(_dossier: Dossier, line: Line) -> dict[str, Any]:
    return {"did": _("說明警告 %(rule)s", rule=line.entry["details"]["rule"])}


def _imported(_dossier: Dossier, line: Line) -> dict[str, Any]:
    details = line.entry["details"]
    note = _("%(count)s 處待確認", count=details["uncertain"]) if details["uncertain"] else ""
    return {
        "did": _("匯入檔案"),
        "note": note,
        "more": Markup('{}　<span class="digest">{}</span>').format(details["file"], short(details["sha256"])),
    }


def _amended(_dossier: Dossier, line: Line) -> dict[str, Any]:
    details = line.entry["details"]
    href = url_for("history.show", document_id=int(details["successor"].partition(":")[2]))
    return {"note": _grounds(AMEND_GROUNDS, details["grounds"]), "href": href, "link": _("修正版的歷程")}


def _exempted(_dossier: Dossier, line: Line) -> dict[str, Any]:
    details = line.entry["details"]
    return {"note": _grounds(EXEMPT_GROUNDS, details["grounds"]), "more": Markup("{}").format(details["evidence"])}


def _grounds(known: Mapping[str, Any], name: str) -> str:
    return say(known[name]) if name in known else name


def _refused(_dossier: Dossier, line: Line) -> dict[str, Any]:
    details = line.entry["details"]
    reasons = list(dict.fromkeys(RULE.sub(r"\1", str(reason)) for reason in details["reasons"]))
    more = _("等 %(count)s 項", count=len(details["reasons"])) if len(details["reasons"]) > len(reasons[:5]) else ""
    return {
        "did": _("未獲准的操作：%(word)s", word=action_word(details["attempt"], _kind(line))),
        "more": Markup("{}{}").format("、".join(reasons[:5]), more),
    }


def _target_changed(_dossier: Dossier, line: Line) -> dict[str, Any]:
    details = line.entry["details"]
    before, after = (
        target_words(json.loads(details[side]), COMPARISON_STYLE) if details[side] else ""
        for side in ("before", "after")
    )
    shown = Markup("<del>{}</del> <ins>{}</ins>").format(before, after or _("刪除"))
    reason = Markup("　{}").format(_("理由　%(text)s", text=line.entry["reason"])) if line.entry["reason"] else ""
    return {"did": _("變更 %(year)s 年度目標值", year=details["year"]), "more": shown + reason}


def _exported(_dossier: Dossier, line: Line) -> dict[str, Any]:
    return {"note": str(line.entry["details"]["format"]).upper()}


def _decided(dossier: Dossier, line: Line) -> dict[str, Any]:
    details = line.entry["details"]
    rows = {row["id"]: row["item"] for row in dossier.plan_dossier.content.get("key_plans", [])}
    parts = [_cut(rows.get(details["row"], "")), say(DECISIONS.get(details["decision"], ""))]
    parts += [_grounds(EXEMPT_GROUNDS, details["grounds"])] if details["grounds"] else []
    return {"note": "　".join(filter(None, parts))}


TOLD: Mapping[A, Callable[[Dossier, Line], dict[str, Any]]] = {
    A.GIVE_BACK: _given_back, A.OPINION: _opinion, A.RESPOND: _responded, A.RESOLVE: _resolved,
    A.ACKNOWLEDGE: _acknowledged, A.IMPORT: _imported, A.AMEND: _amended, A.EXEMPT: _exempted, A.REFUSE: _refused,
    A.EXPORT: _exported, A.IMPACT_DECIDE: _decided, A.TARGET_CHANGE: _target_changed,
}  # fmt: skip
"""What is particular to an action."""
