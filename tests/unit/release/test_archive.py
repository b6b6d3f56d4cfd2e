"""What was published when, from the packages that were kept."""

from pathlib import Path

import pytest

from sampler.failure import SamplerError
from sampler.release import archive, package


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Make three releases of one page and one table."""
    folder = tmp_path / "kept"
    folder.mkdir()
    previous = None
    for number, day in enumerate(["2025-04-01", "2025-07-01", "2025-07-01"], start=1):
        site, public = tmp_path / f"{number}" / "site", tmp_path / f"{number}" / "public" / "tables"
        site.mkdir(parents=True)
        public.mkdir(parents=True)
        (site / "index.html").write_text(f"第 {number} 版")
        if number > 1:
            (site / "新页.html").write_text("新")
        rows = f"public_id,name\ne00001,甲厂{number}\n" + ("e00002,<script>乙\n" if number > 1 else "")
        (public / "objects.csv").write_text(rows)
        source = package.Source(site, public.parent, None, package.contents_digest(site, public.parent), day)
        previous = package.pack(source, folder / f"{4 - number}.zip", previous=previous).path
    return folder


def test_a_page_is_shown_as_it_was_on_a_day(kept: Path) -> None:
    assert archive.as_published(kept, "index.html", "2025-06-30").content.decode() == "第 1 版"
    assert archive.as_published(kept, "index.html", "2025-07-01").content.decode() == "第 3 版"


def test_before_the_first_release_there_is_nothing(kept: Path) -> None:
    with pytest.raises(SamplerError, match="2025-03-31 以前"):
        archive.as_published(kept, "index.html", "2025-03-31")


def test_a_page_that_was_not_up_yet_is_said_to_be_missing(kept: Path) -> None:
    with pytest.raises(SamplerError, match=r"没有 新页\.html"):
        archive.as_published(kept, "新页.html", "2025-05-01")


def test_a_page_outside_the_site_is_refused(kept: Path) -> None:
    with pytest.raises(SamplerError, match="相对路径"):
        archive.as_published(kept, "../SHA256SUMS", "2025-07-01")


def test_a_missing_release_shows_as_a_break_in_the_chain(kept: Path) -> None:
    assert archive.breaks(archive.releases(kept)) == []
    (kept / "2.zip").unlink()
    assert len(archive.breaks(archive.releases(kept))) == 1


def test_the_difference_names_pages_and_rows_and_escapes_them(kept: Path) -> None:
    page = archive.difference(kept / "3.zip", kept / "2.zip")
    assert "新增页面（1）" in page
    assert "<del>甲厂1</del> → <ins>甲厂2</ins>" in page
    assert "&lt;script&gt;乙" in page
    assert "<script>" not in page
