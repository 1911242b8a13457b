"""What an auditor looks for in the log: filters as typed, made into values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from forms.common import tidy
from models.audit_words import Action
from models.wording import N_, Message
from workflows.language import day_begins, from_roc

LONGEST = 80


@dataclass(frozen=True)
class LogSearch:
    """The filters; ``typed`` is what stood in the fields, ``faults`` what of it could not be understood."""

    actor: str = ""
    agency: str = ""
    action: str = ""
    object: str = ""
    since: date | None = None
    until: date | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Message] = field(default_factory=dict)

    @property
    def begins(self) -> datetime | None:
        """The first moment looked for; days are days in Taiwan."""
        return day_begins(self.since) if self.since else None

    @property
    def ends(self) -> datetime | None:
        """The first moment no longer looked for."""
        return day_begins(self.until + timedelta(days=1)) if self.until else None


def log_search(sent: Mapping[str, str]) -> LogSearch:
    """Read the filters; what cannot be understood is said and not searched for."""
    typed = {
        name: tidy(sent.get(name, "")).strip()[:LONGEST]
        for name in ("actor", "agency", "action", "object", "since", "until")
    }
    faults: dict[str, Message] = {}
    days: dict[str, date | None] = {}
    for name in ("since", "until"):
        days[name] = from_roc(typed[name]) if typed[name] else None
        if typed[name] and days[name] is None:
            faults[name] = Message.of(N_("「%(text)s」不是民國日期，請填年／月／日，例如 107/08/31"), text=typed[name])
    if days["since"] and days["until"] and days["until"] < days["since"]:
        faults["until"] = Message.of(N_("迄日不得早於起日"))
    if typed["action"] and typed["action"] not in set(Action):
        faults["action"] = Message.of(N_("沒有「%(text)s」這種動作"), text=typed["action"])
    return LogSearch(
        typed["actor"],
        typed["agency"],
        typed["action"] if "action" not in faults else "",
        typed["object"],
        days["since"],
        days["until"],
        typed,
        faults,
    )
