"""A link by a former name leads to the object of today."""

import dataclasses
import re

import pytest

from sampler.disclosure.public import write_public
from sampler.site.__main__ import build
from sampler.site.check import check_site
from sampler.site.former import former_names, path_of
from sampler.site.index import index
from tests.unit.disclosure.sample_record import sample_record


def renamed(**names):
    """Return the sample record whose objects have had the names given, by public id."""
    record = sample_record()
    rows = [
        dataclasses.replace(row, former_names=names.get(row.public_id, row.former_names))
        for row in record.objects
    ]
    return dataclasses.replace(record, objects=tuple(rows))


@pytest.fixture(scope="module")
def awkward(tmp_path_factory):
    """A site in which two objects bore one name, one bears the former name of another, and one name is hostile."""
    record = renamed(
        e00001=("白杨县同名厂",),
        e00002=("白杨县同名厂", sample_record().objects[6].name),
        e00003=('../../<script>alert("x")</script>\u202e', "CON", "长" * 5000),
        e00005=(sample_record().objects[4].name, "", " "),
    )
    folder = tmp_path_factory.mktemp("awkward")
    write_public(record, folder / "public")
    build(folder / "public", folder / "site")
    return folder / "site", index(record)


def page_of(site, name):
    return (site / path_of(name)).read_text(encoding="utf-8")


def test_the_page_leads_to_the_object_with_and_without_being_clicked(site, known):
    row = known.objects["e00004"]
    text = page_of(site, row.former_names[0])
    assert '<meta http-equiv="refresh" content="0; url=e00004.html">' in text
    assert f'<a href="e00004.html">{row.name}</a>' in text
    assert '<meta name="robots" content="noindex">' in text
    assert '<link rel="canonical" href="https://www.baiyang.example/ssjygk/objects/e00004.html">' in text
    assert path_of(row.former_names[0]) not in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_a_name_of_several_objects_lists_them_and_leads_nowhere_by_itself(awkward):
    site, known = awkward
    taken = known.objects["e00007"].name
    now = {row.public_id for row in known.record.objects if row.name == taken}
    for name, ids in (("白杨县同名厂", {"e00001", "e00002"}), (taken, {"e00002", *now})):
        text = page_of(site, name)
        assert "http-equiv" not in text
        assert set(re.findall(r'<li><a href="(e\d+)\.html">', text)) == ids
    assert page_of(site, taken).count("现在叫这个名称") == len(now)


def test_a_name_the_object_still_bears_and_an_empty_one_have_no_page(awkward):
    _, known = awkward
    assert not [one for one in former_names(known) if one.bearers[0].public_id == "e00005"]


def test_hostile_names_make_harmless_addresses_and_pages(awkward):
    site, known = awkward
    paths = [one.path for one in former_names(known)]
    assert all(re.fullmatch(r"objects/former-[0-9a-f]{12}\.html", path) for path in paths)
    assert len(paths) == len(set(paths))
    assert {path.name for path in (site / "objects").glob("former-*")} == {p.split("/")[1] for p in paths}
    text = (site / next(one.path for one in former_names(known) if "script" in one.name)).read_text(
        encoding="utf-8"
    )
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text
    assert check_site(site).findings == ()


def test_full_width_case_and_spaces_lead_to_the_same_page():
    assert path_of("ＡＢ（甲） 厂") == path_of("ab(甲)厂") != path_of("ab甲厂")


def test_every_former_name_stands_in_a_list_by_initial(site, known):
    listed = "".join(p.read_text(encoding="utf-8") for p in (site / "objects").glob("initial-*.html"))
    wanted = former_names(known)
    assert wanted
    for one in wanted:
        assert f'<a href="../{one.path}">{one.name}（曾用名）</a>' in listed


def test_the_check_follows_what_a_page_leads_to(site, tmp_path, known):
    import shutil

    shutil.copytree(site, tmp_path / "site")
    path = path_of(known.objects["e00004"].former_names[0])
    page = tmp_path / "site" / path
    page.write_text(
        page.read_text(encoding="utf-8").replace("url=e00004.html", "url=gone.html"), encoding="utf-8"
    )
    (found,) = check_site(tmp_path / "site").findings
    assert (found.code, found.file, found.value) == ("site.link", path, "gone.html")
