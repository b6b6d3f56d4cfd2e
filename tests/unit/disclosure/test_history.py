"""The change record is the difference of public records, told from the private history and betraying nothing of it."""

import os
import subprocess
import time
from datetime import date, timedelta

import pytest

from sampler.disclosure.ids import complete_ledger, ledger_rows
from sampler.disclosure.program import export_folder, exported
from sampler.disclosure.public import read_public
from sampler.registers import read_registers
from tests.unit.disclosure import bureau


def git(data, *words, day="2025-02-01"):
    stamp = f"{day}T10:11:12+08:00"
    names = {
        "GIT_AUTHOR_NAME": "somebody",
        "GIT_AUTHOR_EMAIL": "x@y.z",
        "GIT_COMMITTER_NAME": "n",
        "GIT_COMMITTER_EMAIL": "c@y.z",
    }
    subprocess.run(
        ["git", "-C", str(data), "-c", "commit.gpgsign=false", *words],
        check=True, capture_output=True, env={**os.environ, **names, "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp},
    )  # fmt: skip


def commit(data, day):
    git(data, "add", "-A", day=day)
    git(data, "commit", "-q", "-m", "secret message", "--allow-empty", day=day)


@pytest.fixture
def data(tmp_path):
    folder = bureau.make(tmp_path / "data")
    bureau.put(folder, "public_ids", ledger_rows(complete_ledger(read_registers(folder), date(2025, 2, 1))))
    git(folder, "init", "-q")
    commit(folder, "2025-02-01")
    return folder


def told(data, day=bureau.DAY, cache=None):
    return [
        (row.date, row.table, row.action, row.target, row.field, row.old, row.new)
        for row in exported(data, as_of=day, cache=cache).record.changes
    ]


def test_a_changed_cell_is_told_with_its_day_and_both_values(data):
    bureau.change(data, "objects", "code", bureau.PLAIN, status="停产", phone="13600000000")
    commit(data, "2025-05-06")
    changed = [row for row in told(data) if row[2] == "更正"]
    assert changed == [("2025-05-06", "objects", "更正", "e00001", "status", "在业", "停产")]


def test_a_result_appears_on_the_day_of_its_publication(data):
    days = {row[3]: row[0] for row in told(data) if row[1] == "results" and row[2] == "新增"}
    assert days["2025Q3-T01-HJ001"] == "2025-07-15"


def test_only_the_last_state_of_a_day_counts(data):
    for status in ("停产", "搬迁", "停产"):
        bureau.change(data, "objects", "code", bureau.PLAIN, status=status)
        commit(data, "2025-05-06")
    assert [row[6] for row in told(data) if row[2] == "更正"] == ["停产"]


def test_what_changed_today_and_is_not_saved_yet_is_told_once(data, tmp_path):
    bureau.change(data, "objects", "code", bureau.PLAIN, status="停产")
    commit(data, bureau.DAY.isoformat())
    bureau.change(data, "objects", "code", bureau.PLAIN, status="搬迁")
    assert [row[5:] for row in told(data) if row[2] == "更正"] == [("在业", "搬迁")]
    export_folder(data, tmp_path / "public", as_of=bureau.DAY)
    assert read_public(tmp_path / "public").changes


def test_what_is_withheld_today_is_shown_for_no_day_before(data):
    bureau.change(data, "objects", "code", bureau.PLAIN, status="停产")
    commit(data, "2025-05-06")
    bureau.add(data, "withhold", bureau.decision("JD-9", bureau.PLAIN, "第十四条", date="2025-08-01"))
    commit(data, "2025-08-01")
    rows = told(data)
    assert [row for row in rows if row[3] == "e00001"] == [
        ("2025-08-01", "tombstones", "撤下", "e00001", "", "", "")
    ]
    assert not any("恒岳" in cell for row in rows for cell in row)


def test_a_released_object_is_simply_added(data):
    bureau.change(data, "withhold", "decision_id", "JD-1", lifted="2025-08-20")
    bureau.put(data, "public_ids", ledger_rows(complete_ledger(read_registers(data), date(2025, 8, 20))))
    commit(data, "2025-08-20")
    assert [row[:3] for row in told(data) if row[3] == "e00006"] == [("2025-08-20", "objects", "新增")]


def test_the_record_holds_no_hash_author_message_or_clock_time(data, tmp_path):
    bureau.change(data, "objects", "code", bureau.PLAIN, status="停产")
    commit(data, "2025-05-06")
    export_folder(data, tmp_path / "public", as_of=bureau.DAY)
    head = subprocess.run(
        ["git", "-C", str(data), "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    ).stdout
    text = "\n".join(path.read_text() for path in (tmp_path / "public").rglob("*") if path.is_file())
    for word in (head.strip(), head[:7], "somebody", "secret message", "10:11"):
        assert word not in text


def test_the_cache_gives_the_same_record(data, tmp_path):
    for n in range(4):
        bureau.change(data, "objects", "code", bureau.PLAIN, status=("停产", "在业")[n % 2])
        commit(data, f"2025-05-0{n + 1}")
    first = told(data, cache=tmp_path / "cache")
    assert list((tmp_path / "cache").glob("*.json"))
    assert told(data, cache=tmp_path / "cache") == first == told(data)


def test_a_shallow_clone_works_and_says_so(data, tmp_path):
    bureau.change(data, "objects", "code", bureau.PLAIN, status="停产")
    commit(data, "2025-05-06")
    shallow = tmp_path / "shallow"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", f"file://{data}", str(shallow)],
        check=True,
        capture_output=True,
    )
    found = exported(shallow, as_of=bureau.DAY).record
    assert any("历史不完整" in notice for notice in found.notices)
    assert {row.date for row in found.changes} >= {"2025-05-06"}


def test_a_folder_without_git_works_and_says_so(tmp_path):
    found = exported(bureau.make(tmp_path / "data"), as_of=bureau.DAY).record
    assert any("没有变更历史" in notice for notice in found.notices)
    assert {row.action for row in found.changes} == {"新增"}


def test_days_after_the_export_are_not_told(data):
    bureau.change(data, "objects", "code", bureau.PLAIN, status="停产")
    commit(data, "2025-12-01")
    assert all(row[0] <= "2025-09-01" for row in told(data))


def test_the_last_change_stands_on_the_object(data, tmp_path):
    bureau.change(data, "objects", "code", bureau.PLAIN, status="停产")
    commit(data, "2025-05-06")
    export_folder(data, tmp_path / "public", as_of=bureau.DAY)
    row = next(row for row in read_public(tmp_path / "public").objects if row.public_id == "e00001")
    assert (row.first_published, row.last_changed) == ("2025-02-01", "2025-05-06")


def test_a_hundred_commits_are_replayed_in_seconds(data, tmp_path):
    for n in range(100):
        bureau.change(data, "objects", "code", bureau.PLAIN, status=("停产", "在业")[n % 2])
        commit(data, (date(2025, 2, 2) + timedelta(n)).isoformat())
    start = time.process_time()
    first = told(data, cache=tmp_path / "cache")
    spent = time.process_time() - start
    assert spent < 20, spent
    assert sum(row[2] == "更正" for row in first) == 100
