"""JSON answers about accounts, people, their roles, and agencies."""

from __future__ import annotations

from forms.answers.parts import Answer, WithToken


class Token(WithToken, kw_only=True, frozen=True):
    """A CSRF token and nothing else."""


class SignInState(WithToken, kw_only=True, frozen=True):
    """Whether somebody is signed in."""

    signed_in: bool


class SignedOut(Answer, kw_only=True, frozen=True):
    """Nobody is signed in any more."""

    signed_in: bool


class Role(Answer, kw_only=True, frozen=True):
    """A role from a day to a day; no agency where it is held outside."""

    role: str
    agency: str | None
    agency_id: int | None
    since: str
    until: str | None


class Account(WithToken, kw_only=True, frozen=True):
    """Who is signed in."""

    id: int
    account: str
    name: str
    unit: str
    job_title: str
    roles: list[Role]
    must_change_password: bool


class PasswordChanged(Answer, kw_only=True, frozen=True):
    """One's own password was changed."""

    changed: bool


class HeldRole(Role, kw_only=True, frozen=True):
    """A role that administrators may end by its id."""

    id: int


class Person(Answer, kw_only=True, frozen=True):
    """A person as administrators see them."""

    id: int
    account: str
    name: str
    email: str
    unit: str
    job_title: str
    expertise: str
    active: bool
    version: int
    roles: list[HeldRole]


class PersonWithToken(Person, kw_only=True, frozen=True):
    """The same with the token that a change needs."""

    csrf_token: str


class People(WithToken, kw_only=True, frozen=True):
    """A page of the people."""

    people: list[Person]
    total: int


class FirstPassword(Answer, kw_only=True, frozen=True):
    """A first password, shown once."""

    id: int
    password: str


class Agency(Answer, kw_only=True, frozen=True):
    """An agency with the fingerprint a change must carry."""

    id: int
    code: str
    name: str
    self_name: str
    parent: int | None
    valid_from: str
    valid_to: str | None
    fingerprint: str


class AgencyWithToken(Agency, kw_only=True, frozen=True):
    """The same with the token that a change needs."""

    csrf_token: str


class Agencies(WithToken, kw_only=True, frozen=True):
    """Every agency."""

    agencies: list[Agency]
