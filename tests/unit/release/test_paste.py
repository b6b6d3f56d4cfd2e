"""Fragments for a portal's editor."""

from html.parser import HTMLParser
from pathlib import Path
from typing import ClassVar

import pytest

from sampler.failure import SamplerError
from sampler.release import paste

PAGE = """<!doctype html><html><head><meta name="PubDate" content="2025-04-10"><meta name="ContentSource" content="某分局">
<meta name="keywords" content="双随机"></head><body><header>站点</header><article class="md-content__inner">
<h1 id="x">2025年第一季度抽查结果<a class="headerlink" href="#x">¶</a></h1>
<p class="a" onclick="x()">共 <strong>2</strong> 家 &lt;b&gt;。</p><script>alert(1)</script><svg><title>图</title></svg>
<table class="t"><caption>结果</caption><tr><th scope="col">对象</th></tr><tr><td colspan="2"><a href="../objects/e1.html">甲厂</a></td></tr></table>
<p><a href="../files/results.xlsx">下载</a> <a href="javascript:x()">坏</a></p><div hidden><p>不见</p></div></article></body></html>"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "results").mkdir()
    (tmp_path / "files").mkdir()
    (tmp_path / "results" / "2025Q1.html").write_text(PAGE)
    (tmp_path / "files" / "results.xlsx").write_bytes(b"PK")
    return tmp_path


def test_the_fragment_is_the_article_in_plain_tags(site: Path) -> None:
    notice = paste.read(site, "results/2025Q1.html", address="https://example.gov/ssj/")
    for gone in ("<script", "alert", "<svg", "class=", "id=", "onclick", "javascript:", "不见", "站点", "¶"):
        assert gone not in notice.fragment
    assert "&lt;b&gt;" in notice.fragment
    assert 'href="https://example.gov/ssj/objects/e1.html"' in notice.fragment
    assert 'scope="col"' in notice.fragment
    assert notice.title == "2025年第一季度抽查结果"


def test_every_tag_that_opens_closes(site: Path) -> None:
    class Balance(HTMLParser):
        open: ClassVar[list[str]] = []

        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag != "br":
                self.open.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

    balance = Balance()
    balance.feed(paste.read(site, "results/2025Q1.html").fragment)
    assert balance.open == []


def test_attachments_and_the_words_for_the_form_lie_beside_it(site: Path, tmp_path: Path) -> None:
    written = paste.write(site, "results/2025Q1.html", tmp_path / "paste")
    assert [path.name for path in written] == [
        "results-2025Q1.html",
        "results-2025Q1.txt",
        "results-2025Q1-results.xlsx",
    ]
    told = written[1].read_text("utf-8-sig")
    assert "标题：2025年第一季度抽查结果" in told
    assert "日期：2025-04-10" in told
    assert "附件：results.xlsx" in told


def test_a_page_that_is_not_there_is_named(site: Path, tmp_path: Path) -> None:
    with pytest.raises(SamplerError, match="没有页面"):
        paste.write(site, "../x.html", tmp_path / "paste")


BIG = """<html><body><article><h1>结果</h1><div class="big-table" id="b"><table><caption>检查结果（共 3 行，先列 1 行）</caption>
<thead><tr><th>名称</th></tr></thead><tbody><tr><td>甲</td></tr></tbody></table>
<p class="pager">全部内容：<a href="2025Q2-rows-1.html">第 1 页</a> <a href="2025Q2-rows-2.html">第 2 页</a></p></div>
<p class="pager"><a href="x.html">别处</a></p></article></body></html>"""


def test_a_big_table_comes_with_all_its_rows_and_its_workbook(site: Path) -> None:
    (site / "data").mkdir()
    (site / "data" / "results.xlsx").write_bytes(b"PK")
    (site / "results" / "2025Q2.html").write_text(BIG)
    for number, rows in ((1, "甲乙"), (2, "丙")):
        body = "".join(f"<tr><td>{name}</td></tr>" for name in rows)
        (site / "results" / f"2025Q2-rows-{number}.html").write_text(f"<table><tbody>{body}</tbody></table>")
    notice = paste.read(site, "results/2025Q2.html")
    assert "检查结果（共 3 行）</caption>" in notice.fragment
    assert [notice.fragment.count(f">{name}<") for name in "甲乙丙"] == [1, 1, 1]
    assert "第 1 页" not in notice.fragment
    assert notice.attachments == ["data/results.xlsx"]
    assert paste.notices(site) == ["results/2025Q1.html", "results/2025Q2.html"]
