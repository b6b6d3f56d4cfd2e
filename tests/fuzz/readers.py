"""Every reader of files from outside, fed with damaged files: how many were tried, refused with a message, read, crashed.

``python -m tests.fuzz.readers --inputs 10000`` runs all readers and writes ``tests/bench/results/fuzz.json``; the inputs
follow from the seed, so that a crash can be had again. ``--reader 名称`` runs some of them. A bounded part runs in the
tests (``test_fuzz_readers.py``).
"""

import argparse
import io
import json
import random
import re
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sampler import __main__ as bare
from sampler.disclosure.public import read_public, write_public
from sampler.disclosure.scan.containers import embedded_parts, open_part
from sampler.draw import beacon, manifest, verify, witness
from sampler.failure import SamplerError
from sampler.office import forms
from sampler.office.filled import read_pack
from sampler.office.returns import check_pack, open_checker
from sampler.office.samples import SAMPLES, sample
from sampler.registers import read_registers, schema_named, schemas
from sampler.registers.bureau import parse_bureau
from sampler.registers.incoming import read_sheets
from sampler.registers.source import read_content
from sampler.release import check, package
from sampler.rules import load_policy
from tests.unit.disclosure.sample_record import sample_record

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "tests" / "vectors" / "v2"
REGISTERS = ROOT / "tests" / "data" / "registers"
RESULT = ROOT / "tests" / "bench" / "results" / "fuzz.json"
CRASHES = ROOT / "build" / "fuzz"

Try = Callable[[random.Random], bool]
"""Makes one damaged input and gives it to the reader; tells whether it was read. SamplerError means refused."""

BITS = [
    b'"', b"\n", b"\r\n", b"\x00", b",", b"\xed\xa0\x80", b"\xff\xfe", b"\xef\xbb\xbf", "，；".encode(), b"1E+17",
    b"=1+1", b"{", b"}", b"[", b"]", b"null", b"-1", b"1e999", b"9" * 5000, b"\\u0000", b"\\ud800", b"[[", b"''''",
    b"true", b"0x10", b"<!DOCTYPE a>", b"&#0;", "\u202e".encode(), b"../", b"[" * 3000,
]  # fmt: skip
"""What often breaks a reader."""


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return ``content`` with a few places changed, cut, doubled, moved or filled with what often breaks a reader."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data) + 1)
        action = chance.randrange(6)
        if action == 0 and data:
            data[place % len(data)] = chance.randrange(256)
        elif action == 1:
            del data[place : place + chance.randint(1, 40)]
        elif action == 2:
            data[place:place] = chance.randbytes(chance.randint(1, 6))
        elif action == 3:
            data[place:place] = chance.choice(BITS)
        elif action == 4:
            data[place:place] = data[: chance.randint(0, 200)]
        else:
            _change_a_word(data, chance)
    return bytes(data)


def _change_a_word(data: bytearray, chance: random.Random) -> None:
    """Put one piece between separators in the place of another: sound form, wrong contents."""
    separators = [place for place, byte in enumerate(data) if byte in b',\n":= ']
    if len(separators) > 3:
        first, second = sorted(chance.sample(range(len(separators) - 1), 2))
        piece = data[separators[first] : separators[first + 1]]
        data[separators[second] : separators[second + 1]] = piece


