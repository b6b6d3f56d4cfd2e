"""Full and read-only disks, clocks that go back, two people at once, git in every state, odd locales and paths."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sampler.files import lock
from sampler.office import journal
from sampler.office.audit import verify
from sampler.registers import read_registers
from tests.faults import road
from tests.faults.killing import contents, copy, ended, run, start, without_journal
from tests.faults.refusing import full_from, read_only_disk, read_only_from, small_disk

pytestmark = pytest.mark.xdist_group("faults")
ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ("gate.export", "release.key")
"""They write through programs of their own, which the made-up refusals do not reach."""


def plainly(told: str, *words: str) -> None:
    """Require a message in Chinese that names one of the words, and no traceback."""
    assert "Traceback" not in told, told
    assert any(word in told for word in words), told


def same_data(work: Path, before: Path) -> None:
    """Require that the data are as before, and the journal in order."""
    assert without_journal(contents(work / "data")) == without_journal(contents(before / "data"))
    assert [f.code for f in verify(work / "data") if f.level == "error"] == []


def test_a_disk_that_fills_up_in_the_middle_of_any_task_costs_nothing(walked, tmp_path) -> None:
    chance, told = random.Random(3), []
    for step, before, typed in walked:
        if step.task in LEFT_OUT:
            continue
        work = copy(before, tmp_path / "work", linked=True)
        result = run(work, typed, full_from(work, chance.randint(1, 12)))
        if (
            result.code not in (0, 1)
            or "Traceback" in result.told
            or (result.code and "磁盘已满" not in result.told)
        ):
            told.append((step.task, result.code, result.told[-300:]))
        if result.code:
            same_data(work, before)
    assert told == []


def test_a_read_only_folder_is_told_and_left_alone(walked, tmp_path) -> None:
    told = []
    for step, before, typed in walked[::3]:
        work = copy(before, tmp_path / "work", linked=True)
        if step.task in LEFT_OUT:
            continue
        result = run(work, typed, read_only_from(work))
        if result.code != 1 or "只读" not in result.told or "Traceback" in result.told:
            told.append((step.task, result.code, result.told[-300:]))
        assert contents(work) == contents(before)
    assert told == []


def test_a_real_small_disk_runs_full_and_the_task_is_done_once_there_is_room(at, tmp_path) -> None:
    before, typed = at("results.import")
    with small_disk(tmp_path / "disk", 4000) as real:
        work = copy(before, tmp_path / "disk" / "work")
        stuffing = tmp_path / "disk" / "stuffing"
        refuse = (lambda: None) if real else full_from(work, 3)
        if real:
            fill_up(stuffing)
        result = run_elsewhere(work, typed, tmp_path, refuse)
        plainly(result.told, "磁盘已满")
        same_data(work, before)
        stuffing.unlink(missing_ok=True)
        assert run_elsewhere(work, typed, tmp_path).code == 0
        assert read_registers(work / "data").table("results", road.DRAW).rows


def run_elsewhere(work: Path, typed: list[str], place: Path, before=lambda: None):
    """Run a task whose output is not kept on the small disk."""
    told = place / "told"
    work.with_suffix(".told").unlink(missing_ok=True)
    work.with_suffix(".told").symlink_to(told)
    return run(work, typed, before)


def fill_up(path: Path) -> None:
    """Write until the disk has no room."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return


def test_a_real_read_only_disk_is_told_and_reading_goes_on(at, tmp_path) -> None:
    work, typed = at("results.review")
    before = copy(work, tmp_path / "before")
    with read_only_disk(work / "data") as real:
        refuse = (lambda: None) if real else read_only_from(work / "data")
        plainly(run(work, typed, refuse).told, "只读", "权限")
        assert run(work, ["progress", road.DRAW, "--as-of=2025-02-20"], refuse).code == 0
        assert run(work, ["status", "--as-of=2025-02-20"], refuse).code == 0
    same_data(work, before)
    assert run(work, typed).code == 0


def test_a_clock_that_goes_back_is_noticed_and_the_journal_stays_in_order(at) -> None:
    work, typed = at("draw.announce")
    before = journal.entries(work / "data")
    result = run(work, [*typed[:-1], "--as-of=2024-12-01"])
    plainly(result.told, "反而更早")
    assert len(journal.entries(work / "data")) == len(before)
    work, typed = at("visits.approve")
    assert run(work, [*typed[:-1], "--as-of=2024-12-01"]).code == 0
    last, previous = journal.entries(work / "data")[-1], journal.entries(work / "data")[-2]
    assert (last["date"], last["said"]) == (previous["date"], "2024-12-01")
    assert [f.code for f in verify(work / "data") if f.level == "error"] == []


