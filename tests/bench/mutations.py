"""Every verifier, asked about files of which one thing was changed: how many changes were tried, how many went unnoticed.

``python -m tests.bench.mutations`` takes some minutes and writes ``tests/bench/results/mutations.json``; the page 快慢与规模 shows it.
A change is one flipped bit, a line left out, doubled or moved, a file cut in half or gone. The short version that runs each time:
``tests/unit/draw/test_mutations.py``.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sampler.draw import verify, witness
from sampler.draw.report import FAIL
from sampler.failure import SamplerError
from sampler.files import canonical_json, write_atomic
from sampler.office import audit
from sampler.release import check, package, signing
from sampler.workflow import draws_pyz
from sampler.workflow.draws_audit import inside
from sampler.workflow.draws_folder import folder_of
from tests.bench import store
from tests.unit.draw.complete import public_files, write_complete
from tests.unit.draw.conftest import Node
from tests.unit.draw.flips import Files, by_archive, by_sql, flipped, flips, verdicts

RESULT = store.RESULTS / "mutations.json"
STEP, EACH = 32, 12
"""Every which byte of what is published, and about how many places in a file where each question takes long."""
NOT_IN_SQL = {"witness.json", "witness.json.sig"}
"""What the recipe does not look at; the table on the page of the protocol says so."""


@dataclass(slots=True)
class Tally:
    """What came of one verifier."""

    title: str
    tried: int = 0
    missed: list[str] = field(default_factory=list)

    def count(self, what: str, *, noticed: bool) -> None:
        """Enter one change."""
        self.tried += 1
        if not noticed:
            self.missed.append(what)


def edits(files: Files, most: int) -> Iterator[tuple[str, str, bytes | None]]:
    """Yield changes of lines and of whole files: what was done, to which file, and its new contents; None when it is gone."""
    for name, content in sorted(files.items()):
        yield f"{name} gone", name, None
        yield f"{name} cut in half", name, content[: len(content) // 2]
        lines = content.splitlines(keepends=True)
        for at in range(0, len(lines), max(1, len(lines) // most)):
            left, line, right = lines[:at], lines[at], lines[at + 1 :]
            yield f"{name} line {at + 1} left out", name, b"".join([*left, *right])
            yield f"{name} line {at + 1} doubled", name, b"".join([*left, line, line, *right])
            if right and right[0] != line:
                yield f"{name} line {at + 1} moved", name, b"".join([*left, right[0], line, *right[1:]])


def of_package_and_javascript(files: Files, node: Node) -> Iterator[Tally]:
    """Ask the package and the JavaScript checker about the same changes; they must also agree."""
    told = Tally("核验程序（Python）"), Tally("网页里的核验（JavaScript）"), Tally("两个程序的结论逐项相同")
    bits, pieces = list(flips(files, step=STEP)), list(edits(files, EACH))
    runs = [{"base": 0, "flip": job} for job in bits]
    runs += [
        {"base": 0, "removed": [name]} if content is None else {"base": 0, "changed": {name: content}}
        for _, name, content in pieces
    ]
    changes = [(str(job), flipped(files, job)) for job in bits]
    changes += [(what, _with(files, name, content)) for what, name, content in pieces]
    for (what, changed), answer in zip(changes, node.verify([files], runs), strict=True):
        found = verdicts(changed)
        for one, noticed in zip(
            told, (_failed(found), answer["exit"] == 1, answer["checks"] == found), strict=True
        ):
            one.count(what, noticed=noticed)
    yield from told


def _with(files: Files, name: str, content: bytes | None) -> dict[str, bytes]:
    kept = {path: one for path, one in files.items() if path != name}
    return kept if content is None else {**kept, name: content}


def of_archive(files: Files, folder: Path) -> Iterator[Tally]:
    """Ask verify.pyz under a Python without anything installed."""
    told, jobs = Tally("单文件核验程序 verify.pyz"), list(flips(files, each=EACH))
    draws_pyz.build(folder / "verify.pyz")
    for job, found in zip(jobs, by_archive(folder / "verify.pyz", files, jobs), strict=True):
        told.count(str(job), noticed=_failed(found))
    yield told


def of_sql(files: Files, folder: Path) -> Iterator[Tally]:
    """Ask the SQL of the protocol page, about the files it looks at."""
    told, place = Tally("规程里的 SQL（DuckDB）"), folder / "sql"
    one = {path.rpartition("/")[2]: content for path, content in files.items() if "/2025Q2/" in path}
    one = {name: content for name, content in one.items() if name not in NOT_IN_SQL}
    write(place, one)
    for job in flips(one, each=EACH):
        (place / job[0]).write_bytes(flipped(one, job)[job[0]])
        told.count(str(job), noticed=bool(by_sql(place)))
        (place / job[0]).write_bytes(one[job[0]])
    yield told


def of_auditor(data: Path) -> Iterator[Tally]:
    """Ask the auditor about what is kept inside, and about the journal."""
    folder = folder_of(data, "2025Q1")
    sealed = {
        path.relative_to(data).as_posix(): path.read_bytes()
        for path in sorted(folder.sealed.rglob("*"))
        if path.is_file()
    }
    yield _in_place(
        "审计：封存的文件",
        data,
        sealed,
        EACH,
        lambda: any(one.verdict == FAIL for one in inside(data, folder)),
    )
    journal = {
        path.relative_to(data).as_posix(): path.read_bytes()
        for path in sorted((data / "journal").glob("*.jsonl"))
    }
    yield _in_place("审计：日志", data, journal, 300, lambda: bool(audit.verify(data)))


def _in_place(title: str, root: Path, files: Files, each: int, notices: Callable[[], bool]) -> Tally:
    told = Tally(title)
    for job in flips(files, each=each):
        (root / job[0]).write_bytes(flipped(files, job)[job[0]])
        told.count(str(job), noticed=notices())
        (root / job[0]).write_bytes(files[job[0]])
    return told


def of_release(folder: Path) -> Iterator[Tally]:
    """Ask about every byte of a signed package, and about the files of an unpacked one."""
    told, key = Tally("发布包的核对"), folder / "keys" / "release"
    write(
        folder / "site",
        {"index.html": b"<!doctype html><title>x</title>", "objects/e00001.html": b"<p>1</p>"},
    )
    write(folder / "public", {"bureau.json": b"{}\n", "tables/objects.csv": b"public_id\ne00001\n"})
    signing.make_key(key)
    digest = package.contents_digest(folder / "site", folder / "public")
    source = package.Source(folder / "site", folder / "public", None, digest, "2026-01-08")
    content = package.pack(source, folder / "a.zip", key=key).path.read_bytes()
    for job in flips({"a.zip": content}, step=1):
        (folder / "a.zip").write_bytes(flipped({"a.zip": content}, job)["a.zip"])
        told.count(
            str(job),
            noticed=refused(lambda: check.verify_package(folder / "a.zip", public_key=Path(f"{key}.pub"))),
        )
    yield told


def of_witness(data: Path) -> Iterator[Tally]:
    """Ask whether the witness's book still reads and still says what was published of it."""
    book = {"见证簿": (data.parent / "见证簿.txt").read_bytes()}
    published = [path.read_bytes() for path in sorted((data / "draws").glob("*/witness.json"))]
    told = Tally("见证簿，连同公布的见证记录")
    for job in flips(book, step=1):
        told.count(str(job), noticed=records(flipped(book, job)["见证簿"]) != published)
    yield told


