"""How a kind of document is shown and spoken of, as data: addresses by endpoint, headings, what its pages hold.

Endpoints are the names that the web application gives its views; they are plain strings here, and a test of the
application finds every one of them among its rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class PathAnchors(StrEnum):
    """How the address of a document's page names a path in its content: by the place itself, as pages made from a form
    bear it, by the row or part alone, in the query, or not at all."""

    FIELD = "field"
    ANCHOR = "anchor"
    QUERY = "query"
    NONE = "none"


@dataclass(frozen=True)
class Place:
    """The page on which a top-level part of the paths is told; ``anchor`` may name the ``{row}`` of the path."""

    endpoint: str
    anchor: str = ""


OPINIONS_PLACE = Place("reviewing.opinions", "opinion-{row}")


@dataclass(frozen=True)
class Pages:
    """The pages of a kind; the defaults are those that every kind has.

    ``show``, ``checks``, ``results``, ``edit_section`` and ``edit_row`` are endpoints with ``document_id`` (and ``part``,
    the key of a section, and ``row_id``), empty where there is no such page. ``printed`` is the template in which the
    sections are printed. ``places`` are the parts of paths that are told on other pages.
    ``list`` is the endpoint of the list of the kind, called ``list_label``. ``heading`` is a sentence with ``agency``,
    ``year`` and ``title``, empty for the title alone. ``counted`` tells with ``did`` and ``count`` what happened to
    several documents of a kind that is reviewed with its parent. ``blank_opinions`` are offered on the page of a move
    that asks for opinions. With ``names_form`` the tags say the form version; with ``names_drafters`` the history says
    that what has no seat was done by a drafter.
    """

    show: str = "documents.show"
    points: PathAnchors = PathAnchors.FIELD
    places: Mapping[str, Place] = field(default_factory=lambda: {"opinions": OPINIONS_PLACE})
    checks: str = "documents.checks"
    results: str = ""
    printed: str = "documents/printed.html"
    edit_section: str = "sections.section"
    edit_row: str = ""
    list: str = ""
    list_label: str = ""
    heading: str = ""
    counted: str = ""
    blank_opinions: int = 2
    names_form: bool = False
    names_drafters: bool = True
