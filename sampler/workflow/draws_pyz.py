"""``verify.pyz``: the whole verification in one file for bare Python, the same bytes each time."""

import io
import zipfile
from pathlib import Path

from sampler.files import write_atomic

PACKAGE = Path(__file__).resolve().parents[1]
FIRST_LINE = b"#!/usr/bin/env python3\n"
LARGEST = 100_000
ENTRY = "import sys\n\nfrom sampler.__main__ import main\n\nsys.exit(main())\n"


def build(path: Path) -> int:
    """Write the archive and return its size in bytes. Nothing but sources of the draw goes in, with fixed dates."""
    content = archive()
    write_atomic(path, content, mode=0o755)
    return len(content)


def archive() -> bytes:
    """Return the bytes of the archive."""
    sources = [
        "__init__.py",
        "__main__.py",
        "failure.py",
        *(f"draw/{p.name}" for p in (PACKAGE / "draw").glob("*.py")),
    ]
    files = {f"sampler/{name}": (PACKAGE / name).read_bytes() for name in sources}
    files["__main__.py"] = ENTRY.encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in sorted(files):
            item = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            item.external_attr = 0o644 << 16
            packed.writestr(item, files[name].replace(b"\r\n", b"\n"), zipfile.ZIP_DEFLATED, 9)
    return FIRST_LINE + buffer.getvalue()
