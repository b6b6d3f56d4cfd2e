"""The journal notices every change, in itself and in the files, and survives being killed."""

import json
import os
import random
import shutil
import signal
import subprocess
import time
from datetime import date
from pathlib import Path

import pytest

from sampler.failure import SamplerError
from sampler.files import write_atomic
from sampler.office import journal
from sampler.office.audit import verify
from sampler.workflow.step import changing

DAY = date(2025, 7, 1)


def step(data: Path, text: str, name: str = "results/2025Q3.csv", day: date = DAY) -> None:
    with journal.recording(
        data, task="results.import", arguments={"pack": "a.xlsx"}, as_of=day, who="赵示例"
    ):
        write_atomic(data / name, text.encode())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    write_atomic(folder / "registers" / "objects.csv", "对象代码\n".encode())
    for number in range(3):
        step(folder, f"{number}\n")
    return folder


def fail_halfway(data: Path) -> None:
    with journal.recording(data, task="x", arguments={}, as_of=DAY):
        write_atomic(data / "half.csv", b"1")
        raise SamplerError("不行")


def codes(folder: Path, level: str = "error") -> list[str]:
    return [finding.code for finding in verify(folder) if finding.level == level]


def test_an_untouched_folder_is_in_order(data):
    assert verify(data) == []
    first, *rest = journal.entries(data)
    assert first["task"] == "（启用日志）"
    assert [record["task"] for record in rest] == ["results.import"] * 3
    assert rest[0]["who"] == "赵示例"
    assert rest[1]["files"][0]["before"] == rest[0]["files"][0]["after"]


def test_changed_bytes_of_the_journal_are_noticed(data):
    path = data / "journal" / "2025.jsonl"
    content = path.read_bytes()
    for place in range(0, len(content), 5):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert codes(data), place


def test_a_removed_swapped_or_doubled_line_is_noticed(data):
    path = data / "journal" / "2025.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    for other in (lines[1:], lines[:1] + lines[2:], [lines[1], lines[0], *lines[2:]], [*lines, lines[-1]]):
        path.write_text("".join(other))
        assert "journal.broken" in codes(data)


def test_a_cut_end_shows_in_the_files(data):
    path = data / "journal" / "2025.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    assert codes(data, "warning") == ["journal.outside"]


def test_a_forged_record_breaks_the_chain_of_files(data):
    path = data / "journal" / "2025.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    lines[2]["files"][0]["after"] = "0" * 64
    previous = ""
    forged = []
    for line in lines:
        line["previous"] = previous
        line["digest"] = previous = journal.digest_of(line)
        forged.append(journal.canon.record(line))
    path.write_text("\n".join(forged) + "\n")
    assert "journal.gap" in codes(data)


def test_a_file_changed_by_hand_is_named_before_and_after_the_next_step(data):
    (data / "registers" / "objects.csv").write_text("对象代码\n1\n")
    (data / "registers" / "new.csv").write_text("x\n")
    named = [(f.code, f.file) for f in verify(data)]
    assert named == [("journal.outside", "registers/new.csv"), ("journal.outside", "registers/objects.csv")]
    step(data, "9\n")
    assert [(f.code, f.file) for f in verify(data)] == [
        ("journal.by-hand", "registers/new.csv"),
        ("journal.by-hand", "registers/objects.csv"),
    ]


def test_a_step_that_fails_is_taken_back(data):
    before, state = len(journal.entries(data)), journal.snapshot(data)
    with pytest.raises(SamplerError):
        fail_halfway(data)
    assert len(journal.entries(data)) == before
    assert journal.snapshot(data) == state
    assert verify(data) == []


def fail_after_writing_past_us(data: Path) -> None:
    with journal.recording(data, task="x", arguments={}, as_of=DAY):
        (data / "half.csv").write_bytes(b"1")
        raise SamplerError("不行")


def test_a_failed_step_that_wrote_past_us_is_on_record(data):
    with pytest.raises(SamplerError):
        fail_after_writing_past_us(data)
    assert journal.entries(data)[-1]["result"] == "未完成"
    assert verify(data) == []


def killed_between_two_files(data: Path) -> None:
    """Leave what a step leaves that is killed after its first of two files."""
    child = os.fork()
    if child == 0:
        with journal.recording(data, task="x", arguments={}, as_of=DAY):
            write_atomic(data / "results" / "2025Q3.csv", b"new\n")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)


