"""The states a document passes from draft to its end, as a line above its page and as dots in lists."""

from __future__ import annotations

from app.shell.rendering import roc, say
from workflows.lifecycle import Dossier, State, kind_named


def road_of(dossier: Dossier) -> tuple[State, ...]:
    """The states a document passes in order, with those of the agency above where there is one."""
    return dossier.workflow.road(under_authority=dossier.document.authority_id is not None)


def steps_of(dossier: Dossier) -> list[dict[str, str]]:
    """The state line: what is done, where the document is, what lies ahead."""
    road = road_of(dossier)
    names = [state.name for state in road]
    state = dossier.document.state
    here = names.index(state) if state in names else 0 if not dossier.state.final else len(names)
    last = here == len(names) - 1 and dossier.state.final
    note = roc(dossier.document.state_since, "day")
    if state not in names:
        note = f"{say(dossier.state.label)} {note}"
    return [
        {
            "label": say(step.label),
            "note": note if place == min(here, len(names) - 1) else "",
            "status": "done" if place < here or last else "here" if place == here else "ahead",
        }
        for place, step in enumerate(road)
    ]


def road_place(kind: str, state: str, authority: bool) -> tuple[int, int]:
    """The place of a state in that order, from 1 (0: outside it), and how many states there are: for the dots in lists."""
    workflow = kind_named(kind).workflow
    names = [one.name for one in workflow.road(under_authority=authority)]
    final = workflow.state_named[state].final
    if state in names:
        place = names.index(state) + 1
        return (place + 1 if final else place), len(names)
    return (0 if final else 1), len(names)
