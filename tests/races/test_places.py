"""Many people move the actions of one objective at once: each has a place of its own at the end."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from abmplanner.kit.actor import SYSTEM
from accounts.actions.objective import move_action, move_objective
from accounts.models import Action, Objective
from tests.factories import AccountFactory, ActionFactory, ObjectiveFactory

MOVERS, ROUNDS = 4, 15


@pytest.mark.django_db(transaction=True)
def test_places_stay_whole_while_several_people_move_rows() -> None:
    account = AccountFactory()
    objectives = ObjectiveFactory.create_batch(5, account=account)
    actions = ActionFactory.create_batch(5, objective=objectives[0])
    begin = Barrier(MOVERS)

    def move(mover: int) -> None:
        """Move rows to and fro, each time another one."""
        try:
            begin.wait(30)
            for turn in range(ROUNDS):
                at = (mover * 3 + turn) % 5
                move_action(SYSTEM, actions[at], to=str((turn * mover) % 5))
                move_objective(SYSTEM, objectives[at], to="up" if turn % 2 else "down")
        finally:
            connection.close()

    with ThreadPoolExecutor(MOVERS) as pool:
        for each in [pool.submit(move, mover) for mover in range(MOVERS)]:
            each.result()

    for model in (Action, Objective):
        rows = model.objects.visible_to(SYSTEM)
        assert sorted(rows.values_list("position", flat=True)) == [0, 1, 2, 3, 4]
