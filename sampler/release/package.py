"""One zip for the webmaster: the same bytes from the same build, everything in it named by digest.

Inside: ``site/`` (with ``.gz`` and ``.br`` beside what compresses), ``public/`` (the public record), ``verify.pyz``, ``server/``
(sample configurations), ``说明.txt``, ``更新说明.txt``, ``release.json``, ``SHA256SUMS`` and, when a key is given,
``SHA256SUMS.sig``. ``release.json`` names the digest of the release before it, so the releases form a chain.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sampler.failure import SamplerError
from sampler.files import canonical_json, write_atomic
from sampler.release import listing, notes, precompressed, server, signing
from sampler.release.readme import README

SEAL_LENGTH = len("sha256:") + 64
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
STORED = (".gz", ".br", ".png", ".xlsx", ".docx", ".zip", ".pyz")
NOTES = "更新说明.txt"


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
    """The digest of the site and the public record that the leak scan passed; another one is not packed."""

    date: str
    """The day of the data, YYYY-MM-DD."""

    prefix: str = "/"
    """The column's path under the portal, for the sample configurations."""

    bureau: str = ""
    """Who publishes."""


def contents_digest(site: Path, public: Path) -> str:
    """Return one digest for a built site and the public record it was made from."""
    digests = {f"site/{name}": value for name, value in listing.digests_of(site).items()}
    digests |= {f"public/{name}": value for name, value in listing.digests_of(public).items()}
    return digest_of_contents(digests)


def digest_of_contents(digests: Mapping[str, str]) -> str:
    """Return the same digest from the list of a package's files."""
    chosen = {name: value for name, value in digests.items() if name.startswith(("site/", "public/"))}
    return listing.digest(listing.write_sums(precompressed.originals(chosen)))


def pack(
    source: Source,
    target: Path,
    *,
    previous: Path | None = None,
    key: Path | None = None,
    sm2: bool = False,
) -> Release:
    """Write the package; return it. The same source, key and previous release give the same bytes.

    (An SM2 signature holds a random number, so with ``sm2`` only ``SHA256SUMS.sig`` differs.)
    Raises SamplerError when the site is not the one the leak scan passed, or the previous release is damaged.
    """
    members = _members(source)
    before = _read_previous(previous)
    digests = {name: listing.digest(body) for name, body in members.items()}
    if digest_of_contents(digests) != source.scanned:
        raise SamplerError("站点或公开数据在泄漏扫描之后又有改动，不能打包。请重新运行 ./inv build，再打包。")
    members[NOTES] = notes.as_text(before.pages, pages_of(digests), source.date).encode()
    members[listing.MANIFEST] = canonical_json(
        {
            "bureau": source.bureau,
            "date": source.date,
            "previous": before.digest,
            "scanned": source.scanned,
            "format": 1,
            "files": len(members) + 1,
        }
    )
    for name in (NOTES, listing.MANIFEST):
        digests[name] = listing.digest(members[name])
    sums = listing.write_sums(digests)
    members[listing.SUMS] = sums
    if key is not None:
        members[listing.SIGNATURE] = signing.sign(sums, key, sm2=sm2)
    write_atomic(target, _zip(members))
    return Release(target, listing.digest(sums), release_name(source.date, listing.digest(sums)))


def release_name(date: str, digest: str) -> str:
    """Return the name of a release: the name of its folder on the server.

    >>> release_name("2026-01-08", "0123456789abcdef")
    '2026-01-08-0123456789ab'
    """
    return f"{date}-{digest[:12]}"


def pages_of(digests: Mapping[str, str]) -> dict[str, str]:
    """Return what lies in the site, without the compressed copies."""
    site = {name.removeprefix("site/"): value for name, value in digests.items() if name.startswith("site/")}
    return precompressed.originals(site)


def _members(source: Source) -> dict[str, bytes]:
    members = {f"site/{name}": path.read_bytes() for name, path in listing.files_of(source.site).items()}
    copies: dict[str, bytes] = {}
    for name, body in members.items():
        copies |= precompressed.siblings(name, body)
    members |= copies
    for name, path in listing.files_of(source.public).items():
        members[f"public/{name}"] = path.read_bytes()
    if source.verifier is not None:
        members["verify.pyz"] = source.verifier.read_bytes()
    for name, text in server.configurations(source.site, prefix=source.prefix).items():
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
    return _Previous(listing.digest(sums), pages_of(digests))


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        for name, body in sorted(members.items()):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
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
