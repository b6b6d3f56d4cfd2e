"""Run the whole scan over a folder or a package and say what was found, where, and what a person must look at."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sampler.disclosure.scan.containers import Part, embedded_parts, parts_of
from sampler.disclosure.scan.fold import fold, look_alikes, spoken_digits, squeeze
from sampler.disclosure.scan.needles import Needle, NeedleIndex, Secrets, build_index
from sampler.disclosure.scan.patterns import joined, not_allowed, patterns_in
from sampler.disclosure.scan.properties import machine_paths, property_faults
from sampler.disclosure.scan.unescape import byte_texts, decoded, hidden_runs

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|cite|code|data|del|em|font|i|ins|kbd|mark|q|ruby|rt|s|small|span|strong|sub|sup|t|time|"
    r"tspan|tt|u|var|wbr|w:t|w:r|w:rPr)\b[^<>]*>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[^<>]*>")
_PARTING = re.compile(r"[\"<>{}\[\]|\x00]+")
_DIGIT_RUN = re.compile(r"[0-9零\u3007○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两xoil]{7,}")
_WRAPPED = re.compile(r"(?<=[A-Za-z0-9+/]{60})\r?\n(?=[A-Za-z0-9+/])")
_CHUNK, _OVERLAP = 1 << 16, 512

SignOffs = Mapping[str, str]
"""SHA-256 of a file that a person has looked at → what he said."""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """One suspected leak."""

    path: str
    kind: str
    """隐私数据, 疑似号码, 文件属性 or 机器路径."""

    what: str
    """Where the value comes from and in which form; never the value itself."""

    code: str = "scan.secret"
    """``scan.secret``, ``scan.pattern``, ``scan.property`` or ``scan.path``."""


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What the scan read and found."""

    hits: tuple[Hit, ...]
    unsigned: tuple[tuple[str, str, str], ...]
    """Path, reason and SHA-256 of each part that only a person can read and nobody has signed for."""

    files: int
    size: int

    @property
    def clean(self) -> bool:
        """True when nothing stops a publication."""
        return not self.hits and not self.unsigned

    def as_text(self) -> str:
        """Return the report in Chinese."""
        lines = [f"检查了 {self.files} 个文件和压缩包成员，共 {self.size / 1e6:.1f} MB。"]
        lines += [f"  {hit.path}：{hit.kind}，{hit.what}" for hit in self.hits]
        lines += [
            f"  {path}：{why}，程序看不懂，请人工核对后签字（摘要 {digest[:16]}）"
            for path, why, digest in self.unsigned
        ]
        stops = len(self.hits) + len(self.unsigned)
        lines.append("没有发现泄漏。" if self.clean else f"共有 {stops} 处需要处理，不能公开。")
        return "\n".join(lines)


@dataclass(slots=True)
class _Reader:
    """The state of one run: what was seen already and what was found."""

    index: NeedleIndex
    public: tuple[str, ...]
    allowed: Mapping[str, str]
    seen: set[str] = field(default_factory=set)
    runs: set[str] = field(default_factory=set)
    hits: set[Hit] = field(default_factory=set)
    excuses: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def read(self, path: str, text: str, *, depth: int = 0) -> None:
        """Search one text and everything hidden in it."""
        plain = decoded(text)
        views = [plain]
        if "<" in plain:
            views.append(_TAG.sub("|", _INLINE.sub("", plain)))
        clean = depth == 0 or (text.isprintable() and len(text) >= 16)
        for view in views:
            self._segments(path, view, patterns=clean)
        if depth < 2:
            for hidden in hidden_runs(_WRAPPED.sub("", plain), self.runs):
                self.read(path, hidden, depth=depth + 1)

    def _segments(self, path: str, view: str, *, patterns: bool) -> None:
        for segment in _PARTING.split(view):
            if len(segment) >= 3 and segment not in self.seen:
                self.seen.add(segment)
                for start in range(0, len(segment), _CHUNK):
                    self._search(path, segment[start : start + _CHUNK + _OVERLAP], patterns=patterns)

    def _search(self, path: str, segment: str, *, patterns: bool) -> None:
        folded = fold(segment)
        squeezed = squeeze(folded)
        for needle in self.index.search(squeezed):
            self._found(path, needle, squeezed)
        if any(map(str.isdigit, folded)):
            for needle in self.index.search_strict(folded):
                self._found(path, needle, folded)
            for kind, value in not_allowed(patterns_in(folded), self.allowed) if patterns else ():
                self.hits.add(Hit(path, "疑似号码", f"{kind} {value[:2]}…{value[-1:]}", "scan.pattern"))
        for run in _DIGIT_RUN.findall(squeezed):
            digits = look_alikes(spoken_digits(run))
            if digits != run:
                for needle in self.index.search(digits):
                    self._found(path, needle, digits)
        for _ in machine_paths(segment):
            self.hits.add(Hit(path, "机器路径", "写有个人电脑上的文件路径", "scan.path"))

    def _found(self, path: str, needle: Needle, text: str) -> None:
        if needle.text not in self.excuses:
            holders = sorted((value for value in self.public if needle.text in value), key=len, reverse=True)
            self.excuses[needle.text] = tuple(holders)
        for holder in self.excuses[needle.text]:
            text = text.replace(holder, "|")
        if needle.text in text:
            self.hits.add(Hit(path, "隐私数据", f"{needle.secret.where}（{needle.form}）"))


def scan(
    target: Path,
    secrets: Secrets,
    *,
    allowed: Mapping[str, str] | None = None,
    signed: SignOffs | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ScanReport:
    """Read everything in ``target`` and return what must not be there.

    ``allowed`` holds folded values that may look like private numbers, each with its reason; ``signed`` the
    digests of unreadable parts that a person has looked at.
    """
    public = {squeeze(fold(value)) for value in secrets.public}
    plain = {joined(fold(value)): reason for value, reason in (allowed or {}).items()}
    reader = _Reader(build_index(secrets.values), tuple(sorted(public)), plain)
    unsigned: list[tuple[str, str, str]] = []
    parts = size = 0
    for part in _with_embedded(parts_of(target)):
        parts, size = parts + 1, size + len(part.content)
        if part.unreadable:
            digest = hashlib.sha256(part.content).hexdigest()
            if digest not in (signed or {}):
                unsigned.append((part.path, part.unreadable, digest))
        _read_part(reader, part)
        if progress:
            progress(parts, parts)
    reader.hits.update(_properties(target))
    return ScanReport(tuple(sorted(reader.hits)), tuple(unsigned), parts, size)


def _with_embedded(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from embedded_parts(part)


def _read_part(reader: _Reader, part: Part) -> None:
    reader.read(part.path, part.path)
    for text in texts_of(part.content):
        reader.read(part.path, text)


def texts_of(content: bytes) -> Iterator[str]:
    """Yield what the bytes of a file say: one text when they are clean UTF-8, else every possible reading."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if text and "\0" not in text:
        yield text
    elif content:
        yield from byte_texts(content, noise=True)
        yield from byte_texts(content[1:], noise=True)


def _properties(target: Path) -> Iterable[Hit]:
    files = [path for path in target.rglob("*") if path.is_file()] if target.is_dir() else [target]
    for path in files:
        name = path.relative_to(target).as_posix() if target.is_dir() else path.name
        for kind, what in property_faults(name, path.read_bytes()):
            yield Hit(name, "文件属性", f"{kind} {what}".strip(), "scan.property")
