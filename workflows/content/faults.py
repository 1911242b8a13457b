"""What is wrong with the shape of a content: gathered while it is judged, said all at once."""

from __future__ import annotations

from collections.abc import Callable

from models.vocabulary import Severity
from models.wording import Message
from workflows.rules import Finding
from workflows.schema import encodable

Fault = Callable[[str, Message], None]
"""Notes a fault: the place and what is wrong there."""


def noting(faults: list[Finding]) -> Fault:
    """How a fault of shape is noted in ``faults``: where it is and what is wrong, as WF-10."""

    def fault(at: str, message: Message) -> None:
        faults.append(
            Finding(rule="WF-10", severity=Severity.B, at=encodable(at), message=message, source="", fingerprint="")
        )

    return fault
