"""What a folder holds: every file with its digest, in one order on every machine."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from sampler.failure import SamplerError

SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"
MANIFEST = "release.json"


def files_of(folder: Path) -> dict[str, Path]:
    """Return every file below ``folder`` by its name relative to it, sorted.

    Raises SamplerError on a symbolic link: it could lead out of the folder, so it is never packed or deployed.
    """
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise SamplerError(f"{path} 是一个链接，不能打包。请换成文件本身。")
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = path
    return dict(sorted(found.items()))


def digest(content: bytes) -> str:
    """Return the lower-case hex SHA-256 of ``content``."""
    return hashlib.sha256(content).hexdigest()


def digests_of(folder: Path, *, without: Iterable[str] = ()) -> dict[str, str]:
    """Return the digest of every file below ``folder``."""
    left_out = set(without)
    return {
        name: digest(path.read_bytes()) for name, path in files_of(folder).items() if name not in left_out
    }


def write_sums(digests: Mapping[str, str]) -> bytes:
    r"""Return the list in the form ``sha256sum --check`` reads.

    >>> write_sums({"a.txt": "00ff"})
    b'00ff  a.txt\n'
    """
    return "".join(f"{value}  {name}\n" for name, value in sorted(digests.items())).encode()


def read_sums(content: bytes) -> dict[str, str]:
    """Return name → digest; raise SamplerError when a line is not in the form of ``sha256sum``."""
    found: dict[str, str] = {}
    try:
        lines = content.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise SamplerError(f"{SUMS} 不是 UTF-8 文本，发布包可能已损坏。请重新传送。") from error
    for number, line in enumerate(lines, start=1):
        value, gap, name = line[:64], line[64:66], line[66:]
        if gap != "  " or len(value) != 64 or set(value) - set("0123456789abcdef") or not is_safe(name):
            raise SamplerError(f"{SUMS} 第 {number} 行看不懂，发布包可能已损坏。请重新传送。")
        if name in found:
            raise SamplerError(f"{SUMS} 里 {name} 出现了两次，发布包可能已被改动。请重新传送。")
        found[name] = value
    return found


def is_safe(name: str) -> bool:
    r"""Tell whether a name inside a package stays inside the folder it is unpacked to.

    >>> [is_safe(name) for name in ("site/a.html", "../a", "/a", "a\\b", "C:/a", "a/./b", "")]
    [True, False, False, False, False, False, False]
    """
    if not name or name.startswith("/") or "\\" in name or ":" in name or "\0" in name or "\n" in name:
        return False
    return PurePosixPath(name).as_posix() == name and ".." not in name.split("/")


def differences(expected: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Return, in Chinese, every file that is missing, added or changed."""
    texts = [f"缺少文件：{name}" for name in sorted(expected.keys() - found.keys())]
    texts += [f"多出文件：{name}" for name in sorted(found.keys() - expected.keys())]
    texts += [
        f"文件被改动：{name}"
        for name in sorted(expected.keys() & found.keys())
        if expected[name] != found[name]
    ]
    return texts
