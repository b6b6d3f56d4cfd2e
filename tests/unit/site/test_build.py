import hashlib
import re
import shutil

import pytest

from sampler.disclosure.public import write_public
from sampler.failure import SamplerError
from sampler.site.__main__ import build, main
from sampler.site.build import stamp_site
from sampler.site.check import check_site
from tests.unit.disclosure.sample_record import sample_record


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_two_builds_of_one_record_are_the_same_to_the_byte(public, site, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    build(public, tmp_path / "again")
    assert digests(tmp_path / "again") == digests(site)


def test_a_changed_row_changes_only_the_files_that_show_it(site, tmp_path):
    import dataclasses

    record = sample_record()
    firm = dataclasses.replace(record.objects[4], industry="另一行业")
    changed = dataclasses.replace(record, objects=(*record.objects[:4], firm, *record.objects[5:]))
    write_public(changed, tmp_path / "public")
    build(tmp_path / "public", tmp_path / "site")
    before, after = digests(site), digests(tmp_path / "site")
    differing = {name for name in before if before[name] != after[name]}
    assert before.keys() == after.keys()
    assert f"objects/{firm.public_id}.html" in differing
    assert not [
        name for name in differing if name.startswith(("draws/", "results/", "plan", "feeds/", "about/"))
    ]


def test_the_finished_site_passes_the_site_check(site):
    report = check_site(site)
    assert report.findings == ()
    assert report.pages > 60


def test_no_slot_is_left_over_and_nothing_of_the_theme_that_no_page_uses(site):
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]
    assert not [text for text in pages if re.search("@@[A-Z]+@@", text)]
    names = {path.name for path in site.rglob("*")}
    assert not [name for name in names if name.endswith(".map") or name.startswith("bundle.")]
    assert not (site / "assets" / "javascripts" / "lunr").exists()


def test_every_object_has_its_page_and_every_page_its_object(site):
    ids = {row.public_id for row in sample_record().objects}
    pages = {path.stem for path in (site / "objects").glob("e*.html")}
    assert pages == ids


def test_no_page_of_an_object_is_larger_than_fifteen_kilobytes(site):
    sizes = {path.name: path.stat().st_size for path in (site / "objects").glob("e*.html")}
    assert max(sizes.values()) <= 15 * 1024


def test_the_demo_says_on_every_page_that_it_is_fictional(site):
    assert not [p for p in site.rglob("*.html") if "都是虚构的" not in p.read_text(encoding="utf-8")]


def test_a_real_bureau_has_no_such_banner(tmp_path):
    import dataclasses

    record = sample_record()
    real = dataclasses.replace(record, bureau={**record.bureau, "demo": False})
    write_public(real, tmp_path / "public")
    build(tmp_path / "public", tmp_path / "site")
    assert "都是虚构的" not in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_the_sitemap_names_the_pages_with_dates_of_the_record(site):
    text = (site / "sitemap.xml").read_text()
    assert "https://www.baiyang.example/ssjygk/objects/e00001.html</loc><lastmod>2025-01-02<" in text
    assert "404.html" not in text


def test_the_page_of_missing_addresses_links_by_the_portal_path(site):
    text = (site / "404.html").read_text(encoding="utf-8")
    assert 'href="/ssjygk/search.html"' in text
    assert 'href="/search.html"' not in text


def test_an_address_taken_down_says_when_and_why(site, tmp_path):
    import dataclasses

    record = sample_record()
    gone = dataclasses.replace(record, objects=record.objects[:-1])
    write_public(gone, tmp_path / "public")
    build(tmp_path / "public", tmp_path / "site")
    text = (tmp_path / "site" / "objects" / "e00030.html").read_text(encoding="utf-8")
    assert "2025-08-01 撤下" in text
    assert "依法不予公开" in text


def test_ids_that_would_leave_the_site_stop_the_build(tmp_path):
    import dataclasses

    record = sample_record()
    bad = dataclasses.replace(record.objects[0], public_id="../../etc/passwd")
    write_public(dataclasses.replace(record, objects=(bad, *record.objects[1:])), tmp_path / "public")
    with pytest.raises(SamplerError, match="公开编号"):
        build(tmp_path / "public", tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_folder_that_is_no_record_is_told_in_chinese(tmp_path, capsys):
    assert main([str(tmp_path), str(tmp_path / "site")]) == 1
    assert "请先导出公开数据" in capsys.readouterr().err


def test_a_shell_that_lost_a_slot_is_named(public, site, tmp_path):
    from sampler.site.__main__ import PROJECT

    shutil.copytree(site, tmp_path / "built")
    with pytest.raises(SamplerError, match="插槽"):
        stamp_site(public, tmp_path / "built", PROJECT / "templates" / "pages")


def test_two_regions_of_one_name_are_found(site, tmp_path):
    shutil.copytree(site, tmp_path / "site")
    page = tmp_path / "site" / "withheld.html"
    again = '<div role="region" aria-label="不予公开统计"></div></article>'
    page.write_text(page.read_text(encoding="utf-8").replace("</article>", again), encoding="utf-8")
    (found,) = check_site(tmp_path / "site").findings
    assert (found.code, found.file, found.value) == (
        "site.landmark",
        "withheld.html",
        "region 不予公开统计",
    )
