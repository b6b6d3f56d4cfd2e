"""Search in a real browser: every kind of query, ranking, facets, keyboard, from a disk, and beyond 30 000 objects."""

import gzip
import json

import pytest
from playwright.sync_api import expect

from sampler.site import search
from sampler.site.index import index
from tests.browser.conftest import Watched, watching
from tests.unit.site.corpus import corpus, firm

SAMPLE = [firm(n) for n in (1, 7, 22, 97, 194, 388, 500, 1234, 2200, 2999)]
FIND = """async (query) => new Promise(done => {
  const s = window.samplerSearch;
  s.load(window.base || "", () => s.find(query, {limit: 10}, result => done(result.hits.slice(0, 10).map(row => row.id))));
})"""


def queries(row):
    """Every kind of query that should find an object: whole, parts, across words, codes, former names, township, folded."""
    name = row.name
    yield name
    yield name[3:6]
    yield name[3:8]
    yield name[2:7]
    yield name[4:9]
    yield f"{row.township} {name[3:6]}"
    yield row.code
    yield row.code[-6:] + " " + name[3:5]
    yield row.code[:12] + " " + name[3:6]
    yield row.code.lower()
    yield row.public_id
    yield row.public_id.upper()
    yield "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in row.code)
    if row.former_names:
        yield row.former_names[0] + " " + name[3:5]


def missed(page):
    """Return every query that does not find its object among the first ten."""
    return [
        (row.public_id, q)
        for row in SAMPLE
        for q in queries(row)
        if row.public_id not in page.evaluate(FIND, q)
    ]


def test_every_kind_of_query_finds_its_object_among_the_first_ten(page, big):
    page.goto(big + "search.html")
    page.wait_for_function("window.samplerSearch")
    assert missed(page) == []


def test_characters_outside_the_first_plane_are_found_by_themselves(page, big):
    page.goto(big + "search.html")
    page.wait_for_function("window.samplerSearch")
    rare = firm(97)
    letter = next(c for c in rare.name if ord(c) > 0xFFFF)
    assert rare.public_id in page.evaluate(FIND, rare.name[3:5] + letter)
    assert page.evaluate(FIND, letter)


def test_the_whole_code_comes_first_then_names_that_begin_so_then_shorter_ones(page, big):
    page.goto(big + "search.html")
    page.wait_for_function("window.samplerSearch")
    row = firm(1234)
    assert page.evaluate(FIND, row.code)[0] == row.public_id
    assert page.evaluate(FIND, row.name)[0] == row.public_id
    found = page.evaluate(
        """() => new Promise(done => window.samplerSearch.find("恒阳", {limit: 10}, r => done(r.hits.slice(0, 10).map(h => h.name.length))))"""
    )
    assert found == sorted(found)


def test_nothing_of_the_search_is_fetched_before_its_first_use(browser, big):
    context = browser.new_context()
    watched = Watched(context.new_page(), big)
    watched.page.goto(big + "objects/e00001.html")
    watched.page.wait_for_load_state("networkidle")
    assert not [url for url in watched.asked if "search" in url]
    watched.page.focus("#find")
    watched.page.wait_for_function("window.samplerSearch")
    assert [url for url in watched.asked if url.endswith("assets/search/names.js")]
    context.close()


def test_by_keyboard_alone_from_typing_to_the_page_of_the_object(page, big):
    row = firm(1234)
    page.goto(big + "index.html")
    page.focus("#find")
    page.keyboard.type(row.code[-8:])
    option = page.locator("#find-list [role=option]").first
    expect(option).to_contain_text(row.name)
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#find", "aria-activedescendant") == "find-0"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/objects/{row.public_id}.html")
    assert row.name in page.inner_text("h1")


