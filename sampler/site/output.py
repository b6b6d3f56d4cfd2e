"""The edge: writes finished pages and files into the built folder."""

import gzip
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from sampler.failure import SamplerError

_BINARY = getattr(os, "O_BINARY", 0)  # without it Windows would turn every LF into CR LF


class Folder:
    """A folder being filled, by several processes at once. Two files for one address are a mistake."""

    def __init__(self, root: Path) -> None:
        self.root = f"{root}/"
        self.made: set[str] = set()
        self.replaced: frozenset[str] = frozenset()

    def write(self, path: str, content: bytes) -> None:
        """Write one file. The folder is still private to the build, so plain writing is safe and quick."""
        self.stream(path, (content,))

    def stream(self, path: str, pieces: Iterable[bytes]) -> None:
        """Write one file piece by piece, which never has to be in memory as a whole.

        Only the paths in ``replaced`` may be there already: they are the shells, and become pages.
        """
        folder = path.rpartition("/")[0]
        if folder not in self.made:
            os.makedirs(self.root + folder, exist_ok=True)
            self.made.add(folder)
        again = os.O_TRUNC if path in self.replaced else os.O_EXCL
        try:
            handle = os.open(self.root + path, os.O_WRONLY | os.O_CREAT | again | _BINARY, 0o644)
        except FileExistsError as error:
            raise twice(path) from error
        try:
            for content in pieces:
                _write(handle, content)
        finally:
            os.close(handle)

    def write_all(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Write several files."""
        for path, content in files:
            self.write(path, content)


def twice(path: str) -> SamplerError:
    """Return the failure of two pages with one address."""
    return SamplerError(f"两个页面要写到同一个地址 {path}。请检查公开编号、抽取编号和抽查期是否重复。")


def _write(handle: int, content: bytes) -> None:
    """Write everything: the system may take less at a time, and says why only when asked again."""
    done = os.write(handle, content)
    while done < len(content):
        done += os.write(handle, memoryview(content)[done:])


def remove_leftovers(root: Path) -> None:
    """Delete what the theme ships and no page uses: source maps, its own search, its scripts."""
    for path in sorted((root / "assets").rglob("*.map")):
        path.unlink()
    scripts = root / "assets" / "javascripts"
    for path in sorted(scripts.rglob("*"), reverse=True):
        relative = path.relative_to(scripts).as_posix()
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif relative.startswith(("lunr/", "workers/", "bundle.")):
            path.unlink()
    for path in sorted((root / "assets" / "stylesheets").glob("palette.*.css")):
        path.unlink()
    favicon = root / "assets" / "images" / "favicon.png"
    favicon.unlink(missing_ok=True)
    if favicon.parent.is_dir() and not any(favicon.parent.iterdir()):
        favicon.parent.rmdir()


def add_to_stylesheet(root: Path, rules: str) -> None:
    """Add rules that come from the tables to the stylesheet people wrote."""
    path = root / "assets" / "stylesheets" / "site.css"
    path.write_bytes(path.read_bytes() + rules.encode())


def sitemap(root: str, pages: list[tuple[str, str]], *, each: int = 50_000) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap of ``(path, date)``: one file, or an index of several; compressed beside it."""
    parts = [pages[n : n + each] for n in range(0, len(pages), each)] or [[]]
    if len(parts) == 1:
        yield from _both("sitemap.xml", _urlset(root, parts[0]))
        return
    names = [f"sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield from _both(name, _urlset(root, part))
    lines = "".join(f"<sitemap><loc>{root}{name}</loc></sitemap>\n" for name in names)
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    yield from _both(
        "sitemap.xml",
        f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {space}>\n{lines}</sitemapindex>\n'.encode(),
    )


def _urlset(root: str, pages: list[tuple[str, str]]) -> bytes:
    lines = "".join(f"<url><loc>{root}{path}</loc><lastmod>{day}</lastmod></url>\n" for path, day in pages)
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {space}>\n{lines}</urlset>\n'.encode()


def _both(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, content
    yield name + ".gz", gzip.compress(content, 6, mtime=0)