def hold(data: Path) -> None:
    """Be a task that takes long."""
    with lock(data):
        Path(f"{data}.held").touch()
        time.sleep(600)


def test_a_second_person_is_told_to_wait_and_a_dead_one_holds_nothing(at) -> None:
    work, typed = at("objections.add")
    first = start(work, ["status"], lambda: hold(work / "data"))
    while not Path(f"{work / 'data'}.held").exists():
        time.sleep(0.01)
    lane = work.with_name("second")
    lane.symlink_to(work)
    begun = time.monotonic()
    result = run(lane, typed)
    assert time.monotonic() - begun < 60
    assert result.code == 1
    plainly(result.told, "另一个任务正在修改")
    os.kill(first, signal.SIGKILL)
    ended(work, first)
    assert (work / "data" / ".lock").exists()
    assert run(lane, typed).code == 0


def test_eight_people_at_once_lose_nothing(at) -> None:
    work, _ = at("objections.add")
    number = read_registers(work / "data").table("visits", road.DRAW).rows[0]["visit_id"]
    children = []
    for way in range(8):
        lane = work.with_name(f"lane{way}")
        lane.symlink_to(work)
        words = ["objections.add", number, "--requested-by=公民", f"--text=第{way}件", "--as-of=2025-03-12"]
        children.append((lane, start(lane, words)))
    results = [ended(lane, child) for lane, child in children]
    written = {row["text"] for row in read_registers(work / "data").table("objections").rows}
    assert written == {f"第{n}件" for n, result in enumerate(results) if result.code == 0} != set()
    for result in results:
        if result.code:
            plainly(result.told, "另一个任务正在修改")
    assert [f.code for f in verify(work / "data") if f.level == "error"] == []


WHO = ("-c", "user.name=t", "-c", "user.email=t@example.invalid")


def git(data: Path, *words: str, check: bool = True) -> str:
    done = subprocess.run(["git", *WHO, *words], cwd=data, capture_output=True, text=True, check=check)
    return done.stdout


@pytest.fixture
def saved(at) -> Path:
    """Return the folder of the road under git, saved once."""
    work, _ = at("undo")
    git(work / "data", "add", "-A")
    git(work / "data", "commit", "-qm", "first", "--allow-empty")
    return work


def changed(data: Path, name: str, firm: str = "第1化工") -> None:
    """Change the name of a firm."""
    path = data / "registers" / "objects.csv"
    path.write_text(path.read_text("utf-8").replace(firm, name, 1), "utf-8")


def in_a_merge(data: Path) -> None:
    """Leave two versions of a register unmerged."""
    git(data, "switch", "-qc", "other")
    changed(data, "甲")
    git(data, "commit", "-qam", "other")
    git(data, "switch", "-q", "main")
    changed(data, "乙")
    git(data, "commit", "-qam", "main")
    git(data, "merge", "other", check=False)


def test_in_the_middle_of_a_merge_nothing_is_saved_and_the_conflict_is_named(saved) -> None:
    data = saved / "data"
    in_a_merge(data)
    before = contents(data)
    result = run(saved, ["check.data", "--as-of=2025-01-01"])
    assert result.code == 1
    plainly(result.told, "合并冲突")
    for task in (["save", "--message=改"], ["draw.freeze", "2025Q1", "--as-of=2024-12-20"]):
        result = run(saved, task)
        assert result.code == 1
        plainly(result.told, "错误", "合并", "冲突")
        assert without_journal(contents(data)) == without_journal(before)
    git(data, "checkout", "--ours", "--", "registers/objects.csv")
    result = run(saved, ["save", "--message=改"])
    assert result.code == 1
    plainly(result.told, "还没有合并完")
    git(data, "commit", "-qam", "merged")
    changed(data, "丙", "第2化工")
    assert run(saved, ["save", "--message=改"]).code == 0


def test_on_an_old_version_nothing_is_saved_where_it_would_be_lost(saved) -> None:
    data = saved / "data"
    git(data, "switch", "-q", "--detach", "HEAD")
    changed(data, "甲")
    result = run(saved, ["save", "--message=改"])
    assert result.code == 1
    plainly(result.told, "从前的一版")
    git(data, "switch", "-q", "main")
    assert run(saved, ["save", "--message=改"]).code == 0


def test_a_lock_that_a_killed_saving_left_in_git_does_not_stop_the_next(saved) -> None:
    data = saved / "data"
    changed(data, "甲")
    (data / ".git" / "index.lock").touch()
    result = run(saved, ["save", "--message=改"])
    assert result.code == 1
    plainly(result.told, "index.lock")
    (data / ".git" / "sampler-saving").touch()
    assert run(saved, ["save", "--message=改"]).code == 0
    assert git(data, "status", "--porcelain", "registers") == ""


