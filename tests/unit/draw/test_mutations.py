"""Whoever changes one byte of a published draw is named by every verifier."""

import json
import subprocess
import sys

import pytest

from sampler.draw import verify
from sampler.draw.report import FAIL
from sampler.workflow import draws_pyz
from tests.unit.draw.conftest import case

STEP = 61


def flips(files, step):
    """Yield (name, place, bit) over all files; the bit changes with the place."""
    for name in sorted(files):
        for at in range(0, len(files[name]), step):
            yield name, at, (at // step) % 8


def flipped(files, name, at, bit):
    content = bytearray(files[name])
    content[at] ^= 1 << bit
    return {**files, name: bytes(content)}


def verdicts(files):
    return [[c.draw, c.code, c.verdict] for c in verify.verify(files).checks]


def test_any_flipped_byte_of_a_small_draw_is_named_by_both_checkers(example, node):
    """Every byte of every file, and both checkers come to the same verdicts."""
    jobs = list(flips(example, 1))
    theirs = node.verify([example], [{"base": 0, "flip": job} for job in jobs])
    for job, answer in zip(jobs, theirs, strict=True):
        ours = verdicts(flipped(example, *job))
        assert any(verdict == FAIL for _, _, verdict in ours), job
        assert answer["exit"] == 1, job
        assert answer["checks"] == ours, job


def test_flipped_bytes_of_a_whole_year_are_named_by_both_checkers(year, node):
    """Chain, openings, substitutions, abort, fallback, weights: bytes all over a year's files."""
    jobs = list(flips(year, STEP))
    theirs = node.verify([year], [{"base": 0, "flip": job} for job in jobs])
    for job, answer in zip(jobs, theirs, strict=True):
        ours = verdicts(flipped(year, *job))
        assert any(verdict == FAIL for _, _, verdict in ours), job
        assert answer["checks"] == ours, job


def test_the_failure_stands_with_the_draw_that_was_changed(year):
    for name, at, bit in flips(year, 401):
        draw = name.split("/")[1]
        failed = verify.verify(flipped(year, name, at, bit)).failed
        assert {check.draw for check in failed} & {draw, ""}, name


def test_a_changed_byte_is_named_by_the_archive(tmp_path, example):
    archive = tmp_path / "verify.pyz"
    draws_pyz.build(archive)
    for name, at, bit in list(flips(example, 331)):
        for path, content in flipped(example, name, at, bit).items():
            place = tmp_path / "files" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        done = subprocess.run(
            [
                sys.executable,
                "-I",
                str(archive),
                "verify",
                str(tmp_path / "files"),
                "--json",
                "--as-of",
                "2025-10-10",
            ],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 1, (name, at)
        assert json.loads(done.stdout)["exit_code"] == 1


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
