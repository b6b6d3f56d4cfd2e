"""The pictures in README are there, are those the task makes, and weigh little."""

import re

from sampler.site.__main__ import PROJECT
from sampler.workflow.site import SHOWN, SIZES

README = (PROJECT / "README.md").read_text(encoding="utf-8")
FOLDER = PROJECT / ".github" / "screenshots"


def size_of(path):
    """Return width and height of a WebP picture of the extended form."""
    head = path.read_bytes()[:30]
    assert (head[:4], head[8:16]) == (b"RIFF", b"WEBPVP8X")
    return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1


def test_readme_shows_the_ten_main_pages_at_both_widths_and_says_what_each_shows():
    shown = re.findall(r'<img src="([^"]+)" width="\d+" alt="([^"]{6,})">', README)
    wanted = {f".github/screenshots/{name}-{width}.webp" for name in SHOWN for width, _ in SIZES}
    assert {path for path, _ in shown} == wanted
    assert len(SHOWN) == 10
    assert all((PROJECT / path).is_file() for path in wanted)
    assert "./inv site.screenshots --out .github/screenshots" in README


def test_the_pictures_have_the_sizes_told_and_weigh_little():
    found = sorted(FOLDER.iterdir())
    assert len(found) == len(SHOWN) * len(SIZES)
    for path in found:
        width = int(path.stem.rpartition("-")[2])
        assert size_of(path) == (width, dict(SIZES)[width])
    assert sum(path.stat().st_size for path in found) < 1_200_000
