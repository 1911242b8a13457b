"""Sources of rules in words: no page shows the marks by which lines were noted."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.shell.rendering import source_words
from workflows.rules import catalogue


@pytest.mark.parametrize("source", sorted({one.source for one in catalogue()}))
def test_every_source_is_said_in_words(app: Flask, source: str) -> None:
    with app.test_request_context():
        assert not re.search(r"S00\d|\bL\d", source_words(source))
