"""Whoever changes one byte of a published draw, or of what is kept inside, is named by every verifier.

Every byte of the worked example; of a year and of two complete draws a fixed spread (a wider one: tests/bench/mutations.py).
"""

import json
import subprocess
import sys

import pytest

from sampler.draw import verify
from sampler.draw.report import FAIL
from sampler.workflow import draws_pyz
from sampler.workflow.draws_audit import inside
from sampler.workflow.draws_folder import folder_of
from tests.unit.draw.conftest import case, pythons
from tests.unit.draw.flips import by_archive, by_sql, flipped, flips, verdicts

NOT_IN_SQL = {"witness.json", "witness.json.sig"}
"""What the recipe does not look at; the table on the page says so."""


def named(found):
    return any(verdict == FAIL for _, _, verdict in found)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "verify.pyz"
    draws_pyz.build(path)
    return path


def agree(files, jobs, node):
    """The package and the JavaScript checker name every flip, and come to the same verdicts."""
    theirs = node.verify([files], [{"base": 0, "flip": job} for job in jobs])
    for job, answer in zip(jobs, theirs, strict=True):
        ours = verdicts(flipped(files, job))
        assert named(ours), job
        assert answer["exit"] == 1, job
        assert answer["checks"] == ours, job


def test_any_flipped_byte_of_a_small_draw_is_named_by_both_checkers(example, node):
    agree(example, list(flips(example, step=1)), node)


def test_flipped_bytes_of_a_whole_year_are_named_by_both_checkers(year, node):
    """Chain, openings, substitutions, abort, fallback, weights."""
    agree(year, list(flips(year, step=211)), node)


def test_flipped_bytes_of_complete_draws_are_named_by_both_checkers(complete, node):
    """Witness, signature, policy, assignment, re-assignment and its beacon besides."""
    assert {path.rpartition("/")[2] for path in complete} >= {*verify.checks.READERS, "witness.json.sig"}
    agree(complete, list(flips(complete, each=5)), node)


def test_flipped_bytes_are_named_by_the_archive_on_the_oldest_python_here(archive, example, complete):
    python = pythons()[min(pythons())]
    for files, jobs in (
        (example, list(flips(example, step=19))),
        (complete, list(flips(complete, each=3))),
    ):
        for job, found in zip(jobs, by_archive(archive, files, jobs, python), strict=True):
            assert named(found), job
            assert found == verdicts(flipped(files, job)), job


def test_the_archive_told_by_its_exit_code(archive, tmp_path, complete):
    for at, name in enumerate(sorted(complete)[:11]):
        for path, content in flipped(complete, (name, len(complete[name]) // 2, at % 8)).items():
            place = tmp_path / "files" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        command = [sys.executable, "-I", str(archive), "verify", str(tmp_path / "files"), "--json"]
        done = subprocess.run([*command, "--as-of", "2025-07-25"], capture_output=True, check=False)
        assert (done.returncode, json.loads(done.stdout)["exit_code"]) == (1, 1), name


def test_flipped_bytes_are_named_by_the_sql_of_the_page_as_far_as_it_looks(tmp_path, complete):
    files = {path.rpartition("/")[2]: content for path, content in complete.items() if "/2025Q2/" in path}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    assert by_sql(tmp_path) == []
    for name, at, bit in flips(files, each=3):
        (tmp_path / name).write_bytes(flipped(files, (name, at, bit))[name])
        assert bool(by_sql(tmp_path)) == (name not in NOT_IN_SQL), (name, at)
        (tmp_path / name).write_bytes(files[name])


def test_flipped_bytes_of_what_is_kept_inside_are_named_to_the_auditor(bureau):
    """Units, exclusions, quotas, inputs, the pool, certificates with prices, the registers each batch was assigned from."""
    folder = folder_of(bureau, "2025Q1")
    files = {
        p.relative_to(bureau).as_posix(): p.read_bytes()
        for p in sorted(folder.sealed.rglob("*"))
        if p.is_file()
    }
    assert not any(check.verdict == FAIL for check in inside(bureau, folder))
    for name, at, bit in flips(files, each=3):
        (bureau / name).write_bytes(flipped(files, (name, at, bit))[name])
        found = inside(bureau, folder)
        (bureau / name).write_bytes(files[name])
        assert any(check.verdict == FAIL for check in found), (name, at)


def test_the_failure_stands_with_the_draw_that_was_changed(year):
    for flip in flips(year, step=401):
        failed = verify.verify(flipped(year, flip)).failed
        assert {check.draw for check in failed} & {flip[0].split("/")[1], ""}, flip


@pytest.mark.parametrize(
    "removed",
    ["frame.csv", "beacons.txt", "drawn.csv", "openings.csv", "events.jsonl", "manifest.json"],
)
def test_a_missing_file_is_named(year, node, removed):
    files = {path: content for path, content in year.items() if path != f"draws/2025Q1/{removed}"}
    assert verify.verify(files).exit_code == 1
    (theirs,) = node.verify([year], [{"base": 0, "removed": [f"draws/2025Q1/{removed}"]}])
    assert theirs["checks"] == verdicts(files)


def test_a_row_moved_to_another_place_is_named(example, node):
    lines = example["draws/2025Q4/drawn.csv"].split(b"\n")
    lines[1], lines[2] = lines[2], lines[1]
    changed = {"draws/2025Q4/drawn.csv": b"\n".join(lines)}
    failed = verify.verify({**example, **changed}).failed
    assert [check.code for check in failed] == ["drawn"]
    (theirs,) = node.verify([example], [{"base": 0, "changed": changed}])
    assert theirs["checks"] == verdicts({**example, **changed})


@pytest.mark.parametrize("draw", ["2025Q1", "2025Q2", "2025Q3"])
def test_a_hidden_draw_leaves_a_gap_in_the_chain(year, node, draw):
    gone = [path for path in year if path.startswith(f"draws/{draw}/")]
    files = {path: content for path, content in year.items() if path not in gone}
    chain = next(c for c in verify.verify(files).checks if c.code == "chain")
    assert (chain.code, chain.verdict) == ("chain", FAIL)
    assert "缺失" in chain.detail
    (theirs,) = node.verify([year], [{"base": 0, "removed": gone}])
    assert theirs["checks"] == verdicts(files)


def copied(files, draw):
    return {
        path.replace(f"draws/{draw}/", f"copy/draws/{draw}/"): content
        for path, content in files.items()
        if f"/{draw}/" in path
    }


def test_a_second_manifest_and_a_fork_are_named(year, node):
    extra = copied(year, "2025Q3-2")
    name = "copy/draws/2025Q3-2/manifest.json"
    extra[name] = extra[name].replace("中止后补抽".encode(), "另一份公告".encode())
    files = {**year, **extra}
    chain = next(c for c in verify.verify(files).checks if c.code == "chain")
    assert chain.verdict == FAIL
    assert "有 2 份抽取公告" in chain.detail
    assert "分叉" in chain.detail
    (theirs,) = node.verify([files], [{"base": 0}])
    assert ["", "chain", "fail"] in theirs["checks"]


def test_an_exact_copy_counts_once(year, node):
    files = {**year, **copied(year, "2025Q3-2")}
    assert sorted(verdicts(files)) == sorted(verdicts(year))
    (theirs,) = node.verify([files], [{"base": 0}])
    assert theirs["checks"] == verdicts(files)


def test_the_files_of_the_vectors_are_complete():
    assert {path.split("/")[1] for path in case("year")} == {"2025Q1", "2025Q2", "2025Q3", "2025Q3-2"}
