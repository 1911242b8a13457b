"""Every JSON answer that any test is given is held to the declaration of its endpoint (decision 0023)."""

from __future__ import annotations

import json

import msgspec
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from forms.answers import declared_answers


def answer_faults(app: Flask, response: TestResponse) -> list[str]:
    """Where a JSON answer differs from every shape that its endpoint declares; none for pages, files and failures.

    A file to keep has the shape of its writer, and what fails (500 and more) is nobody's promise.
    """
    attached = response.headers.get("Content-Disposition", "").startswith("attachment")
    if response.mimetype != "application/json" or attached or response.status_code >= 500 or not response.data:
        return []
    endpoint, status = f"{response.request.method} {endpoint_of(app, response)}", response.status_code
    kinds = declared_answers(endpoint, status)
    if not kinds:
        return [f"no JSON answer of {endpoint} is declared in forms/answers"]
    value, faults = json.loads(response.data), []
    for kind in kinds:
        try:
            msgspec.convert(value, kind)
        except msgspec.ValidationError as fault:
            faults.append(f"{status} is no {kind.__name__}: {fault}")
        else:
            return []
    return faults


def endpoint_of(app: Flask, response: TestResponse) -> str:
    """The endpoint that answered; empty where the address has none."""
    try:
        endpoint, _values = app.url_map.bind_to_environ(response.request.environ).match()
    except HTTPException:
        return ""
    return str(endpoint)
