"""The law that docstrings and comments state facts: no words of pictures in which the code would be a building."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

PICTURES = re.compile(
    r"\b(?:doors?|doorsteps?|doorways?|knock(?:s|ed|ing)?|wardrobes?|guest rooms?|hallways?|porch|house|houses)\b",
    re.IGNORECASE,
)


def pictures(source: str) -> list[tuple[int, str]]:
    """Lines of docstrings and comments with such a word; a stored word (a string of the code) is no breach."""
    return sorted((line, text.strip()) for line, text in (*_docstrings(source), *_comments(source)) if _breaks(text))


def _breaks(text: str) -> bool:
    return PICTURES.search(text) is not None


def _docstrings(source: str) -> Iterator[tuple[int, str]]:
    """The lines of every string that stands as a statement: of modules, classes, functions and of the names above."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield from enumerate(node.value.value.split("\n"), node.lineno)


def _comments(source: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
