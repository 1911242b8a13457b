"""Lists as files that a browser keeps, in the formats their writers have, and the menus that offer them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, request

from exchange.writers.registry import Writer


def asked_for(formats: Sequence[Writer], parameter: str = "format") -> Writer | None:
    """The format that the address asks for, ``None`` where it asks for none of these."""
    wanted = request.args.get(parameter, "")
    return next((one for one in formats if one.name == wanted), None)


def file_of(writer: Writer, name: str, value: Any, *, quoted: bool = False) -> Response:
    """What a list holds, written in a format; ``name`` is the file's name without its extension."""
    whole = f"{name}.{writer.extension}"
    disposition = f'attachment; filename="{whole}"' if quoted else f"attachment; filename={whole}"
    return Response(writer.write(value), mimetype=writer.media_type, headers={"Content-Disposition": disposition})


def menu(formats: Sequence[Writer], href: Callable[[str], str]) -> list[dict[str, str]]:
    """The links to a list as files; ``href`` gives the address of a format."""
    return [{"label": one.name.upper(), "href": href(one.name)} for one in formats]