def records(book: bytes) -> list[bytes]:
    """Return the records of a book; none when it is refused."""
    try:
        return [entry.record() for entry in witness.read_book(book)]
    except SamplerError:
        return []


def refused(ask: Callable[[], object]) -> bool:
    """Tell whether what was asked was answered with a message."""
    try:
        ask()
    except SamplerError:
        return True
    return False


def write(folder: Path, files: Files) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _failed(found: list[list[str]]) -> bool:
    return any(verdict == FAIL for _, _, verdict in found)


def tallies(folder: Path) -> Iterator[Tally]:
    """Yield what came of each verifier."""
    data = write_complete(folder / "data")
    files = public_files(data)
    if verify.verify(files).exit_code:
        raise SystemExit("the untouched files do not verify")
    yield from of_package_and_javascript(files, Node(shutil.which("node") or "node"))
    yield from of_archive(files, folder)
    yield from of_sql(files, folder)
    yield from of_auditor(data)
    yield from of_release(folder / "release")
    yield from of_witness(data)


def as_json(found: list[Tally]) -> Mapping[str, object]:
    """Return the figures for the page."""
    return {
        "command": "python -m tests.bench.mutations",
        "date": date.today().isoformat(),  # noqa: DTZ011  # the day of the measurement, at the edge
        "commit": store.commit(),
        "machine": store.machine(),
        "verifiers": [
            {"title": one.title, "tried": one.tried, "missed": len(one.missed), "which": one.missed[:20]}
            for one in found
        ],
    }


def main() -> int:
    """Ask all verifiers and write the figures; 1 when a change went unnoticed."""
    found: list[Tally] = []
    with tempfile.TemporaryDirectory() as folder:
        for one in tallies(Path(folder)):
            print(one.title, one.tried, len(one.missed), one.missed[:5], flush=True)
            found.append(one)
    write_atomic(RESULT, canonical_json(as_json(found)))
    return int(any(one.missed for one in found))


if __name__ == "__main__":
    sys.exit(main())
