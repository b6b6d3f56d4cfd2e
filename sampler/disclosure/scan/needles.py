"""What is looked for: every private value, in each form that survives folding, and a fast search for all at once.

A needle is found by its first characters (three for Chinese, six for the rest), so the time does not grow with the
number of secrets. A hit inside a text that is itself public, such as a surname inside a firm's name, is excused.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sampler.disclosure.scan.fold import fold, squeeze

_HASHES = ("md5", "sha1", "sha256", "sha512", "sm3")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_IDENTIFIES = re.compile(r"\d{7,19}|\d{17}x|[0-9a-z]{18}")
"""Numbers of people: telephones, ID and card numbers, certificates, credit codes. Only these are worth a hash."""
HAN_HEAD, PLAIN_HEAD = 3, 6


@dataclass(frozen=True, slots=True, order=True)
class Secret:
    """One value that must not leave."""

    value: str
    """As it stands in the private file."""

    where: str
    """File, row and column, for the report that only staff see."""

    kind: str = "value"
    """``name``, ``number``, ``text`` or ``value``."""


@dataclass(frozen=True, slots=True)
class Needle:
    """One searchable form of a secret."""

    text: str
    form: str
    """How the secret was written: 原样, 拼音, 散列, 倒写."""

    secret: Secret


@dataclass(frozen=True, slots=True)
class Secrets:
    """All secrets of a bureau, and the public values that may hold a part of one."""

    values: tuple[Secret, ...]
    public: frozenset[str] = frozenset()
    """Values of public columns of public rows, as they are published."""


@dataclass(slots=True)
class NeedleIndex:
    """Finds every needle in a text in one pass."""

    loose: dict[str, list[Needle]] = field(default_factory=dict)
    """By head; sought in squeezed text."""

    strict: dict[str, list[Needle]] = field(default_factory=dict)
    """Short numbers, by head; sought in folded text, and only where no digit or letter stands beside."""

    def search(self, squeezed: str) -> Iterator[Needle]:
        """Yield the needles in squeezed text."""
        for needle in _candidates(self.loose, squeezed):
            if needle.text in squeezed:
                yield needle

    def search_strict(self, folded: str) -> Iterator[Needle]:
        """Yield the short numbers that stand alone in folded text."""
        for needle in _candidates(self.strict, folded):
            if needle.text in folded and _stands_alone(needle.text, folded):
                yield needle


def _stands_alone(number: str, text: str) -> bool:
    place = text.find(number)
    while place >= 0:
        beside = text[place - 1 : place] + text[place + len(number) : place + len(number) + 1]
        if not any(char.isascii() and char.isalnum() for char in beside):
            return True
        place = text.find(number, place + 1)
    return False


def _candidates(heads: dict[str, list[Needle]], text: str) -> Iterator[Needle]:
    if not heads:
        return
    for size in (PLAIN_HEAD,) if text.isascii() else (HAN_HEAD, PLAIN_HEAD):
        grams = {text[i : i + size] for i in range(len(text) - size + 1)}
        for head in grams & heads.keys():
            yield from heads[head]


def build_index(secrets: Iterable[Secret]) -> NeedleIndex:
    """Return the index of all forms of all secrets that are long enough to be looked for."""
    index = NeedleIndex()
    for secret in sorted(set(secrets)):
        for needle in _forms(secret):
            size = HAN_HEAD if _HAN.search(needle.text[:HAN_HEAD]) else PLAIN_HEAD
            if len(needle.text) >= size:
                table = index.strict if _is_short_number(squeeze(needle.text)) else index.loose
                table.setdefault(needle.text[:size], []).append(needle)
    return index


def _is_short_number(text: str) -> bool:
    return len(text) < 11 and any(char.isdigit() for char in text) and text.isascii()


def _forms(secret: Secret) -> Iterator[Needle]:
    plain = squeeze(fold(secret.value))
    yield Needle(plain, "原样", secret)
    if _is_short_number(plain) and (written := fold(secret.value)) != plain:
        yield Needle(written, "原样", secret)
    if secret.kind == "number" and _IDENTIFIES.fullmatch(plain):
        yield from (Needle(text, "散列", secret) for text in _hashes(secret.value))
        if len(plain) >= 11:
            yield Needle(plain[::-1], "倒写", secret)
    if secret.kind == "name" and _HAN.search(plain):
        yield from (Needle(text, "拼音", secret) for text in _pinyin(plain) if len(text) >= 8)


def _hashes(value: str) -> Iterator[str]:
    shown = {value, value.lower(), value.upper(), re.sub(r"[\s-]", "", value)}
    for text in sorted(shown):
        for name in _HASHES:
            if name not in hashlib.algorithms_available:
                continue
            digest = hashlib.new(name, text.encode(), usedforsecurity=False)
            yield digest.hexdigest()
            yield squeeze(fold(base64.b64encode(digest.digest()).decode().rstrip("=")))


def _pinyin(name: str) -> set[str]:
    from pypinyin import Style, lazy_pinyin  # a large table, only needed when names are looked for

    syllables = lazy_pinyin(name, style=Style.NORMAL, errors="ignore")
    return {"".join(syllables), "".join([*syllables[1:], *syllables[:1]])}
