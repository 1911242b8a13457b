"""Commands run against a database of the test's own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from tests.cli.commands import Run, RunJson


@pytest.fixture
def run(app: Flask) -> Run:
    """Run one ``flask`` command and give its result; warnings and tracebacks fail the test."""

    def _run(*arguments: str, status: int = 0, **more: Any) -> Result:
        result = app.test_cli_runner().invoke(args=arguments, **more)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == status, result.output
        return result

    return _run


@pytest.fixture
def run_json(run: Run) -> RunJson:
    """Run a command with ``--json`` and give what it said."""
    return lambda *arguments, **more: json.loads(run(*arguments, "--json", **more).stdout)
