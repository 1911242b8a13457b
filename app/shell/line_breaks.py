"""Line breaks of templates: they lay a template out for its reader and are no part of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

PIECES = re.compile(r"""[ \t\r]++(?:\n[ \t\r\n]*)?|\n[ \t\r\n]*|</?[A-Za-z!]|[>"']|[^\s<>"']+|.""", re.DOTALL)
"""First a line break with the spaces around it, or spaces without one; an ideographic space (U+3000) is text."""


class LineBreaks(Extension):
    """Leaves line breaks and indentation of a template out of the page (docs/decisions/0016).

    In text and between tags nothing remains of them; inside a tag one space does. A space within a line is kept as
    it stands; where one is wanted at the end of a line, the template says ``{{ " " }}``. Values are never touched.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template without its line breaks; line numbers stay."""
        place = Place()
        for token in stream:
            if token.type != "data":
                yield token
            elif text := "".join(map(place.read, PIECES.findall(token.value))):
                yield Token(token.lineno, "data", text)


class Place:
    """Where in the HTML of a template the reading stands: in a tag or outside, in a quoted value or outside."""

    def __init__(self) -> None:
        self.in_tag = False
        self.quote = ""

    def read(self, piece: str) -> str:
        """What remains of a piece of the template."""
        if "\n" in piece:
            return " " if self.in_tag else ""
        if piece[0] == "<" != piece:
            self.in_tag = True
        elif self.in_tag and piece in ('"', "'"):
            self.quote = "" if piece == self.quote else self.quote or piece
        elif piece == ">" and not self.quote:
            self.in_tag = False
        return piece
