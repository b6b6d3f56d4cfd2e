"""Sound files, damaged as mail, disks, other programs and people who mean harm damage them; the same seed, the same damage."""

import io
import random
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
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


def scratched(content: bytes, chance: random.Random) -> bytes:
    """Return ``content`` with a few bytes overwritten and none moved: for formats that find their parts by address."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data))
        piece = (
            chance.randbytes(chance.choice([1, 1, 2, 4]))
            if chance.random() < 0.7
            else chance.choice(BITS)[:16]
        )
        data[place : place + len(piece)] = piece
    return bytes(data[: len(content)])


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