def test_escape_closes_the_list_and_its_size_is_said_aloud(page, big):
    page.goto(big + "index.html")
    page.focus("#find")
    page.keyboard.type("化工")
    expect(page.locator(".find [role=status]")).to_contain_text("个结果")
    assert page.get_attribute("#find", "aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert page.get_attribute("#find", "aria-expanded") == "false"


def test_facets_narrow_the_hits_to_objects_with_such_a_result(page, big):
    page.goto(big + "search.html?q=化工")
    expect(page.locator("#search-said")).to_contain_text("个结果")
    before = int(page.inner_text("#search-said").split(" ")[0])
    page.select_option("#search-page select >> nth=4", label="立案处罚")
    expect(page.locator("#search-said")).not_to_contain_text(f"{before} 个")
    known = index(corpus(3000))
    right = {v.public_id for v in known.record.results if v.outcome == "立案处罚"}
    wanted = [
        r for r in known.record.objects if r.public_id in right and "化工" in r.name + "".join(r.former_names)
    ]
    assert int(page.inner_text("#search-said").split(" ")[0]) == len(wanted) < before


def test_more_hits_are_offered_only_where_there_are_more(page, big):
    page.goto(big + "search.html?q=" + firm(22).code)
    expect(page.locator("#search-said")).to_contain_text("1 个结果")
    expect(page.get_by_text("再显示 50 个")).to_be_hidden()
    page.goto(big + "search.html?q=化工")
    expect(page.locator(".hits li")).to_have_count(50)
    page.get_by_text("再显示 50 个").click()
    expect(page.locator(".hits li")).to_have_count(100)


def test_the_search_works_from_a_disk(browser, big_folder):
    context = browser.new_context()
    page = context.new_page()
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.goto((big_folder / "search.html").as_uri() + "?q=" + firm(22).code)
    expect(page.locator(".hits li").first).to_contain_text(firm(22).name)
    assert told == []
    context.close()


def test_hostile_queries_are_shown_as_text(page, big):
    page.goto(big + 'search.html?q=<img src=x onerror="document.title=1">')
    expect(page.locator("#search-said")).to_contain_text("没有找到")
    assert page.locator("#search-page img").count() == 0


@pytest.fixture(scope="session")
def cut_up(big_folder, tmp_path_factory):
    """The three thousand objects again, with the search data cut up as it is beyond 30 000."""
    import shutil

    from tests.browser.conftest import served

    folder = tmp_path_factory.mktemp("cut") / "site"
    shutil.copytree(big_folder, folder, ignore=shutil.ignore_patterns("objects", "feeds"))
    shutil.rmtree(folder / "assets" / "search")
    for path, content in search.search_files(index(corpus(3000)), whole=0):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    server, address = served(folder)
    yield address
    server.shutdown()


def test_cut_up_data_finds_the_same(browser, cut_up):
    with watching(browser, cut_up) as watched:
        watched.page.goto(cut_up + "search.html")
        watched.page.wait_for_function("window.samplerSearch")
        assert missed(watched.page) == []


CHOICES = (
    ({"检查结果": "立案处罚"}, "化工"),
    ({"检查结果": "立案处罚", "抽查事项": "水污染物排放情况检查"}, "化工"),
    ({"检查结果": "停产", "抽查期": "2025Q3"}, ""),
    ({"乡镇": "青石镇", "对象类别": "重点"}, ""),
    ({"乡镇": "青石镇", "检查结果": "发现问题已责令改正"}, "有限公司"),
)


def choose(page, address, query, chosen):
    """Choose the filters; return how many objects the page says there are."""
    page.goto(f"{address}search.html?q={query}")
    for title, value in chosen.items():
        page.locator("#search-page label", has_text=title).locator("select").select_option(label=value)
    page.wait_for_timeout(300)
    expect(page.locator("#search-said")).to_contain_text("个结果")
    return page.inner_text("#search-said")


@pytest.mark.parametrize(("chosen", "query"), CHOICES)
def test_cut_up_data_filters_by_the_same_facets_with_the_same_hits(browser, big, cut_up, chosen, query):
    context = browser.new_context()
    watched = Watched(context.new_page(), cut_up)
    asked = watched.page
    told = [choose(asked, address, query, chosen) for address in (big, cut_up)]
    context.close()
    assert watched.told == []
    assert told[0].split(" ")[0] == told[1].removeprefix("约 ").split(" ")[0]


def test_a_facet_of_the_cut_up_data_is_fetched_when_it_is_chosen_and_not_before(browser, cut_up):
    context = browser.new_context()
    watched = Watched(context.new_page(), cut_up)
    watched.page.goto(cut_up + "search.html?q=化工")
    expect(watched.page.locator("#search-said")).to_contain_text("个结果")
    assert not [url for url in watched.asked if "/facet-" in url or "/cells-" in url]
    choose(watched.page, cut_up, "化工", {"抽查期": "2025Q3"})
    assert len([url for url in watched.asked if "/facet-" in url]) == 1
    context.close()


def test_ten_thousand_names_weigh_little():
    files = dict(search.search_files(index(corpus(10_000))))
    assert len(gzip.compress(files["assets/search/names.js"], 6)) <= 250 * 1024
    text = files["assets/search/names.js"].decode()
    assert json.loads(text[len("samplerNames(") : -3])["lines"].count("\n") == 9_999
