"""Everything a sheet still lacks, at once (GI-29): for the page on which it is given back, and for the words that go with it."""

from __future__ import annotations

from flask_babel import gettext as _

from app.frame.findings import said_once
from app.shell.addresses import place_of
from models.vocabulary import Severity
from workflows.lifecycle import Dossier
from workflows.review import findings_of

BLOCKING = (Severity.B, Severity.R)


def missing_of(dossier: Dossier) -> list[dict[str, str]]:
    """What is not complete, each with its place; the same sentence in many places stands once."""
    lacking = [finding for finding in findings_of(dossier) if finding.severity in BLOCKING]
    return [
        {
            "text": f"{first.rule}　{words}",
            "severity": first.severity.value,
            "words": words.rstrip("。"),
            "href": place_of(dossier.document, first.at) if first.at else "",
        }
        for words, first in said_once(lacking)
    ]


def opinion_on(missing: list[dict[str, str]]) -> str:
    """The words of the return, which name every missing item: form 102A, 「若以上有 1 項未完成……應退回……重新辦理」."""
    lines = [f"{number}. {one['words']}" for number, one in enumerate(missing, 1)]
    return "\n".join([_("下列各項未完成，請補正後重新辦理："), *lines])
