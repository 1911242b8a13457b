"""The toy registered for one test, and the application around it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.toy.registration import furnish, registered
from workflows.lifecycle.definitions import DocumentKind


@pytest.fixture
def toy() -> Iterator[DocumentKind]:
    """The kind, among the kinds; its rules in the catalogue."""
    with registered() as kind:
        yield kind


@pytest.fixture
def house(app: Flask, toy: DocumentKind) -> Flask:
    """The application with the sample's people, in a database that knows the kind's name."""
    furnish(app)
    return app
