"""Which part of a sheet is an expert's own, and that nobody writes in another's."""

from __future__ import annotations

from collections.abc import Collection

from models.wording import N_, said
from workflows.content import Saving
from workflows.experts.answers import own_place
from workflows.lifecycle import Actor, Dossier, NotPermitted, Permission, outsider_objections
from workflows.schema import FIRST, MORE, others_changed


def editable(dossier: Dossier, actor: Actor, permission: Permission, parts: tuple[str, ...]) -> Collection[str]:
    """Of an expert's parts the own one: the first place of the form, or among the further ones (``expert_parts``)."""
    if permission is not Permission.SHEET_ADVISE:
        return parts
    if any(outsider_objections(actor, dossier.document)):
        return ()
    return (FIRST,) if own_place(dossier, actor.id) == FIRST else (MORE,)


def authorize(saving: Saving) -> None:
    """Of the further experts each writes in their own row and in no other; raises ``NotPermitted``."""
    own = own_place(saving.dossier, saving.unit.context.actor.id)
    if MORE in saving.editable and others_changed(saving.before, saving.after, own):
        raise NotPermitted([said(N_("其他專家的程序參與不由您填寫"))])
