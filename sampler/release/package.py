"""One zip for the webmaster: the same bytes from the same build, everything in it named by digest.

Inside: ``site/`` (with ``.gz`` beside what compresses), ``public/`` (the public record), ``verify.pyz``, ``server/``
(sample configurations), ``说明.txt``, ``更新说明.txt``, ``release.json``, ``SHA256SUMS`` and, when a key is given,
``SHA256SUMS.sig``. ``release.json`` names the digest of the release before it, so the releases form a chain.
"""

import gzip
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from sampler.failure import SamplerError
from sampler.files import canonical_json, write_atomic
from sampler.release import listing, notes, server, signing
from sampler.release.readme import README

COMPRESSIBLE = {
    ".html",
    ".css",
    ".js",
    ".json",
    ".csv",
    ".svg",
    ".xml",
    ".atom",
    ".txt",
    ".md",
    ".webmanifest",
}
SMALLEST_GZIP = 1024
SEAL_LENGTH = len("sha256:") + 64
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Release:
    """A finished package and what is known of it."""

    path: Path
    """The zip."""

    digest: str
    """SHA-256 of its SHA256SUMS: the name by which the next release points back."""

    name: str
    """``<date>-<first 12 digits of the digest>``, the name of its folder on the server."""

    def as_text(self) -> str:
        """Return what the person who packed it needs to know."""
        return f"发布包：{self.path}\n版本：{self.name}\n校验值：{self.digest}"


@dataclass(frozen=True, slots=True)
class Source:
    """What goes into a package."""

    site: Path
    """The built site."""

    public: Path
    """The public record it was built from."""

    verifier: Path | None
    """``verify.pyz``, which recomputes every draw on bare Python."""

    scanned: str
    """The digest of the site folder that the leak scan passed; the package is refused when it is another one."""

    date: str
    """The day of the data, YYYY-MM-DD."""


def site_digest(site: Path) -> str:
    """Return one digest for a whole built site."""
    return listing.digest(listing.write_sums(listing.digests_of(site)))


def pack(source: Source, target: Path, *, previous: Path | None = None, key: Path | None = None) -> Release:
    """Write the package; return it. The same source and key give the same bytes.

    Raises SamplerError when the site is not the one the leak scan passed, or the previous release is damaged.
    """
    if site_digest(source.site) != source.scanned:
        raise SamplerError("站点在泄漏扫描之后又有改动，不能打包。请先运行 ./inv gate.scan，再打包。")
    before = _read_previous(previous)
    members = _members(source)
    site = {
        name.removeprefix("site/"): listing.digest(body) for name, body in members.items() if _is_page(name)
    }
    members["更新说明.txt"] = notes.as_text(before.pages, site, source.date).encode()
    members[listing.MANIFEST] = canonical_json(
        {
            "date": source.date,
            "previous": before.digest,
            "scanned": source.scanned,
            "format": 1,
            "files": len(members),
        }
    )
    sums = listing.write_sums({name: listing.digest(body) for name, body in members.items()})
    members[listing.SUMS] = sums
    if key is not None:
        members[listing.SIGNATURE] = signing.sign(sums, key)
    write_atomic(target, _zip(members))
    own = listing.digest(sums)
    return Release(target, own, f"{source.date}-{own[:12]}")


def _is_page(name: str) -> bool:
    return name.startswith("site/") and not name.endswith(".gz")


def _members(source: Source) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    for name, path in listing.files_of(source.site).items():
        body = path.read_bytes()
        members[f"site/{name}"] = body
        if path.suffix in COMPRESSIBLE and len(body) >= SMALLEST_GZIP:
            members[f"site/{name}.gz"] = gzip.compress(body, 9, mtime=0)
    for name, path in listing.files_of(source.public).items():
        members[f"public/{name}"] = path.read_bytes()
    if source.verifier is not None:
        members["verify.pyz"] = source.verifier.read_bytes()
    for name, text in server.configurations(source.site).items():
        members[f"server/{name}"] = text.encode()
    members["说明.txt"] = README.encode()
    return members


@dataclass(frozen=True, slots=True)
class _Previous:
    digest: str
    pages: dict[str, str]


def _read_previous(path: Path | None) -> _Previous:
    if path is None:
        return _Previous("", {})
    try:
        with zipfile.ZipFile(path) as file:
            sums = file.read(listing.SUMS)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise SamplerError(f"读不了上一次的发布包 {path}。请检查文件，或不写 --previous。") from error
    digests = listing.read_sums(sums)
    pages = {name.removeprefix("site/"): value for name, value in digests.items() if _is_page(name)}
    return _Previous(listing.digest(sums), pages)


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        for name, body in sorted(members.items()):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            entry.compress_type = (
                zipfile.ZIP_STORED if name.endswith((".gz", ".png", ".xlsx")) else zipfile.ZIP_DEFLATED
            )
            file.writestr(entry, body)
        file.comment = b"0" * SEAL_LENGTH  # its place; the seal covers every byte before it
    unsealed = buffer.getvalue()[:-SEAL_LENGTH]
    return unsealed + seal_of(unsealed)


def seal_of(content: bytes) -> bytes:
    """Return what ends a package: the digest of every byte before it, kept as the zip's comment.

    It names damage anywhere, in bookkeeping bytes too; against intent the signature of SHA256SUMS stands.
    """
    return f"sha256:{listing.digest(content)}".encode()


def manifest_of(content: bytes) -> dict[str, object]:
    """Return ``release.json``; raise SamplerError when it is damaged."""
    try:
        value = json.loads(content)
    except ValueError as error:
        raise SamplerError("发布包里的 release.json 已损坏。请重新传送。") from error
    if not isinstance(value, dict):
        raise SamplerError("发布包里的 release.json 已损坏。请重新传送。")
    return value
