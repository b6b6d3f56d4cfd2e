"""Is this package whole, unchanged and signed by whom we trust? Asked before anything is unpacked."""

import hashlib
import io
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sampler.failure import BROKEN_ZIP, SamplerError
from sampler.release import listing, package, signing

DATE = re.compile(r"^\d{4}-\d\d-\d\d$")
LARGEST_MEMBER = 1 << 30
LARGEST_PACKAGE = 8 << 30
MOST_MEMBERS = 1_000_000
LARGEST_RATIO = 200
"""How many times its own size a package may unpack to; a site's pages shrink to a tenth."""
SMALL = 64 << 20
"""Below this nothing is a bomb."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A package that passed every check."""

    name: str
    """``<date>-<digest>``."""

    date: str
    previous: str
    """The digest of the release before it; empty for the first."""

    digest: str
    files: int
    signed: bool
    """Whether a signature was checked against a key the caller trusts."""

    def as_text(self) -> str:
        """Return the result in Chinese."""
        signature = "签名有效。" if self.signed else "没有核对签名（没有给出可信的公钥）。"
        return f"发布包完整：版本 {self.name}，{self.files} 个文件全部与校验值相符。{signature}"


def verify_package(path: Path, *, public_key: Path | None = None) -> Verified:
    """Check a zip without unpacking it. Raises SamplerError that names every fault found."""
    try:
        content = path.read_bytes()
        if content[-package.SEAL_LENGTH :] != package.seal_of(content[: -package.SEAL_LENGTH]):
            raise zipfile.BadZipFile
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            faults, found, special = _read(file)
    except BROKEN_ZIP as error:
        raise SamplerError(f"读不了发布包 {path}：文件不完整或已损坏。请重新传送。") from error
    return _judge(faults, found, special, public_key)


def verify_folder(folder: Path, *, public_key: Path | None = None) -> Verified:
    """Check an unpacked release in place. Raises SamplerError that names every fault found."""
    names = listing.files_of(folder)
    found = {name: listing.digest(path.read_bytes()) for name, path in names.items()}
    special = {
        name: names[name].read_bytes()
        for name in (listing.SUMS, listing.SIGNATURE, listing.MANIFEST)
        if name in names
    }
    return _judge([], found, special, public_key)


def _judge(
    faults: list[str], found: dict[str, str], special: dict[str, bytes], public_key: Path | None
) -> Verified:
    sums = special.get(listing.SUMS)
    if sums is None or listing.MANIFEST not in special:
        raise SamplerError(
            f"发布包里没有 {listing.SUMS} 或 {listing.MANIFEST}，不是完整的发布包。请重新传送。"
        )
    listed = {name: value for name, value in found.items() if name not in {listing.SUMS, listing.SIGNATURE}}
    faults = faults + listing.differences(listing.read_sums(sums), listed)
    signature = special.get(listing.SIGNATURE)
    if public_key is not None:
        if signature is None:
            faults.append("没有签名文件 SHA256SUMS.sig")
        elif not signing.is_signed(sums, signature, public_key):
            faults.append("签名不对：不是用这个公钥对应的密钥签的，或清单被改动")
    if faults:
        raise SamplerError(
            "发布包没有通过核对，没有改动任何文件：\n" + "\n".join(f"  {fault}" for fault in faults)
        )
    return _verified(special, listed, signed=public_key is not None)


def _verified(special: dict[str, bytes], listed: dict[str, str], *, signed: bool) -> Verified:
    manifest = package.manifest_of(special[listing.MANIFEST])
    digest = listing.digest(special[listing.SUMS])
    date = str(manifest.get("date", ""))
    if manifest.get("scanned") != package.digest_of_contents(listed):
        raise SamplerError(
            "这个发布包里的网站没有经过泄漏扫描，不能上线。请由制作单位运行 ./inv build 后重新打包。"
        )
    if not DATE.match(date):
        raise SamplerError(f"发布包的日期“{date}”不对，不能上线。请由制作单位重新打包。")
    name = package.release_name(date, digest)
    return Verified(name, date, str(manifest.get("previous", "")), digest, len(listed), signed)


def _read(file: zipfile.ZipFile) -> tuple[list[str], dict[str, str], dict[str, bytes]]:
    faults = list(_faults_of_names(file.infolist()))
    if faults:
        raise SamplerError(
            "发布包里有不应出现的内容，没有解压：\n" + "\n".join(f"  {fault}" for fault in faults)
        )
    digests: dict[str, str] = {}
    special: dict[str, bytes] = {}
    for entry in file.infolist():
        try:
            body = file.read(entry)
        except BROKEN_ZIP:
            faults.append(f"文件已损坏：{entry.filename}")
            continue
        digests[entry.filename] = hashlib.sha256(body).hexdigest()
        if entry.filename in {listing.SUMS, listing.SIGNATURE, listing.MANIFEST}:
            special[entry.filename] = body
    return faults, digests, special


def _faults_of_names(entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    size, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_MEMBERS or size > LARGEST_PACKAGE or size > max(SMALL, LARGEST_RATIO * packed):
        yield "解压后过大，可能是压缩炸弹"
    seen: set[str] = set()
    for entry in entries:
        if not listing.is_safe(entry.filename):
            yield f"文件名会写到文件夹之外：{entry.filename!r}"
        if entry.filename.casefold() in seen:
            yield f"同名文件出现两次：{entry.filename}"
        if not _is_plain(entry):
            yield f"链接、加密或不常见的压缩方式：{entry.filename}"
        if entry.file_size > LARGEST_MEMBER:
            yield f"文件过大：{entry.filename}"
        seen.add(entry.filename.casefold())


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """Tell whether a member is an ordinary file, packed as every program can unpack it."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    known = entry.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    return kind in {0, stat.S_IFREG} and known and not entry.flag_bits & 1
