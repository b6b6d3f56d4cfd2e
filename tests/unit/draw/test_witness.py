"""The witness keeps one manifest per draw number; his signature is checked with the standard library alone."""

import json
import subprocess
import sys

import pytest

from sampler.draw import canon, sshsig, verify, witness
from sampler.draw.report import FAIL, OK

MANIFEST = "draws/2025Q4/manifest.json"


def made(path, name="witness"):
    """Return a fresh key: (private path, public line)."""
    key = path / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    return key, (path / f"{name}.pub").read_text().strip().rstrip()


def tool(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "sampler", "witness", *map(str, arguments)], capture_output=True, check=False
    )


@pytest.fixture
def manifest(tmp_path, example):
    path = tmp_path / "manifest.json"
    path.write_bytes(example[MANIFEST])
    return path


def test_the_book_refuses_a_second_manifest_for_a_draw_number(example):
    book, entry = witness.enter(b"", example[MANIFEST], witness="县公证处", date="2025-09-27")
    assert (entry.number, entry.draw, entry.previous) == (1, "2025Q4", "")
    again, same = witness.enter(book, example[MANIFEST], witness="县公证处", date="2025-09-28")
    assert (again, same) == (book, entry)
    other = json.loads(example[MANIFEST]) | {"note": "另一份"}
    with pytest.raises(witness.SecondManifestError, match="拒绝登记"):
        witness.enter(book, canon.page(other), witness="县公证处", date="2025-09-28")


def test_the_book_refuses_a_manifest_whose_randomness_may_be_known(example):
    with pytest.raises(canon.FormError, match="太晚"):
        witness.enter(b"", example[MANIFEST], witness="县公证处", date="2025-10-07")


def test_a_page_torn_out_of_the_book_is_noticed(year):
    book = b""
    for draw in ("2025Q1", "2025Q2", "2025Q3"):
        day = json.loads(year[f"draws/{draw}/manifest.json"])["committed_on"]
        book, _ = witness.enter(book, year[f"draws/{draw}/manifest.json"], witness="县公证处", date=day)
    lines = book.splitlines(keepends=True)
    assert [entry.number for entry in witness.read_book(book)] == [1, 2, 3]
    for changed in (
        b"".join(lines[1:]),
        lines[0] + lines[2],
        lines[1] + lines[0],
        book.replace(b"2025Q2", b"2025Q9"),
    ):
        with pytest.raises(canon.FormError):
            witness.read_book(changed)


def test_the_tool_signs_and_everybody_can_check(tmp_path, manifest, example):
    key, public = made(tmp_path)
    book, out = tmp_path / "book.txt", tmp_path / "out"
    done = tool(
        manifest, "--book", book, "--name", "县公证处", "--key", key, "--out", out, "--date", "2025-09-27"
    )
    assert done.returncode == 0, done.stderr.decode()
    record, signature = (out / "witness.json").read_bytes(), (out / "witness.json.sig").read_bytes()
    assert sshsig.is_signed(record, signature, key=public, namespace=verify.NAMESPACE)
    changed = json.loads(example[MANIFEST]) | {"note": "第二份"}
    manifest.write_bytes(canon.page(changed))
    refused = tool(manifest, "--book", book, "--name", "县公证处", "--out", out, "--date", "2025-09-27")
    assert refused.returncode == 2
    assert "拒绝登记" in refused.stderr.decode()


def test_any_change_of_record_signature_key_or_namespace_breaks_the_signature(tmp_path):
    key, public = made(tmp_path)
    _, other = made(tmp_path, "other")
    message = tmp_path / "m"
    message.write_bytes("登记".encode())
    subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-q", "-f", str(key), "-n", "sampler-draw", str(message)], check=True
    )
    signature = (tmp_path / "m.sig").read_bytes()

    right = message.read_bytes()

    def fine(content=right, sig=signature, who=public, space="sampler-draw"):
        return sshsig.is_signed(content, sig, key=who, namespace=space)

    assert fine()
    assert not fine(content="登己".encode())
    assert not fine(who=other)
    assert not fine(space="git")
    assert not fine(sig=b"")
    for at in range(len(signature)):
        flipped = bytearray(signature)
        flipped[at] ^= 4
        assert not fine(sig=bytes(flipped)), at


def test_known_answers_of_rfc_8032():
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert sshsig.verify(public, b"\x72", signature)
    assert not sshsig.verify(public, b"\x73", signature)
    high = signature[:32] + (int.from_bytes(signature[32:], "little") + sshsig.ORDER).to_bytes(32, "little")
    assert not sshsig.verify(public, b"\x72", high), "a second spelling of the same signature"


def test_a_draw_with_a_witness_is_checked_by_his_signature(tmp_path, example, node):
    """The vectors have no witness, because a key must not be known; here one is made for the test."""
    key, public = made(tmp_path)
    value = json.loads(example[MANIFEST]) | {
        "witness": {"name": "县公证处", "key": " ".join(public.split(" ")[:2])}
    }
    content = canon.page(value)
    _, entry = witness.enter(b"", content, witness="县公证处", date="2025-09-27")
    (tmp_path / "witness.json").write_bytes(entry.record())
    subprocess.run(
        [
            "ssh-keygen",
            "-Y",
            "sign",
            "-q",
            "-f",
            str(key),
            "-n",
            verify.NAMESPACE,
            str(tmp_path / "witness.json"),
        ],
        check=True,
    )
    files = {
        MANIFEST: content,
        "draws/2025Q4/frame.csv": example["draws/2025Q4/frame.csv"],
        "draws/2025Q4/witness.json": entry.record(),
        "draws/2025Q4/witness.json.sig": (tmp_path / "witness.json.sig").read_bytes(),
    }

    def verdict(found):
        return next(check.verdict for check in verify.verify(found).checks if check.code == "witness")

    assert verdict(files) == OK
    for name in ("witness.json", "witness.json.sig"):
        path = f"draws/2025Q4/{name}"
        for at in range(0, len(files[path]), 7):
            broken = bytearray(files[path])
            broken[at] ^= 2
            assert verdict({**files, path: bytes(broken)}) == FAIL, (name, at)
    swapped = canon.page(json.loads(entry.record()) | {"commitment": "0" * 64})
    (theirs,) = node.verify([files], [{"base": 0, "changed": {"draws/2025Q4/witness.json": swapped}}])
    assert ["2025Q4", "witness", "fail"] in theirs["checks"]
