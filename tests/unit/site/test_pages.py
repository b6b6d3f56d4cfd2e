"""What stands on the pages: the chain from plan to follow-up, the catalogue, the numbers."""

import dataclasses
import json
import re
from datetime import date
from pathlib import Path

import pytest

from sampler.disclosure.public import ChangeRow
from sampler.site import charts, draws, figures, initials, ledgers
from sampler.site.__main__ import PROJECT
from sampler.site.index import index
from sampler.site.news import news
from sampler.site.page import index_number, site_root
from sampler.site.render import renderer
from tests.unit.disclosure.sample_record import sample_record


def text_of(site, path):
    return (site / path).read_text(encoding="utf-8")


def test_an_object_page_links_plan_task_draw_result_and_follow_up(site, known):
    result = next(row for row in known.record.results if row.followup_state)
    visit = known.visits[result.visit_id]
    text = text_of(site, f"objects/{result.public_id}.html")
    assert f'href="../plan/2025.html#{visit.task_ids[0]}"' in text
    assert f'href="../draws/{visit.draw_id}.html"' in text
    assert f'href="../items.html#{result.item_id}"' in text
    assert f'id="{result.result_id}"' in text
    assert known.followups_of[result.result_id][0].document in text
    assert f"本年第 {visit.nth} 次 / 上限 {visit.cap} 次" in text


def test_the_timeline_is_newest_first(site, known):
    for row in known.record.objects:
        dates = re.findall(r"<h3>(\d{4}-\d\d-\d\d)", text_of(site, f"objects/{row.public_id}.html"))
        assert dates == sorted(dates, reverse=True)


def test_a_visit_that_was_not_drawn_says_that_it_does_not_count(site):
    assert "不是随机抽取，不计入抽查比例" in text_of(site, "objects/e00014.html")


def test_a_former_name_stands_on_the_page(site, known):
    assert known.objects["e00004"].former_names[0] in text_of(site, "objects/e00004.html")


def test_a_correction_shows_both_versions(site):
    text = text_of(site, "objects/e00005.html") + text_of(site, "followups.html")
    assert "<del>未发现问题</del>" in text
    assert "<ins>发现问题已责令改正</ins>" in text


def test_a_plan_change_stands_side_by_side_in_the_plan(site):
    text = text_of(site, "plan/2025.html")
    assert re.search(r"<del>2025年7月—8月</del> <ins>[^<]+</ins>", text)
    assert "冀清环监〔2025〕7号" in text


def test_every_page_has_its_catalogue_and_government_tags(site):
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for word in ("索引号", "发布机构", "公开日期", "最近更新", "公开依据", "本页有误"):
            assert f"<dt>{word}</dt>" in text, path
        for tag in (
            "SiteName",
            "SiteDomain",
            "SiteIDCode",
            "ColumnName",
            "ColumnType",
            "ArticleTitle",
            "PubDate",
            "ContentSource",
        ):
            assert f'<meta name="{tag}" content="' in text, path


def test_every_page_dates_itself_and_its_contact_for_errors_names_the_page(site):
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        shown = dict(re.findall(r"<dt>(公开日期|最近更新|索引号)</dt><dd>([^<]+)", text))
        assert date.fromisoformat(shown["公开日期"]) <= date.fromisoformat(shown["最近更新"]), path
        assert f'<meta name="PubDate" content="{shown["公开日期"]}">' in text, path
        assert re.search(rf'href="mailto:[^"]+\?subject=[^"]*{re.escape(shown["索引号"])}"', text), path
        assert 'about/objection.html">回复与异议</a></dd>' in text, path


def test_index_numbers_are_all_different(site):
    numbers = [
        re.search(r"<dt>索引号</dt><dd>([^<]+)", path.read_text(encoding="utf-8"))[1]
        for path in site.rglob("*.html")
    ]
    assert len(numbers) == len(set(numbers))


def test_an_index_number_stays_when_the_record_moves_on(site, known):
    later = index(dataclasses.replace(sample_record(), as_of="2027-01-01"))
    assert later.first_day == known.first_day
    number = index_number(known.bureau, "about/index.html", known.first_day)
    assert number in text_of(site, "about/index.html")


def test_what_bureau_toml_does_not_say_is_left_out(known):
    bare = index(dataclasses.replace(sample_record(), bureau={"name": "某局"}))
    assert bare.bureau["footer"]["icp"] == ""
    assert site_root(bare.bureau) == "/"


def test_home_speaks_of_the_newest_period_that_was_drawn():
    record = sample_record()
    next_draw = dataclasses.replace(
        record.draws[0], draw_id="2026Q1", period="2026Q1", state="已承诺", seed=""
    )
    assert index(dataclasses.replace(record, draws=(*record.draws, next_draw))).period == "2025Q4"


def test_the_numbers_of_a_period_add_up(known):
    for period in known.periods:
        now = figures.progress(known, period)
        assert now.drawn == now.published + now.waiting + now.withheld + now.late


