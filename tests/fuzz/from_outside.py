"""Files that come from outside: what is published and verified, packages, the public record, packed files, texts."""

import io
import json
import random
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from sampler import __main__ as bare
from sampler.disclosure.public import read_public, write_public
from sampler.disclosure.scan.containers import embedded_parts, open_part
from sampler.disclosure.text.wire import mask_file
from sampler.draw import beacon, manifest, verify, witness
from sampler.failure import SamplerError
from sampler.release import check, package
from tests.fuzz.damage import ROOT, Try, damaged, damaged_zip
from tests.unit.disclosure.sample_record import sample_record

VECTORS = ROOT / "tests" / "vectors" / "v2"
BOOKS = ROOT / "tests" / "data" / "registers"


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
        if place.is_dir()
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
    plain = [path.read_bytes() for path in sorted(BOOKS.glob("valid_*.xlsx"))[:2]]
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


def archives(folder: Path) -> Iterator[Try]:
    """What is given to verify.pyz: a folder's zip, by its own command line."""
    files = {
        path.relative_to(VECTORS): path.read_bytes()
        for path in sorted((VECTORS / "example").rglob("*"))
        if path.is_file()
    }
    buffer, place = io.BytesIO(), folder / "a.zip"
    with zipfile.ZipFile(buffer, "w") as target:
        for path, content in files.items():
            target.writestr(path.as_posix(), content)

    def one(chance: random.Random) -> bool:
        place.write_bytes(damaged_zip(buffer.getvalue(), chance))
        words = [
            "verify",
            str(place),
            "--as-of",
            "2025-11-01",
            *(["--json"] if chance.random() < 0.5 else []),
        ]
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            return bare.main(words) == 0

    yield one


def texts(folder: Path) -> Iterator[Try]:
    """Lines of texts given to the gate from outside, and the people beside them."""
    rows = [
        {
            "id": "1",
            "text": "负责人王示例，电话13912345671。",
            "context": {"field": "note", "known": [{"name": "王示例"}]},
        },
        {
            "id": 2,
            "text": "赵县示例化工有限公司",
            "context": {"entity": {"name": "赵县示例化工有限公司", "type": "企业"}},
        },
        {
            "id": None,
            "text": None,
            "context": {"public_names": ["示例"], "trade_secrets": [{"term": "配方"}]},
        },
    ]
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()
    people = json.dumps([{"name": "王示例", "role": "负责人"}, "李示例"], ensure_ascii=False).encode()
    source, beside = folder / "in.jsonl", folder / "people.json"

    def one(chance: random.Random) -> bool:
        source.write_bytes(damaged(lines, chance) if chance.random() < 0.8 else lines)
        beside.write_bytes(damaged(people, chance) if chance.random() < 0.4 else people)
        return mask_file(source, folder / "out.jsonl", beside) > 0

    yield one
