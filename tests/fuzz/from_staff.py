"""Files that staff bring in: registers, workbooks, settings, filled packs, word templates, tables for other systems."""

import faulthandler
import io
import os
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from unittest import mock

from sampler.office import forms
from sampler.office.exchange import export, read_target
from sampler.office.filled import read_pack
from sampler.office.returns import check_pack, open_checker
from sampler.office.samples import SAMPLES, sample
from sampler.registers import read_registers, schema_named, schemas
from sampler.registers.bureau import parse_bureau
from sampler.registers.exchange import apply_mapping, read_mapping
from sampler.registers.incoming import read_sheets
from sampler.registers.source import read_content
from sampler.rules import load_policy
from tests.fuzz.damage import ROOT, Try, damaged, damaged_zip, scratched

REGISTERS = ROOT / "tests" / "data" / "registers"
WORDS = ("1", "2025-03-01", "是", "罚款", "91130000MA00000000", "甲厂（示例）", "", "0.3")


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


def old_workbooks(kind: str) -> Callable[[Path], Iterator[Try]]:
    """Return the reader of .xls or .ods files; what is started for each file is forked here, with the same limits."""

    def reader(folder: Path) -> Iterator[Try]:
        import python_calamine  # noqa: F401  # so that the copies need not load it

        from sampler.registers import legacy

        names = [path for path in sorted(ROOT.glob(f"tests/data/*/*.{kind}")) if path.stat().st_size < 60_000]
        files = [
            path.read_bytes() for path in names if not path.name.startswith(("invalid", "objects_cut_off"))
        ]
        files = [content for content in files if content[:2] in {b"PK", b"\xd0\xcf"}]
        objects, told = schema_named("objects"), folder / "told"

        def one(chance: random.Random) -> bool:
            content = chance.choice(files)
            if content[:2] == b"PK":
                content = damaged_zip(content, chance)
            else:
                content = scratched(content, chance) if chance.random() < 0.8 else damaged(content, chance)
            return not read_sheets(read_content("x", content), objects, "", "x")[1]

        def forked(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
            return _forked(legacy.main, command, told)

        with mock.patch.object(legacy.subprocess, "run", forked):
            yield one

    return reader


def _forked(main: Callable[[], None], command: list[str], told: Path) -> "subprocess.CompletedProcess[bytes]":
    """Run a program's ``main`` in a copy of this process, as if it had been started anew."""
    child = os.fork()
    if child == 0:
        code = 1
        faulthandler.disable()  # the test runner's; a library that gives up is what we are after
        try:
            with told.open("wb") as out, open(os.devnull, "wb") as nowhere:
                os.dup2(nowhere.fileno(), 2)
                sys.argv, sys.stdout = command[2:], io.TextIOWrapper(out, "utf-8")
                main()
                sys.stdout.flush()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            os._exit(code)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return subprocess.CompletedProcess(command, status, told.read_bytes(), b"")


def policies(folder: Path) -> Iterator[Try]:
    """Policy files."""
    files = [path.read_bytes() for path in sorted(ROOT.glob("data/policy/*.toml"))]
    files += [path.read_bytes() for path in sorted(ROOT.glob("tests/bureaus/*/policy/*.toml"))]
    place = folder / "2025.toml"

    def one(chance: random.Random) -> bool:
        place.write_bytes(damaged(chance.choice(files), chance))
        load_policy(place)
        return True

    yield one


def bureaus(_: Path) -> Iterator[Try]:
    """The bureau's settings."""
    files = [
        path.read_bytes() for path in (ROOT / "data/bureau.toml", *ROOT.glob("tests/bureaus/*/bureau.toml"))
    ]

    def one(chance: random.Random) -> bool:
        parse_bureau(damaged(chance.choice(files), chance))
        return True

    yield one


def outcome_packs(folder: Path) -> Iterator[Try]:
    """Filled packs that come back from the teams, compared with the shipped visits."""
    from sampler.workflow.office_packs import packs

    made = packs(ROOT / "data", "2025Q4", out=folder / "out", forms=None, as_of=date(2025, 12, 31))
    files = sorted((path.read_bytes() for path in made.folder.glob("*.xlsx")), key=len)[:2]
    checker = open_checker(read_registers(ROOT / "data"), 2, date(2025, 12, 31))
    place = folder / "a.xlsx"

    def one(chance: random.Random) -> bool:
        place.write_bytes(damaged_zip(chance.choice(files), chance))
        return not check_pack(read_pack(place), checker)

    yield one


def word_templates(folder: Path) -> Iterator[Try]:
    """Word templates of forms, filled with a few facts."""
    name, lines = next(iter(SAMPLES.items()))
    content, place = _lean(sample(name, lines)), folder / "文书.docx"
    facts = dict.fromkeys(re.findall(r"{{ (\w+) }}", str(lines)), "甲") | {
        "事项表": [dict.fromkeys(("编码", "名称", "依据"), "乙")]
    }

    def one(chance: random.Random) -> bool:
        place.write_bytes(damaged_zip(content, chance))
        forms.fill_form(place, facts)
        return True

    yield one


def _lean(content: bytes) -> bytes:
    """Return a Word file without the hundreds of styles it brings along, so that the damage falls on what is read."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            if name.startswith("word/styles"):
                body = re.sub(rb"<w:style .*?</w:style>|<w:lsdException[^>]*>", b"", body, flags=re.S)
            target.writestr(name, body)
    return buffer.getvalue()


def incoming_mappings(folder: Path) -> Iterator[Try]:
    """Tables that say what another system's columns are, and that system's export read through them."""
    registers, place = read_registers(ROOT / "data"), folder / "exchange" / "in-x.csv"
    files = [path.read_bytes() for path in sorted((ROOT / "data" / "exchange").glob("in-*.csv"))]
    place.parent.mkdir()

    def one(chance: random.Random) -> bool:
        content = chance.choice(files)
        place.write_bytes(damaged(content, chance) if chance.random() < 0.7 else content)
        mapping = read_mapping(folder, "x", registers)
        given = [source for entry in mapping.entries for source in entry.sources]
        export = f"{','.join(given)}\n{','.join(chance.choice(WORDS) for _ in given)}\n".encode()
        return not apply_mapping(mapping, read_content("x", damaged(export, chance)), "x")[1]

    yield one


def outgoing_mappings(folder: Path) -> Iterator[Try]:
    """Tables that say what goes to another system, and what goes by them."""
    registers = read_registers(ROOT / "data")
    files = [
        (path.name, path.read_bytes()) for path in sorted((ROOT / "data" / "exchange").glob("out-*.csv"))
    ]

    def one(chance: random.Random) -> bool:
        name, content = chance.choice(files)
        (folder / name).write_bytes(damaged(content, chance))
        target = read_target(folder / name)
        if chance.random() < 0.01:
            export(registers, target, period="2025Q1", day="2025-04-01")
        return True

    yield one