def test_a_substitute_that_was_inspected_counts_as_drawn(known):
    record = sample_record()
    rows = [
        dataclasses.replace(r, state="已公开") if r.state == "候补" and r.draw_id == "2025Q1" else r
        for r in record.drawn
    ]
    changed = index(dataclasses.replace(record, drawn=tuple(rows)))
    assert figures.progress(changed, "2025Q1").drawn == 12 + 3


def test_each_picture_has_title_description_and_table(site):
    text = text_of(site, "statistics.html")
    pictures = re.findall(r"<svg viewBox.*?</svg>.*?</figure>", text, re.DOTALL)
    assert len(pictures) >= 4
    for picture in pictures:
        assert "<title>" in picture
        assert "<desc>" in picture
        assert "<table" in picture


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("赵县华阳焦化有限公司", "H"),
        ("石家庄市赵县安达化工厂", "A"),
        ("张三饭店", "Z"),
        ("123厂", "#"),
        ("Ａ厂", "#"),
        ("縣", "#"),
        ("", "#"),
    ],
)
def test_initials_leave_out_the_county(name, letter):
    assert initials.initial(name) == letter


def test_every_object_is_in_one_list_by_township_and_one_by_initial(site, known):
    for kind in ("township", "initial"):
        links = [
            link
            for path in (site / "objects").glob(f"{kind}-*.html")
            for link in re.findall(
                r'<th scope="row"[^>]*><a href="../objects/(e\d+)\.html"', path.read_text(encoding="utf-8")
            )
        ]
        assert sorted(links) == sorted(known.objects)


def test_a_draw_says_where_few_are_alike_until_they_are_opened_and_where_no_chance_is_left(known):
    folder = Path(__file__).resolve().parents[2] / "vectors" / "v2" / "year" / "draws" / "2025Q1"
    record = dataclasses.replace(
        known.record, files={"draws/2025Q1/manifest.json": (folder / "manifest.json").read_bytes()}
    )
    row = next(row for row in record.draws if row.draw_id == "2025Q1")
    waiting = draws.remarks(index(record), dataclasses.replace(row, state="已承诺"))
    opened = draws.remarks(index(record), dataclasses.replace(row, state="已揭示"))
    few = [line for line in waiting if "可能猜到是谁" in line]
    strata = json.loads((folder / "manifest.json").read_bytes())["strata"]
    assert len(few) == sum(cell["count"] < 5 for one in strata for cell in one["burdens"]) > 0
    assert opened == [line for line in waiting if line not in few]
    assert [line for line in opened if "没有随机性" in line]


def test_a_small_share_looks_small_beside_the_whole():
    small = [charts.Bar("层", 0.5, "0.5%", 1, 0.4)]
    (alone,), (beside_all,) = (
        charts.bars("", "", small, ("", "")).bars,
        charts.bars("", "", small, ("", ""), full=100).bars,
    )
    assert alone["width"] > 100 * beside_all["width"]


def test_long_lists_inside_a_cell_are_folded_away(site):
    text = (site / "items.html").read_text(encoding="utf-8")
    cells = re.findall(r'<td class="w" data-label="抽查事项">(.*?)</td>', text, re.DOTALL)
    assert cells
    assert all(cell.count("<a ") == 0 or "<details>" in cell for cell in cells)


def test_what_is_overdue_is_named_and_linked(known):
    rows = [dataclasses.replace(row, state="办理中", deadline="2020-01-01") for row in known.record.followups]
    rows[0] = dataclasses.replace(rows[0], deadline="2019-01-01")
    late = index(dataclasses.replace(known.record, followups=tuple(rows)))
    page = next(iter(ledgers.followup_pages(renderer(PROJECT / "templates" / "pages"), late)))
    assert f"有 {len(rows)} 件超过期限" in page.slots["BODY"]
    assert f'href="objects/{rows[0].public_id}.html#{rows[0].result_id}"' in page.slots["BODY"]


def test_changes_of_one_day_and_kind_are_one_line_that_links_to_the_objects(known, site):
    visits = known.record.visits[:5]
    rows = [
        *(ChangeRow("2025-12-30", "visits", "新增", v.visit_id, v.object_name, "", "", "") for v in visits),
        ChangeRow(
            "2025-12-31", "objects", "更正", "e00002", known.objects["e00002"].name, "credit", "C", "B"
        ),
    ]
    later = index(dataclasses.replace(known.record, changes=(*known.record.changes, *rows)))
    single, group, *_ = news(later, 8)
    assert (single.count, single.only.field, single.named[0][1]) == (1, "credit", "objects/e00002.html")
    assert (group.count, group.only, len(group.named)) == (5, None, 3)
    assert {link for _, link in group.named} <= {f"objects/{v.public_id}.html" for v in visits}
    page = ledgers.home_page(renderer(PROJECT / "templates" / "pages"), later)
    assert "2025-12-30　检查任务新增 5 条：<a href=" in page.slots["BODY"]
    assert "信用等级：C → B" in page.slots["BODY"]
