"""Killed at any moment, a task leaves files that the next run finishes from, and an intact journal."""

import os
import random
import signal
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sampler.office.audit import verify
from sampler.registers import check_registers, read_registers, write_table
from sampler.workflow import office, office_cases
from sampler.workflow.office_packs import packs
from tests.unit.office.filling import GOOD, fill, results, write_visits

DAY = date(2025, 7, 15)
ORDER = {**GOOD, "检查结果": "发现问题已责令改正", "处理措施": "责令规范", "责令改正期限": "2025-08-10"}
ANSWERS = {("2025Q3-001", "SX-01"): ORDER, ("2025Q3-001", "SX-02"): GOOD, ("2025Q3-002", "SX-01"): GOOD}


def killed(step: Callable[[], object], seconds: float) -> bool:
    """Run a step in a child and kill it after a while; tell whether it was still running."""
    child = os.fork()
    if child == 0:
        step()
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def duration(step: Callable[[], object]) -> float:
    begin = time.monotonic()
    step()
    return time.monotonic() - begin


@pytest.fixture
def files(data: Path, tmp_path: Path) -> tuple[Path, Path, Path]:
    write_visits(data)
    pack = next(packs(data, "2025Q3", out=tmp_path, forms=None, as_of=DAY).folder.glob("*.xlsx"))
    first = fill(pack, tmp_path / "first.xlsx", ANSWERS)
    moved = {key: {**answer, "检查日期": "2025-07-11"} for key, answer in ANSWERS.items()}
    return data, first, fill(pack, tmp_path / "second.xlsx", moved)


def test_an_import_killed_at_eighty_moments_is_finished_by_the_next_one(files):
    data, first, second = files
    took = duration(lambda: office.import_results(data, first, as_of=DAY, by="赵示例"))
    chance, hits = random.Random(5), 0
    for number in range(80):
        pack = (second, first)[number % 2]
        hits += killed(
            lambda pack=pack: office.import_results(data, pack, as_of=DAY, by="赵示例"),
            chance.random() * took * 1.2,
        )
        assert not [f for f in verify(data) if f.level == "error" and f.code != "journal.pending"]
        read_registers(data)
    office.import_results(data, first, as_of=DAY, by="赵示例")
    assert hits > 20
    assert {row["date"] for row in results(data).values()} == {"2025-07-10"}
    assert {f.code for f in verify(data)} <= {"journal.killed"}
    wrong = {f.code for f in check_registers(data, DAY) if f.level == "error"}
    assert wrong <= {"registers.credit-code"}, "the invented codes have no check digit"


def test_reviews_publications_and_follow_ups_killed_at_forty_moments_are_finished_by_the_next_ones(files):
    data, first, _ = files
    office.import_results(data, first, as_of=DAY, by="赵示例")
    entered = list(results(data).values())

    def work() -> None:
        office.review_results(data, "2025Q3", by="钱示例", as_of=DAY)
        office.publish_results(data, "2025Q3", as_of=DAY)
        office_cases.publish_cases(data, "2025Q3", as_of=DAY)

    def again() -> None:
        write_table(data, "results", entered, "2025Q3")
        (data / "followups" / "2025Q3.csv").unlink(missing_ok=True)

    took, chance = duration(work), random.Random(6)
    for _ in range(40):
        again()
        killed(work, chance.random() * took * 1.1)
        assert not [f for f in verify(data) if f.level == "error" and f.code != "journal.pending"]
        work()
        assert {row["state"] for row in results(data).values()} == {"已公开"}
        assert [row["kind"] for row in read_registers(data).table("followups", "2025Q3").rows] == ["责令改正"]
    assert not [f for f in verify(data) if f.level == "error"]


def test_packs_killed_at_thirty_moments_leave_the_old_folder_or_the_new_one(files, tmp_path):
    data = files[0]
    target = tmp_path / "packs" / "2025Q3"
    whole = {path.name for path in target.iterdir()}
    took = duration(lambda: packs(data, "2025Q3", out=tmp_path, forms=None, as_of=DAY))
    chance = random.Random(7)
    for _ in range(30):
        killed(lambda: packs(data, "2025Q3", out=tmp_path, forms=None, as_of=DAY), chance.random() * took)
        packs(data, "2025Q3", out=tmp_path, forms=None, as_of=DAY)
        assert {path.name for path in target.iterdir()} == whole
    assert [path.name for path in target.parent.iterdir()] == ["2025Q3"]
