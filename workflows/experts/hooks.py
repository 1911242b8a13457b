"""Which part of a sheet is an expert's own, and that nobody writes in another's."""

from __future__ import annotations

from collections.abc import Collection

from models.wording import N_, Message
from workflows.content import Saving
from workflows.experts.answers import part_key_of
from workflows.lifecycle import Actor, Dossier, NotPermitted, Permission, outsider_objections
from workflows.schema import FIRST_EXPERT, FURTHER_EXPERTS, other_parts_changed


def editable(dossier: Dossier, actor: Actor, permission: Permission, parts: tuple[str, ...]) -> Collection[str]:
    """Of an expert's parts the own one: the first place of the form, or among the further ones (``expert_parts``)."""
    if permission is not Permission.SHEET_ADVISE:
        return parts
    if any(outsider_objections(actor, dossier.document)):
        return ()
    return (FIRST_EXPERT,) if part_key_of(dossier, actor.id) == FIRST_EXPERT else (FURTHER_EXPERTS,)


def authorize(saving: Saving) -> None:
    """Of the further experts each writes in their own row and in no other; raises ``NotPermitted``."""
    own = part_key_of(saving.dossier, saving.unit.context.actor.id)
    if FURTHER_EXPERTS in saving.editable and other_parts_changed(saving.before, saving.after, own):
        raise NotPermitted([Message.of(N_("其他專家的程序參與不由您填寫"))])
