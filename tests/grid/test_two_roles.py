"""People who hold two roles: they may what either role may, until they have spoken once; then separation of duties holds."""

from __future__ import annotations

from itertools import combinations

import pytest
from flask import Flask

from models.vocabulary import Role
from tests.grid import walk
from tests.grid.test_grid import CELLS, WALKS, attempted, derived, table
from tests.grid.walk import House
from workflows.lifecycle.context import NewOpinion
from workflows.plans.definitions import kpis_of_plan

STAFF = (Role.DRAFTER, Role.UNIT_HEAD, Role.PLANNING, Role.ACCOUNTING, Role.GENDER_OFFICER, Role.AGENCY_HEAD)
PAIRS = list(combinations((*STAFF, Role.AUDITOR, Role.ADMINISTRATOR, Role.GENDER_EXPERT), 2))


def column(role: Role) -> str:
    return f"own {role.value}" if role in STAFF else role.value


def pair_name(pair: tuple[Role, Role]) -> str:
    return f"{pair[0].value} and {pair[1].value}"


def add_pairs(house: House) -> None:
    """One person for each pair of roles."""
    for pair in PAIRS:
        house.person(pair_name(pair), *(("own", role) for role in pair))


@pytest.mark.parametrize(("kind", "state"), CELLS)
def test_before_speaking_two_roles_may_what_either_may(app: Flask, kind: str, state: str) -> None:
    with app.app_context():
        house, document = WALKS[kind][state].placed()
        add_pairs(house)
        cells = table(kind)[state]
        for pair in PAIRS:
            columns = [column(role) for role in pair]
            if any(name not in cells for name in columns):
                continue
            expected = cells[columns[0]] | cells[columns[1]]
            assert derived(house, document, pair_name(pair)) == expected, (state, pair)


SEATS = (
    (Role.UNIT_HEAD, walk.submitted), (Role.PLANNING, walk.jointly), (Role.ACCOUNTING, walk.jointly),
    (Role.GENDER_OFFICER, walk.checked), (Role.AGENCY_HEAD, walk.approving),
)  # fmt: skip


@pytest.mark.parametrize(("role", "state"), SEATS, ids=[role.value for role, _ in SEATS])
def test_nobody_signs_or_returns_what_they_wrote(app: Flask, role: Role, state: object) -> None:
    with app.app_context():
        house = walk.built()
        house.person("both", ("own", Role.DRAFTER), ("own", role))
        house.people["author"], author = house.people["both"], house.people["author"]
        plan = state(house)  # type: ignore[operator]
        assert attempted(house, plan, "both", "sign") == "may not"
        assert attempted(house, plan, "both", "give_back") == "may not"
        house.people["author"] = author
        assert attempted(house, plan, "author", "sign") == "may not"


def test_who_wrote_one_word_of_it_does_not_sign(app: Flask) -> None:
    with app.app_context():
        house, plan = walk.draft.placed()
        house.person("both", ("own", Role.DRAFTER), ("own", Role.UNIT_HEAD))
        house.save(
            plan, "both", lambda content: {"preamble": content["preamble"].replace("。", "。", 1) + "\n\n另段。"}
        )
        house.explain(plan, "author")
        house.go("submit", plan, "author")
        assert attempted(house, plan, "both", "sign") == "may not"
        assert attempted(house, plan, "own unit_head", "sign") == "made"


def test_nobody_takes_two_seats_of_one_round(app: Flask) -> None:
    with app.app_context():
        house, plan = walk.submitted.placed()
        house.person("both", ("own", Role.PLANNING), ("own", Role.ACCOUNTING))
        house.person("later", ("own", Role.UNIT_HEAD), ("own", Role.AGENCY_HEAD))
        house.go("sign", plan, "later")
        house.go("sign", plan, "both", seat="accounting")
        assert attempted(house, plan, "both", "sign") == "may not"
        kpi = walk.first_kpi(house, plan)
        assert attempted(house, kpi, "both", "endorse") == "may not"
        for row in kpis_of_plan(house.dossier(plan)):
            house.go("endorse", row.id, "own planning")
        house.go("sign", plan, "own planning")
        for key in walk.owing(house, plan):
            walk.completed_sheet(house, plan, key)
        walk.decided(house, plan)
        house.go("sign", plan, "own gender_officer")
        assert attempted(house, plan, "later", "sign") == "may not"
        assert attempted(house, plan, "own agency_head", "sign") == "made"


def test_endorsing_a_kpi_takes_the_seat_of_planning(app: Flask) -> None:
    with app.app_context():
        house, plan = walk.jointly.placed()
        house.person("both", ("own", Role.PLANNING), ("own", Role.ACCOUNTING))
        house.go("endorse", walk.first_kpi(house, plan), "both")
        assert "sign" in derived(house, plan, "both"), "the seat of planning is still theirs"
        house.person("clerk", ("own", Role.ACCOUNTING))
        house.go("sign", plan, "clerk")
        assert house.dossier(plan).agreed["accounting"].user_id == house.people["clerk"]


def test_a_new_round_begins_after_a_return(app: Flask) -> None:
    with app.app_context():
        house, plan = walk.submitted.placed()
        house.person("both", ("own", Role.UNIT_HEAD), ("own", Role.ACCOUNTING))
        house.go("sign", plan, "both")
        house.go("give_back", plan, "own planning", opinions=(NewOpinion("請補正"),))
        from workflows.review.opinions import resolve, respond

        respond(plan, 1, house.on("author"), text="已補正如附", adopted=True)
        house.go("submit", plan, "author")
        house.go("sign", plan, "own unit_head")
        resolve(plan, 1, house.on("own planning"), resolved=True)
        assert "sign" in derived(house, plan, "both"), "what was said in an earlier round binds no seat of this one"


def test_an_expert_of_the_chain_is_no_outsider(app: Flask) -> None:
    with app.app_context():
        house, sheet = walk.sheet_sent.placed()
        from datetime import date

        from models.base import db
        from models.people import RoleHolding

        db.session.add(
            RoleHolding(
                user_id=house.people["invited expert"],
                agency_id=house.agencies["above"],
                role="planning",
                since=date(2010, 1, 1),
            )
        )
        db.session.commit()
        assert attempted(house, sheet, "invited expert", "answer") == "unseen", "access ends with the role (GI-26)"
        assert "edit" not in derived(house, sheet, "invited expert")