def test_without_git_only_saving_is_missing(at) -> None:
    work, typed = at("visits.approve")

    def without() -> None:
        os.environ["PATH"] = "/nowhere"

    assert run(work, typed, without).code == 0
    assert run(work, ["journal.verify"], without).code == 0
    for task in (["save", "--message=改"], ["changes", "--as-of=2025-01-29"], ["undo", "objects", "--yes"]):
        result = run(work, task, without)
        assert result.code == 1
        plainly(result.told, "没有安装 git")


MISSING = {
    "registers/objects.csv": ["draw.freeze", "2025Q2", "--as-of=2025-03-20"],
    "registers/inspectors.csv": ["draw.assign", "2025Q1", "--as-of=2025-01-29"],
    "registers/items.csv": ["visits.targeted", "2025Q1", "XC-0005", "--items=SX-01", "--trigger=投诉举报", "--reason=异味", "--team=1399000001；1399000002", "--as-of=2025-01-29"],
    "policy/2025.toml": ["quotas", "2025Q2", "--as-of=2025-03-20"],
    "visits/2025Q1.csv": ["packs", "2025Q1", "--as-of=2025-01-29"],
    "draws/2025Q1/manifest.json": ["draw.assign", "2025Q1", "--as-of=2025-01-29"],
    "draws/2025Q1/events.jsonl": ["draw.open", "2025Q1", "--as-of=2025-02-24"],
    "draws/2025Q1/frame.csv": ["draw.substitute", "2025Q1", "XC-0005", "--reason=停产", "--as-of=2025-01-29"],
    "draws/2025Q1/sealed/units.csv": ["draw.open", "2025Q1", "--as-of=2025-02-24"],
    "draws/2025Q1/drawn.csv": ["verify"],
    "calendar/2025.csv": ["due", "--as-of=2025-01-29"],
    "bureau.toml": ["status", "--as-of=2025-01-29"],
    "exchange": ["exchange.out", "2025Q1", "--as-of=2025-01-29"],
}  # fmt: skip


@pytest.mark.parametrize("name", MISSING)
def test_a_file_that_is_missing_or_renamed_is_told_and_the_rest_stays(at, name) -> None:
    work, _ = at("visits.approve")
    path = work / "data" / name
    path.rename(path.with_name(f"旧的 {path.name}"))
    before = contents(work / "data")
    result = run(work, MISSING[name])
    assert result.code in (0, 1)
    assert "Traceback" not in result.told, result.told
    assert any("一" <= sign <= "鿿" for sign in result.told)
    assert without_journal(contents(work / "data")) == without_journal(before)


SURROUNDINGS = {
    "C": ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "utf-8", "utf-8"),
    "POSIX": ({"LC_ALL": "POSIX"}, "utf-8", "utf-8"),
    "GB18030": ({"LC_ALL": "zh_CN.GB18030", "PYTHONUTF8": "1"}, "gb18030", "utf-8"),
    "a terminal that wants GBK": ({"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "gbk"}, "utf-8", "gbk"),
}
"""For each: the settings, what the terminal writes, what it reads."""


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_the_locale_changes_neither_files_nor_words(at, tmp_path, name) -> None:
    settings, written, read = SURROUNDINGS[name]
    before, typed = at("visits.approve")
    work = copy(before, tmp_path / "双随机 抽查（测试）")
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), **settings}
    command = [sys.executable, "-m", "sampler.commands", *(word.encode(written) for word in typed)]
    done = subprocess.run(command, cwd=work, env=surroundings, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "局长 已批准" in done.stdout.decode(read)
    assert run(before, typed).code == 0
    assert without_journal(contents(work / "data")) == without_journal(contents(before / "data"))


def test_registers_with_windows_line_ends_give_the_same_visits_and_quotas(at) -> None:
    work, typed = at("draw.run")
    plain = run(work, ["quotas", "2025Q2", "--as-of=2025-03-20"]).told
    for path in [
        *(work / "data").glob("registers/*.csv"),
        *(work / "data").glob("plans/*.csv"),
        *(work / "data").glob("policy/*.toml"),
    ]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run(work, ["quotas", "2025Q2", "--as-of=2025-03-20"]).told == plain
    assert run(work, typed).code == 0
    assert run(work, ["registers.format", "--as-of=2025-01-20"]).code == 0
    assert not [path for path in (work / "data").glob("registers/*.csv") if b"\r" in path.read_bytes()]
