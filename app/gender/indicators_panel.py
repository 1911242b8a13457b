"""What stands beside a sheet about its indicators: those made from it, and the form that makes one in a step."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from app.shell.access import action_context
from app.shell.addresses import place_of
from app.shell.rendering import say
from workflows.gender import indicator_obstacle, indicator_places, indicators_made_from
from workflows.language import target_words
from workflows.lifecycle import Dossier
from workflows.plans import kpis_of_plan
from workflows.schema import form_version, value_at

NAMED = re.compile(r"[「『]([^」』]{2,40})[」』]|([^，。；、：\s]{2,30}?(?:比率|比例|占比|人數|人次|件數|達成率))")
AIMED = re.compile(
    r"(?:目標值|提升至|提高至|升至|達到?|為)\s*(?:[^\d\s，。]{0,6})(\d+(?:\.\d+)?)\s*(%|％|人次|人|件|場|家)"
)


def indicators_of(dossier: Dossier) -> dict[str, Any] | None:
    """The panel's context; ``None`` where the sheet names no indicator yet and none was made."""
    version, content = form_version(dossier.document.form_version), dossier.content
    made = [
        {
            "title": kpi["title"],
            "target": target_words(kpi["target"]),
            "from": version.name_of(place),
            "href": _definition(dossier, kpi),
        }
        for place, kpi in indicators_made_from(dossier)
    ]
    places = [
        {"place": place, "name": version.name_of(place), **guessed(str(value_at(content, place)))}
        for place in indicator_places(dossier)
        if str(value_at(content, place) or "").strip()
    ]
    if not made and not places:
        return None
    why = indicator_obstacle(dossier, action_context())
    return {
        "made": made,
        "places": places,
        "why": say(why) if why else "",
        "version": dossier.plan.version,
        "key": secrets.token_urlsafe(16),
    }


def guessed(text: str) -> dict[str, str]:
    """A name and a target that the text suggests; the person corrects both."""
    name, aim = NAMED.search(text), AIMED.search(text)
    return {
        "title": next(filter(None, name.groups()), "") if name else "",
        "value": aim[1] if aim else "",
        "unit": aim[2].replace("％", "%") if aim else "",
    }


def _definition(dossier: Dossier, kpi: Mapping[str, Any]) -> str:
    children = kpis_of_plan(dossier.plan_dossier)
    definition = next((one for one in children if one.part_key == kpi["id"]), None)
    return place_of(definition) if definition else place_of(dossier.plan, f"kpis[{kpi['id']}]")
