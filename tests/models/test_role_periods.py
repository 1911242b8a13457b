"""The database itself holds that a role is held once in a period and that its last day only comes nearer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.people import Agency, RoleHolding, User

Given = Callable[..., RoleHolding]


@pytest.fixture
def given(session: Session) -> Given:
    """Write a role of one person, at an agency or as an expert of none."""
    agency = Agency(code="A", name="甲機關", valid_from=date(2014, 1, 1))
    user = User(account="someone", name="某人", password_hash="", created_at=datetime(2018, 1, 1, tzinfo=UTC))
    session.add_all([agency, user])
    session.commit()

    def give(role: str, since: date, until: date | None = None, *, outside: bool = False) -> RoleHolding:
        holding = RoleHolding(
            user_id=user.id, agency_id=None if outside else agency.id, role=role, since=since, until=until
        )
        session.add(holding)
        session.commit()
        return holding

    return give


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2018, 1, 1), None),
        (date(2018, 12, 31), date(2019, 6, 1)),
        (date(2017, 1, 1), date(2018, 1, 1)),
        (date(2017, 1, 1), None),
        (date(2018, 3, 1), date(2018, 4, 1)),
    ],
)
@pytest.mark.parametrize("outside", [False, True])
def test_a_role_is_held_once_in_a_period(
    session: Session, given: Given, since: date, until: date | None, outside: bool
) -> None:
    role = "gender_expert" if outside else "planning"
    given(role, date(2018, 1, 1), date(2018, 12, 31), outside=outside)
    with pytest.raises(IntegrityError):
        given(role, since, until, outside=outside)
    session.rollback()
    assert len(session.scalars(select(RoleHolding)).all()) == 1


def test_the_same_role_may_follow_and_another_may_stand_beside_it(session: Session, given: Given) -> None:
    given("planning", date(2018, 1, 1), date(2018, 12, 31))
    given("planning", date(2019, 1, 1))
    given("accounting", date(2018, 1, 1))
    assert len(session.scalars(select(RoleHolding)).all()) == 3


def test_a_period_is_not_moved_over_another(session: Session, given: Given) -> None:
    given("planning", date(2018, 1, 1), date(2018, 12, 31))
    second = given("planning", date(2019, 1, 1))
    with pytest.raises(IntegrityError):
        session.execute(update(RoleHolding).where(RoleHolding.id == second.id).values(since=date(2018, 6, 1)))


@pytest.mark.parametrize("later", [None, date(2019, 1, 1)])
def test_a_last_day_only_comes_nearer(session: Session, given: Given, later: date | None) -> None:
    held = given("planning", date(2018, 1, 1), date(2018, 12, 31))
    session.execute(update(RoleHolding).where(RoleHolding.id == held.id).values(until=date(2018, 6, 30)))
    session.commit()
    with pytest.raises(IntegrityError):
        session.execute(update(RoleHolding).where(RoleHolding.id == held.id).values(until=later))
    session.rollback()
    assert session.scalar(select(RoleHolding.until)) == date(2018, 6, 30)
