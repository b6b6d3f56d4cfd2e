"""The long version of tests/unit/draw/test_mutations.py: bytes all over two complete draws. ``pytest tests/bench/test_bench_mutations.py -s``.

Every sixteenth byte of what is public, by the package and the JavaScript checker; about sixty places in each private file, by
the auditor's checks.
"""

from sampler.draw.report import FAIL
from sampler.workflow.draws_audit import inside
from sampler.workflow.draws_folder import folder_of
from tests.unit.draw.conftest import bureau, complete, node  # noqa: F401  # fixtures
from tests.unit.draw.flips import flipped, flips, verdicts


def test_bytes_all_over_the_public_files_are_named_by_both_checkers(complete, node):  # noqa: F811
    jobs = list(flips(complete, step=16))
    theirs = node.verify([complete], [{"base": 0, "flip": job} for job in jobs])
    missed = []
    for job, answer in zip(jobs, theirs, strict=True):
        ours = verdicts(flipped(complete, job))
        if not any(verdict == FAIL for _, _, verdict in ours) or answer["checks"] != ours:
            missed.append(job)
    print(f"\n{len(jobs)} public mutations, {len(missed)} missed or judged differently")
    assert missed == []


def test_bytes_all_over_the_private_files_are_named_to_the_auditor(bureau):  # noqa: F811
    folder = folder_of(bureau, "2025Q1")
    places = sorted(path for path in folder.sealed.rglob("*") if path.is_file())
    files = {path.relative_to(bureau).as_posix(): path.read_bytes() for path in places}
    jobs, missed = list(flips(files, each=60)), []
    for name, at, bit in jobs:
        (bureau / name).write_bytes(flipped(files, (name, at, bit))[name])
        if not any(check.verdict == FAIL for check in inside(bureau, folder)):
            missed.append((name, at))
        (bureau / name).write_bytes(files[name])
    print(f"\n{len(jobs)} private mutations, {len(missed)} missed")
    assert missed == []
