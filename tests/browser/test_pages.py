"""Every kind of page in a real browser: quiet, on its own, narrow, without scripts, by keyboard, accessible."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from sampler.site.former import path_of
from tests.browser.conftest import Watched
from tests.browser.kinds import LARGE, SAMPLE, WALKED, kind_of, kinds_in
from tests.unit.disclosure.sample_record import sample_record

KINDS = [*(("site", path) for path in SAMPLE), *(("big", path) for path in LARGE)]
every_kind = pytest.mark.parametrize(("where", "path"), KINDS, ids=[path for _, path in KINDS])


def test_every_kind_of_page_is_walked(folder, big_folder):
    assert kinds_in(folder) | kinds_in(big_folder) == WALKED


@pytest.fixture(scope="module")
def address(site, big):
    """Return the address of a page of one of the two sites."""
    return lambda where, path: {"site": site, "big": big}[where] + path


def settle(page):
    """Wait for what the scripts of a page do by themselves, and for colours that are still changing."""
    page.wait_for_load_state("load")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 60)))")
    page.evaluate(
        "async () => { await Promise.allSettled(document.getAnimations().map(one => one.finished)); }"
    )


def judged(page):
    """Return what axe-core finds, of any level."""
    found = Axe().run(page).response["violations"]
    return [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in found]


@every_kind
def test_a_page_is_quiet_asks_nobody_fits_a_phone_and_axe_finds_nothing_in_light_and_dark(
    browser, address, where, path
):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    watched = Watched(context.new_page(), address(where, ""))
    page = watched.page
    page.goto(address(where, path))
    settle(page)
    assert page.title()
    page.evaluate("() => document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert judged(page) == []
    page.emulate_media(color_scheme="dark")
    settle(page)
    assert judged(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert over == 0
    assert watched.told == []
    assert watched.outside == []


@pytest.fixture(scope="module")
def without_scripts(browser):
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@every_kind
def test_without_scripts_a_page_can_be_read(without_scripts, address, where, path):
    without_scripts.goto(address(where, path))
    assert without_scripts.locator("h1").count() == 1
    assert len(without_scripts.locator("article").inner_text()) > 60


@every_kind
def test_the_keyboard_reaches_the_menu_and_then_every_link(browser, address, where, path):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address(where, path))
    settle(page)
    wanted, presses = page.evaluate(REACHABLE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(presses):
        page.keyboard.press("Tab")
    seen = page.evaluate("window.reached.size")
    context.close()
    assert seen >= wanted


REACHABLE = """() => {
  const most = 120;
  const stops = [...document.querySelectorAll('a[href], button:not([disabled]), input:not(.md-toggle), select, textarea, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility());
  const wanted = stops.filter(e => e.tabIndex === 0 && !e.hasAttribute('tabindex')).slice(0, most);
  window.reached = new Set();
  document.addEventListener('focusin', event => { if (wanted.includes(event.target)) window.reached.add(event.target); });
  return [wanted.length, stops.indexOf(wanted[wanted.length - 1]) + 20];
}"""
"""Watches the first links and fields of a page; returns how many they are and how many presses of Tab are enough."""


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("disk", [True, False])
def test_a_link_by_a_former_name_arrives_at_the_object(browser, folder, site, scripts, disk):
    row = next(row for row in sample_record().objects if row.public_id == "e00004")
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.goto((folder.as_uri() + "/" if disk else site) + path_of(row.former_names[0]))
    page.wait_for_url("**/objects/e00004.html")
    assert page.inner_text("h1") == row.name
    context.close()
    assert told == []


def test_the_page_of_a_former_name_can_be_read_and_used_where_nothing_leads_away(browser, site):
    row = next(row for row in sample_record().objects if row.public_id == "e00004")
    context = browser.new_context()
    watched = Watched(context.new_page(), site)
    page = watched.page
    held = []
    page.route("**/objects/e00004.html", lambda route: (held.append(route), route.fulfill(status=204)))
    page.goto(site + path_of(row.former_names[0]))
    settle(page)
    assert held
    assert "曾用名" in page.inner_text("h1")
    assert judged(page) == []
    page.unroute("**/objects/e00004.html")
    page.locator("article").get_by_role("link", name=row.name).click()
    page.wait_for_url("**/objects/e00004.html")
    context.close()
    assert watched.told == []
    assert watched.outside == []


def test_the_skip_link_leads_to_the_text(watched, site):
    watched.page.goto(site + "index.html")
    watched.page.keyboard.press("Tab")
    watched.page.keyboard.press("Enter")
    assert watched.page.evaluate("document.activeElement.id") == "content"


def test_type_size_and_colours_are_kept_from_page_to_page(watched, site):
    page = watched.page
    page.goto(site + "index.html")
    before = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    page.click("summary:has-text('字号与配色')")
    page.click("button:has-text('特大')")
    page.click("button:has-text('高对比')")
    page.goto(site + "items.html")
    after = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    assert float(after[:-2]) > float(before[:-2]) * 1.3
    assert page.evaluate("document.documentElement.dataset.scheme") == "contrast"


@pytest.mark.parametrize(
    "path", ["index.html", "objects/e00001.html", "results/2025Q1.html", "plan/index.html"]
)
def test_the_largest_type_still_fits_a_phone(browser, site, path):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.add_init_script("localStorage.setItem('sampler.size', 'larger')")
    page.goto(site + path)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert over == 0


def test_a_missing_address_shows_our_own_page_that_works_at_any_depth(browser, site):
    context = browser.new_context()
    page = context.new_page()
    page.goto(site + "no/such/page.html")
    assert "没有找到这个页面" in page.inner_text("h1")
    page.click("article >> text=网站地图")
    assert "网站地图" in page.inner_text("h1")
    context.close()


def test_print_leaves_out_what_paper_does_not_need(watched, site):
    watched.page.goto(site + "objects/e00001.html")
    watched.page.emulate_media(media="print")
    assert not watched.page.is_visible("header")
    assert watched.page.is_visible("h1")


def test_hostile_values_open_no_dialog_and_fetch_nothing(browser, tmp_path):
    from tests.browser.conftest import built, served
    from tests.unit.site.hostile import hostile_record

    folder = built(hostile_record(), tmp_path)
    server, address = served(folder)
    context = browser.new_context()
    watched = Watched(context.new_page(), address)
    dialogs = []
    watched.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    names = {page.relative_to(folder).as_posix() for page in folder.rglob("*.html")}
    kinds = {kind_of(name): name for name in sorted(names, reverse=True)}
    leading = {name for name in names if 'http-equiv="refresh"' in (folder / name).read_text("utf-8")}
    for path in (*kinds.values(), "search.html?q=script", "objects/e00002.html", "objects/e00003.html"):
        watched.page.goto(address + path)
        if path in leading:
            watched.page.wait_for_url("**/objects/e*.html", wait_until="load")
        settle(watched.page)
        assert watched.page.is_visible("h1")
    context.close()
    server.shutdown()
    assert leading
    assert dialogs == []
    assert watched.told == []
    assert watched.outside == []
