"""Copies of files as servers like to send them: ``.gz``, and ``.br`` where the brotli library is installed.

The same bytes on every computer with the same libraries; no time and no file name goes into them.
"""

import gzip
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath

SUFFIXES = (".gz", ".br")
COMPRESSIBLE = {
    ".html",
    ".css",
    ".js",
    ".json",
    ".jsonl",
    ".csv",
    ".svg",
    ".xml",
    ".atom",
    ".txt",
    ".md",
    ".webmanifest",
}
SMALLEST = 1024
QUALITY = 5
"""Of brotli: already smaller than gzip at its best, and as quick; 11 takes fifty times as long."""


def siblings(name: str, body: bytes) -> dict[str, bytes]:
    """Return the compressed copies to lie beside a file; none when it is small or does not compress.

    >>> sorted(siblings("a.html", b"x" * 2000)) in (["a.html.br", "a.html.gz"], ["a.html.gz"])
    True
    >>> siblings("a.png", b"x" * 2000)
    {}
    """
    if PurePosixPath(name).suffix not in COMPRESSIBLE or len(body) < SMALLEST:
        return {}
    found = {f"{name}.gz": gzip.compress(body, 9, mtime=0)}
    brotli = brotli_compressor()
    if brotli is not None:
        found[f"{name}.br"] = brotli(body)
    return found


def brotli_compressor() -> Callable[[bytes], bytes] | None:
    """Return what compresses with brotli, or None where the library is not installed."""
    try:
        import brotli  # type: ignore[import-untyped,unused-ignore]  # optional: servers without it send the .gz
    except ImportError:
        return None

    def compress(body: bytes) -> bytes:
        packed: bytes = brotli.compress(body, quality=QUALITY)
        return packed

    return compress


def without_siblings(names: Iterable[str]) -> list[str]:
    """Return the names that are not a compressed copy of another one.

    >>> without_siblings(["a.html", "a.html.gz", "b.gz"])
    ['a.html', 'b.gz']
    """
    known = set(names)
    return sorted(
        name for name in known if not (name.endswith(SUFFIXES) and name.rpartition(".")[0] in known)
    )


def originals(digests: Mapping[str, str]) -> dict[str, str]:
    """Return name → digest of everything but the compressed copies."""
    return {name: digests[name] for name in without_siblings(digests)}