def damaged_zip(content: bytes, chance: random.Random) -> bytes:
    """Return a zip damaged as a whole, or sound with damaged, missing, doubled or strangely named members."""
    if chance.random() < 0.25:
        return damaged(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = [(name, source.read(name)) for name in source.namelist()]
    for _ in range(chance.randint(1, 2)):
        place = chance.randrange(len(parts))
        name, body = parts[place]
        action = chance.randrange(8)
        if action < 5:
            parts[place] = (name, damaged(body, chance))
        elif action == 5 and len(parts) > 1:
            del parts[place]
        elif action == 6:
            parts.append((name, body))
        else:
            parts[place] = (chance.choice(["../", "/", "C:", "a/../", ""]) + name, body)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, body in parts:
            with warnings.catch_warnings(action="ignore"):  # of names that stand twice, on purpose
                target.writestr(zipfile.ZipInfo(name), body, chance.choice([0, 8, 8, 8, 12, 14]))
    return buffer.getvalue()


def tables(_: Path) -> Iterator[Try]:
    """CSV files, read as an import does."""
    files = [path.read_bytes()[:5000] for path in sorted(REGISTERS.glob("*.csv"))]
    kinds, objects = schemas(), schema_named("objects")

    def one(chance: random.Random) -> bool:
        content = damaged(chance.choice(files), chance)
        kind = objects if chance.random() < 0.7 else chance.choice(kinds)
        return not read_sheets(read_content("x", content), kind, "", "x")[1]

    yield one


def workbooks(_: Path) -> Iterator[Try]:
    """Excel files, whole or part by part."""
    files = [
        path.read_bytes() for path in sorted(REGISTERS.glob("valid_*.xlsx")) if path.stat().st_size < 20_000
    ]
    objects = schema_named("objects")

    def one(chance: random.Random) -> bool:
        content = damaged_zip(chance.choice(files), chance)
        return not read_sheets(read_content("x", content), objects, "", "x")[1]

    yield one


def policies(folder: Path) -> Iterator[Try]:
    """Policy files and the bureau's settings."""
    files = [path.read_bytes() for path in sorted(ROOT.glob("data/policy/*.toml"))]
    files += [path.read_bytes() for path in sorted(ROOT.glob("tests/bureaus/*/policy/*.toml"))]
    bureau, place = (ROOT / "data" / "bureau.toml").read_bytes(), folder / "2025.toml"

    def one(chance: random.Random) -> bool:
        if chance.random() < 0.2:
            parse_bureau(damaged(bureau, chance))
            return True
        place.write_bytes(damaged(chance.choice(files), chance))
        load_policy(place)
        return True

    yield one


def manifests(_: Path) -> Iterator[Try]:
    """Manifests, alone and on the way into a witness's book."""
    files = [path.read_bytes() for path in sorted(VECTORS.rglob("manifest.json"))]

    def one(chance: random.Random) -> bool:
        content = damaged(chance.choice(files), chance)
        if chance.random() < 0.5:
            manifest.read_manifest(content)
            return True
        book = witness.enter(b"", content, witness="市政府办公室", date="2025-12-31")[0]
        witness.read_book(damaged(book, chance))
        return True

    yield one


def beacons(_: Path) -> Iterator[Try]:
    """Beacon lines."""
    files = [path.read_bytes() for path in sorted(VECTORS.rglob("beacons.txt"))]

    def one(chance: random.Random) -> bool:
        beacon.read_lines(damaged(chance.choice(files), chance))
        return True

    yield one


def published_draws(folder: Path) -> Iterator[Try]:
    """Everything a verifier reads, one or two files damaged; as files or in a zip."""
    years = [
        {
            path.relative_to(place).as_posix(): path.read_bytes()
            for path in sorted(place.rglob("*"))
            if path.is_file()
        }
        for place in sorted(VECTORS.iterdir())
    ]
    archive = folder / "a.zip"

    def one(chance: random.Random) -> bool:
        files = dict(chance.choice(years[:2] if chance.random() < 0.9 else years))
        for name in chance.sample(sorted(files), chance.randint(1, 2)):
            files[name] = damaged(files[name], chance)
        if chance.random() < 0.2:
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w") as target:
                for name, content in files.items():
                    target.writestr(name, content)
            archive.write_bytes(damaged_zip(buffer.getvalue(), chance))
            files = bare.read_files(archive)
        report = verify.verify(files, as_of="2026-01-01")
        report.as_text()
        return report.exit_code == 0

    yield one


def packages(folder: Path) -> Iterator[Try]:
    """Release packages; half of them with a seal that fits what is in them."""
    site, public = folder / "site", folder / "public"
    for place in (site / "objects", public):
        place.mkdir(parents=True)
    (site / "index.html").write_text("<!doctype html><title>首页</title>", "utf-8")
    (site / "objects" / "e00001.html").write_text("<!doctype html><title>示例</title>", "utf-8")
    (public / "bureau.json").write_text("{}", "utf-8")
    source = package.Source(site, public, None, package.contents_digest(site, public), "2026-01-08")
    content, place = package.pack(source, folder / "whole.zip").path.read_bytes(), folder / "a.zip"

    def one(chance: random.Random) -> bool:
        body = damaged_zip(content, chance)
        if chance.random() < 0.7:
            body = _sealed(body)
        place.write_bytes(body)
        check.verify_package(place)
        return True

    yield one


def _sealed(content: bytes) -> bytes:
    """Give a zip without comment the seal that fits it, as one who means harm would."""
    if content[-22:-18] != b"PK\x05\x06":
        return content
    unsealed = content[:-2] + package.SEAL_LENGTH.to_bytes(2, "little")
    return unsealed + package.seal_of(unsealed)


def outcome_packs(folder: Path) -> Iterator[Try]:
    """Filled packs that come back from the teams, compared with the shipped visits."""
    from sampler.workflow.office_packs import packs

    made = packs(ROOT / "data", "2025Q4", out=folder / "out", forms=None, as_of=date(2025, 12, 31))
    files = [path.read_bytes() for path in sorted(made.folder.glob("*.xlsx"))[:2]]
    checker = open_checker(read_registers(ROOT / "data"), 2, date(2025, 12, 31))
    place = folder / "a.xlsx"

    def one(chance: random.Random) -> bool:
        place.write_bytes(damaged_zip(chance.choice(files), chance))
        return not check_pack(read_pack(place), checker)

    yield one


def word_templates(folder: Path) -> Iterator[Try]:
    """Word templates of forms, filled with a few facts."""
    name, lines = next(iter(SAMPLES.items()))
    content, place = sample(name, lines), folder / "文书.docx"
    facts = dict.fromkeys(re.findall(r"{{ (\w+) }}", str(lines)), "甲") | {
        "事项表": [dict.fromkeys(("编码", "名称", "依据"), "乙")]
    }

    def one(chance: random.Random) -> bool:
        place.write_bytes(damaged_zip(content, chance))
        forms.fill_form(place, facts)
        return True

    yield one


def public_records(folder: Path) -> Iterator[Try]:
    """The public record as the site and anyone else reads it."""
    write_public(sample_record(), folder / "public")
    names = [path for path in sorted((folder / "public").rglob("*")) if path.suffix in {".csv", ".json"}]
    whole = {path: path.read_bytes() for path in names}

    def one(chance: random.Random) -> bool:
        path = chance.choice(names)
        path.write_bytes(damaged(whole[path], chance))
        try:
            read_public(folder / "public")
        finally:
            path.write_bytes(whole[path])
        return True

    yield one


def containers(_: Path) -> Iterator[Try]:
    """Packed files of all kinds, as the leak scan opens them; never refused: what can't be read is named."""
    import bz2
    import gzip
    import lzma
    import tarfile

    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as target:
        for kind in (tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE):
            info = tarfile.TarInfo(f"a{kind!r}.txt")
            info.type, info.linkname, info.size = kind, "b", 0
            target.addfile(info)
    text = "赵县示例化工有限公司 13800000000".encode()
    plain = [path.read_bytes() for path in sorted(REGISTERS.glob("valid_*.xlsx"))[:2]]
    files = [buffer.getvalue(), gzip.compress(text), bz2.compress(text), lzma.compress(text), *plain]
    files += [b"%PDF-1.4\n1 0 obj\n<</Length 3>>stream\nabc\nendstream\nendobj\ntrailer<<>>\n%%EOF", text]

    def one(chance: random.Random) -> bool:
        content = chance.choice(files)
        content = damaged_zip(content, chance) if content[:2] == b"PK" else damaged(content, chance)
        name = chance.choice(["a", "a.br", "a.gz", "a.html"])
        unreadable = False
        for part in open_part(
            name, content[: chance.randint(1, 200)] if chance.random() < 0.1 else content, depth=0
        ):
            unreadable |= bool(part.unreadable) | any(inner.unreadable for inner in embedded_parts(part))
        if unreadable:
            raise SamplerError("交给人看")
        return True

    yield one


READERS: Mapping[str, Callable[[Path], Iterator[Try]]] = {
    "csv": tables,
    "xlsx": workbooks,
    "toml": policies,
    "manifest": manifests,
    "beacon": beacons,
    "draw": published_draws,
    "package": packages,
    "pack": outcome_packs,
    "word": word_templates,
    "public": public_records,
    "scan": containers,
}
"""By what they read; each makes what it needs in an empty folder, once."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one reader's run."""

    tried: int
    refused: int
    """Answered with a message that says what is wrong."""

    read: int
    """Read without complaint: the damage did not matter, or made another sound file."""

    crashes: int
    seconds: float
    """Of the processor."""


@contextmanager
def reader(name: str) -> Iterator[Try]:
    """Make a reader ready."""
    with tempfile.TemporaryDirectory() as folder:
        yield from READERS[name](Path(folder))


def run(name: str, inputs: int, *, first: int = 0) -> Outcome:
    """Try so many inputs; each has a number of its own and can be had again."""
    found: Counter[str] = Counter()
    began = time.process_time()
    with reader(name) as one:
        for number in range(first, first + inputs):
            found[_outcome(name, one, number)] += 1
    seconds = round(time.process_time() - began, 1)
    return Outcome(inputs, found["refused"], found["read"], found["crash"], seconds)


def _outcome(name: str, one: Try, number: int) -> str:
    try:
        return "read" if one(random.Random(f"{name} {number}")) else "refused"
    except SamplerError:
        return "refused"
    except Exception:  # noqa: BLE001  # anything else is what this search is for
        CRASHES.mkdir(parents=True, exist_ok=True)
        (CRASHES / f"{name}-{number}.txt").write_text(traceback.format_exc(), "utf-8")
        return "crash"


def main() -> int:
    """Run the readers asked for and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--reader", choices=READERS, action="append")
    options = parser.parse_args()
    known: dict[str, dict[str, float]] = {}
    for name in options.reader or READERS:
        outcome = run(name, options.inputs, first=options.first)
        print(name, outcome, flush=True)
        known = (
            json.loads(RESULT.read_bytes()) if RESULT.is_file() else {}
        )  # others may have written meanwhile
        known[name] = {key: getattr(outcome, key) for key in Outcome.__slots__}
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", "utf-8")
    return int(any(one["crashes"] for one in known.values()))


if __name__ == "__main__":
    sys.exit(main())
