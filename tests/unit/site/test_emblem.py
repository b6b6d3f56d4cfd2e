"""The mark of a government site in the footer: a local picture with text and link when it is set, nothing when not."""

import dataclasses
import re

import pytest

from sampler.disclosure.public import write_public
from sampler.site.__main__ import build
from sampler.site.check import check_site
from tests.unit.disclosure.sample_record import sample_record

PNG = b"\x89PNG\r\n\x1a\nrest"
SAID = {"emblem": "mark.png", "emblem_link": "https://mark.example/?a=1&b=2", "emblem_text": "党政机关标识"}


def built(folder, files, **said):
    record = sample_record()
    bureau = {**record.bureau, "footer": {**record.bureau["footer"], **said}}
    write_public(
        dataclasses.replace(record, bureau=bureau, files={**record.files, **files}), folder / "public"
    )
    build(folder / "public", folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    return built(tmp_path_factory.mktemp("marked"), {"bureau/mark.png": PNG}, **SAID)


@pytest.mark.parametrize(
    ("page", "way"), [("index.html", ""), ("objects/e00001.html", "../"), ("404.html", "/ssjygk/")]
)
def test_the_mark_stands_in_the_footer_at_any_depth(marked, page, way):
    foot = (marked / page).read_text(encoding="utf-8").partition('<footer class="foot">')[2]
    picture = re.escape(f'src="{way}assets/bureau/mark.png" alt="党政机关标识"')
    assert re.search(f'<a href="https://mark.example/\\?a=1&amp;b=2"><img {picture}', foot)


def test_its_picture_lies_in_the_site_and_the_site_passes_the_check(marked):
    assert (marked / "assets" / "bureau" / "mark.png").read_bytes() == PNG
    assert check_site(marked).findings == ()


def test_without_a_link_only_the_picture_is_shown(tmp_path):
    site = built(tmp_path, {"bureau/mark.png": PNG}, emblem="mark.png")
    foot = (site / "index.html").read_text(encoding="utf-8").partition('<p class="emblem">')[2]
    assert foot.startswith('<img src="assets/bureau/mark.png" alt="党政机关"')


def test_where_it_is_not_set_no_page_shows_one(site):
    assert not (site / "assets" / "bureau").exists()
    assert not [path for path in site.rglob("*.html") if b'class="emblem"' in path.read_bytes()]