def test_a_killed_step_is_taken_back_by_the_next(data):
    state = journal.snapshot(data)
    killed_between_two_files(data)
    assert journal.snapshot(data) != state
    assert "已恢复到它办理之前" in journal.recover(data)
    assert journal.snapshot(data) == state
    assert journal.recover(data) == ""
    assert journal.entries(data)[-1]["result"] == "中断"
    assert codes(data) == []


def test_what_a_person_changed_after_the_kill_stays(data):
    killed_between_two_files(data)
    (data / "results" / "2025Q3.csv").write_text("by hand\n")
    journal.recover(data)
    assert (data / "results" / "2025Q3.csv").read_text() == "by hand\n"
    assert codes(data) == []


def test_a_step_does_not_go_on_from_what_it_read_before_a_killed_one_was_taken_back(data):
    killed_between_two_files(data)
    with (
        pytest.raises(SamplerError, match="请再办理一次"),
        changing(data, task="x", arguments={}, as_of=DAY),
    ):
        write_atomic(data / "results" / "2025Q3.csv", b"stale\n")
    assert (data / "results" / "2025Q3.csv").read_text() == "2\n"


def test_years_are_one_chain_and_a_day_never_goes_back(data):
    step(data, "a\n", day=date(2026, 1, 5))
    step(data, "b\n", day=date(2025, 12, 31))
    assert [path.name for path in journal.journal_files(data)] == ["2025.jsonl", "2026.jsonl"]
    assert journal.entries(data)[-1]["said"] == "2025-12-31"
    assert verify(data) == []


@pytest.fixture
def git(data):
    """The program git, in the folder that holds the data."""

    def run(*arguments: str) -> None:
        who = ["-c", "user.name=t", "-c", "user.email=t@example.invalid"]
        subprocess.run(["git", *who, *arguments], cwd=data.parent, check=True, capture_output=True)

    return run


def test_git_history_and_journal_must_agree(data, git):
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    step(data, "4\n")
    git("add", ".")
    git("commit", "-qm", "two")
    assert verify(data) == []
    (data / "results" / "2025Q3.csv").write_text("5\n")
    git("commit", "-qam", "by hand")
    (data / "results" / "2025Q3.csv").write_text("4\n")
    git("commit", "-qam", "back")
    assert codes(data, "warning") == ["journal.unknown-version"]
    shutil.rmtree(data / "journal")
    step(data, "4\n")
    assert "journal.rewritten" in codes(data)


def test_a_journal_that_was_shortened_edited_or_reordered_is_found_by_git_too(data, git):
    """Even one that was made anew without a fault in itself."""
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    path = data / "journal" / "2025.jsonl"
    whole = path.read_bytes()
    lines = whole.decode().splitlines(keepends=True)
    edited = [line.replace("赵示例", "钱示例") for line in lines]
    for other in (
        lines[:-1],
        [*lines[:1], *lines[2:1:-1], lines[1]],
        edited,
        chained_anew(edited),
        chained_anew(lines[:-1]),
    ):
        path.write_text("".join(other))
        assert "journal.rewritten" in codes(data)
    path.write_bytes(whole)
    assert verify(data) == []


def chained_anew(lines: list[str]) -> list[str]:
    """The records with fresh digests, so that the chain itself has no fault."""
    previous, made = "", []
    for line in lines:
        record = json.loads(line) | {"previous": previous}
        record["digest"] = previous = journal.digest_of(record)
        made.append(journal.canon.record(record) + "\n")
    return made


def test_killed_at_two_hundred_moments_the_journal_stays_whole_and_the_next_step_finishes(data):
    chance = random.Random(8)
    killed = 0
    for number in range(200):
        child = os.fork()
        if child == 0:
            step(data, f"round {number}\n" * 50)
            os._exit(0)
        time.sleep(chance.random() * 0.006)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
        assert not [f for f in verify(data) if f.level == "error" and f.code != "journal.pending"]
    step(data, "last\n")
    assert killed > 20
    assert not codes(data)
    assert (data / "results" / "2025Q3.csv").read_text() == "last\n"
    assert not (data / "journal" / "pending.json").exists()
