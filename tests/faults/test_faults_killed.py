"""Every task is known for what it may change; killed at any operation, each leaves the old or the new."""

import pytest

from sampler.commands.namespace import namespace
from tests.faults import campaign, effects, road
from tests.faults.killing import contents, copy, run

pytestmark = pytest.mark.xdist_group("faults")
TASKS = namespace()
NAMES = {context.name for context in TASKS.to_contexts()}


def test_what_each_task_may_change_is_known() -> None:
    lists = (effects.DATA, effects.BUILD, list(effects.PROJECT), effects.READS)
    listed = [name for one in lists for name in one]
    assert sorted(listed) == sorted(set(listed))
    assert set(listed) == NAMES, "put a new task into tests/faults/effects.py"


def test_a_task_that_changes_data_has_the_folder_to_itself() -> None:
    alone = {name for name in NAMES if TASKS[name].changes_data}
    assert alone == set(effects.DATA) - set(effects.ONE_BY_ONE)


def test_the_road_has_every_task_that_writes() -> None:
    assert {step.task for step in road.STEPS} == {*effects.DATA, *effects.BUILD}


def test_tasks_killed_at_chosen_operations_leave_the_old_or_the_new_and_a_second_run_finishes(walked) -> None:
    """A sample of the campaign (``python -m tests.faults.campaign``): one kill for each step of the road."""
    found = [
        campaign.attack(step, before, typed, kills=1, exhaustive=False) for step, before, typed in walked
    ]
    assert [(one.task, fault) for one in found for fault in one.faults] == []
    assert sum(one.kills for one in found) >= len(found) - 3


@pytest.mark.parametrize("words", [
    "status", "check.data", "classes 2025Q1", "quotas 2025Q2", "targets 2025Q2", "draw.status", "plan.check 2025", "policy.check",
    "verify", "journal.verify", "draw.receipt 2025Q1 XC-0001", "results.check 2025Q1",
])  # fmt: skip
def test_a_task_that_reads_changes_nothing(walked, tmp_path, words) -> None:
    _, before, _ = walked[-1]
    work = copy(before, tmp_path / "work")
    first, *more = words.split()
    result = run(work, [first, *more, *(["--as-of=2025-03-12"] if first in DATED else [])])
    assert "Traceback" not in result.told
    assert contents(work) == contents(before)


DATED = (
    "status",
    "check.data",
    "classes",
    "quotas",
    "targets",
    "draw.status",
    "gate.report",
    "verify",
    "results.check",
)
