"""Every kind of page in a real browser: quiet, on its own, narrow, without scripts, by keyboard, accessible."""

import pytest
from axe_playwright_python.sync_playwright import Axe

KINDS = (
    "index.html", "plan/index.html", "plan/2025.html", "items.html", "rules.html", "draws/index.html", "draws/2025Q1.html",
    "results/index.html", "results/2025Q1.html", "objects/index.html", "objects/e00001.html", "objects/e00009.html",
    "objects/e00011.html", "objects/township-1.html", "objects/initial-H.html", "followups.html", "withheld.html", "changes.html",
    "statistics.html", "data.html", "verify.html", "search.html", "search.html?q=化工", "lookup.html", "glossary.html",
    "method/index.html", "method/protocol.html", "method/words.html", "about/index.html", "about/faq.html", "about/objection.html",
    "about/training.html", "about/cases.html", "about/reuse.html", "about/accessibility.html", "about/map.html", "en.html", "404.html",
    "decisions/index.html", "decisions/0001-draw-by-digests.html",
)  # fmt: skip


def settle(page):
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("path", KINDS)
def test_a_page_says_nothing_on_the_console_and_asks_no_other_host(watched, site, path):
    watched.page.goto(site + path)
    settle(watched.page)
    assert watched.page.title()


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, site, path, scheme):
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(site + path)
    settle(page)
    for details in page.query_selector_all("details"):
        details.evaluate("element => { element.open = true; }")
    found = Axe().run(page)
    context.close()
    told = [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in found.response["violations"]]
    assert told == []


@pytest.mark.parametrize("path", KINDS)
def test_360_pixels_need_no_sideways_scroll(browser, site, path):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(site + path)
    settle(page)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert over == 0


@pytest.mark.parametrize("path", [path for path in KINDS if "?" not in path])
def test_without_scripts_a_page_can_be_read(browser, site, path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + path)
    assert page.locator("h1").count() == 1
    assert len(page.locator("article").inner_text()) > 60
    context.close()


@pytest.mark.parametrize("path", KINDS)
def test_the_keyboard_reaches_the_menu_and_then_every_link(browser, site, path):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(site + path)
    settle(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    wanted = page.evaluate(REACHABLE)
    seen = set()
    for _ in range(wanted + 40):
        seen.add(page.evaluate(MARK))
        page.keyboard.press("Tab")
    context.close()
    assert len(seen - {""}) >= min(wanted, 120)


REACHABLE = """() => {
  const all = [...document.querySelectorAll('a[href], button:not([disabled]), input:not(.md-toggle), select, textarea, summary')];
  const shown = all.filter(e => e.checkVisibility());
  shown.forEach((e, n) => e.setAttribute('data-n', n));
  return Math.min(shown.length, 120);
}"""
MARK = "document.activeElement.getAttribute('data-n') || ''"


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
    from tests.browser.conftest import Watched, built, served
    from tests.unit.site.hostile import hostile_record

    server, address = served(built(hostile_record(), tmp_path))
    context = browser.new_context()
    watched = Watched(context.new_page(), address)
    dialogs = []
    watched.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for path in ("index.html", "plan/2025.html", "items.html", "rules.html", "draws/2025Q1.html", "results/2025Q1.html", "changes.html",
                 "objects/e00001.html", "objects/e00002.html", "objects/index.html", "followups.html", "search.html?q=script", "data.html"):  # fmt: skip
        watched.page.goto(address + path)
        watched.page.wait_for_load_state("networkidle")
        assert watched.page.is_visible("h1")
    context.close()
    server.shutdown()
    assert dialogs == []
    assert watched.told == []
    assert watched.outside == []
