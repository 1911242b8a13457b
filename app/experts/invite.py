"""The page on which an outside expert is invited."""

from __future__ import annotations

import secrets

from flask import render_template
from flask_babel import gettext as _

from app.frame.document import frame
from app.shell.access import action_context, today
from app.shell.errors import details_of
from app.shell.rendering import roc, say
from forms.common import Sent, choices_of
from forms.guests import GuestForm, guest_form
from forms.people import take_findings
from models.wording import N_, Message
from workflows.experts import Guest, invitable_experts
from workflows.language import WEEK
from workflows.lifecycle import Dossier, NotPermitted, Phase, Refusal, Refused, blocking_finding, may
from workflows.lifecycle import Permission as P


def guest_from(sent: Sent) -> Guest:
    """Whom the form names; raises ``Refused`` for a date that is none."""
    form = guest_form(sent)
    if form.bad_date:
        raise Refused(blocking_finding("WF-09", Message.of(N_("日期請填民國年／月／日，例如 107/08/31")), "due_on"))
    return form.guest()


def invite_page(dossier: Dossier, sent: Sent | None = None, refusal: Refusal | None = None) -> str:
    """The form; after a refusal with all that was typed and every fault beside its field."""
    if not may(action_context().actor, P.SHEET_INVITE, dossier.document):
        raise NotPermitted([Message(N_("專家由承辦人或性平業務窗口在程序參與結束之前邀請"))])
    form = guest_form(sent, due_on=roc(today() + WEEK) if dossier.state.phase is Phase.ADVICE else "")
    asked = {row.user_id for row in dossier.invitations if row.ended_at is None}
    free = [one for one in invitable_experts(dossier, action_context()) if one.id not in asked]
    names = [
        (str(one.id), "　".join(filter(None, (one.name, one.unit + one.job_title, one.expertise)))) for one in free
    ]
    form.expert.choices = choices_of([("", _("新的專家，資料填在下面")), *names])
    loose = _beside(form, refusal) if refusal else []
    return render_template(
        "experts/invite.html",
        **frame(dossier, here=_("邀請專家")),
        form=form,
        key=secrets.token_urlsafe(16),
        known=bool(names),
        headline=say(refusal.headline) if refusal else "",
        loose=loose,
        sent_now=dossier.state.phase is Phase.ADVICE,
    )


def _beside(form: GuestForm, refusal: Refusal) -> list[dict[str, str]]:
    take_findings(form, refusal.findings, say)
    here = {say(finding.message) for finding in refusal.findings if finding.at in form}
    return [line for line in details_of(refusal) if not any(line["text"].endswith(words) for words in here)]
