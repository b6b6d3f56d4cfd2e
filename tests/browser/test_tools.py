"""Big tables, the verify page and the pasted list, in a real browser."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import VECTORS, Watched
from tests.unit.site.corpus import corpus, firm


def rows(page):
    return page.locator(".big-table tbody tr")


def test_the_first_rows_are_real_html_and_the_rest_comes_on_first_use(browser, big):
    context = browser.new_context()
    watched = Watched(context.new_page(), big)
    page = watched.page
    page.goto(big + "objects/index.html")
    page.wait_for_load_state("networkidle")
    assert rows(page).count() == 50
    assert not [url for url in watched.asked if url.endswith("objects/all.js")]
    page.click("text=下一页")
    expect(page.locator(".pager [role=status]")).to_contain_text("第 51—100 行，共 3000 行")
    assert [url for url in watched.asked if url.endswith("objects/all.js")]
    context.close()


def test_filters_choose_words_and_say_how_many_rows_are_left(page, big):
    page.goto(big + "objects/index.html")
    page.select_option(".big-table select >> nth=0", label="青石镇")
    wanted = [row for row in corpus(3000).objects if row.township == "青石镇"]
    expect(page.locator(".pager [role=status]")).to_contain_text(f"共 {len(wanted)} 行")
    page.fill(".big-table input[type=search]", "焦化")
    fewer = [row for row in wanted if "焦化" in row.name + row.industry]
    expect(page.locator(".pager [role=status]")).to_contain_text(f"共 {len(fewer)} 行")


def test_a_header_sorts_up_and_then_down_and_says_so(page, big):
    page.goto(big + "results/2025Q1.html")
    header = page.locator(".big-table thead th", has_text="检查日期")
    header.locator("button").click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    dates = page.locator(".big-table tbody tr td:nth-child(5)").all_inner_texts()
    assert dates == sorted(dates)
    header.locator("button").click()
    expect(header).to_have_attribute("aria-sort", "descending")
    dates = page.locator(".big-table tbody tr td:nth-child(5)").all_inner_texts()
    assert dates == sorted(dates, reverse=True)


def test_links_made_by_the_script_lead_to_the_pages(page, big):
    page.goto(big + "results/2025Q1.html")
    page.click("text=下一页")
    expect(page.locator(".pager [role=status]")).to_contain_text("第 51")
    name = rows(page).first.locator("a").first.inner_text()
    rows(page).first.locator("a").first.click()
    assert page.inner_text("h1") == name


def test_without_scripts_static_pages_of_two_hundred_rows_hold_everything(browser, big):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(big + "objects/index.html")
    links = page.locator(".big-table .pager a")
    assert links.count() == 15
    total = 0
    for number in (0, 14):
        page.goto(big + "objects/index.html")
        links.nth(number).click()
        total += page.locator("tbody tr").count()
    assert total == 400
    context.close()


def test_a_results_page_is_interactive_at_once(browser, big):
    context = browser.new_context()
    page = context.new_page()
    page.goto(big + "index.html")
    began = time.monotonic()
    page.goto(big + "results/2025Q1.html", wait_until="domcontentloaded")
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
    took = time.monotonic() - began
    nodes = page.evaluate("document.querySelectorAll('*').length")
    context.close()
    print(f"interactive after {timing:.0f} ms ({took:.2f} s in all), {nodes} nodes")
    assert nodes < 2500
    assert timing < 2000


@pytest.mark.parametrize("path", ["", "?draw=2025Q1"])
def test_a_draw_is_recomputed_in_the_browser(watched, site, path):
    page = watched.page
    page.goto(site + "verify.html" + path)
    page.select_option("#verify-draw", "2025Q1")
    page.click("text=开始验证")
    expect(page.locator("#verify-said")).to_contain_text("验证通过", timeout=60_000)
    verdicts = page.locator("#verify .state").all_inner_texts()
    assert "不符" not in verdicts
    assert verdicts.count("通过") >= 6


def test_a_draw_is_recomputed_from_a_disk(browser, folder):
    context = browser.new_context()
    page = context.new_page()
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.goto((folder / "verify.html").as_uri())
    page.select_option("#verify-draw", "2025Q1")
    page.click("text=开始验证")
    expect(page.locator("#verify-said")).to_contain_text("验证通过", timeout=60_000)
    context.close()
    assert told == []


def test_a_changed_file_of_ones_own_is_caught(watched, site, tmp_path):
    for path in (VECTORS / "2025Q1").iterdir():
        content = path.read_bytes()
        if path.name == "drawn.csv":
            lines = content.decode().splitlines(keepends=True)
            content = "".join([lines[0], *lines[2:]]).encode()
        (tmp_path / path.name).write_bytes(content)
    page = watched.page
    page.goto(site + "verify.html")
    page.select_option("#verify-draw", "2025Q1")
    page.click("summary:has-text('自己电脑上的文件')")
    page.set_input_files("#verify-files", sorted(tmp_path.iterdir()))
    page.click("text=开始验证")
    expect(page.locator("#verify-said")).to_contain_text("项不符", timeout=60_000)
    expect(page.locator("#verify")).to_contain_text("抽中名单被改过")


def test_a_pasted_list_is_matched_without_leaving_the_browser(browser, big):
    context = browser.new_context()
    watched = Watched(context.new_page(), big)
    page = watched.page
    page.goto(big + "lookup.html")
    page.fill(
        "#lookup-list",
        f"{firm(7).name}\n{firm(8).code.lower()}\n\n不存在的单位甲乙丙\n{firm(22).former_names[0]}",
    )
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.locator("#lookup [role=status]")).to_contain_text("核对了 4 行")
    answers = page.locator("#lookup tbody td:nth-child(2)").all_inner_texts()
    assert answers[0] == answers[1] == "找到"
    assert answers[2] == "没有找到"
    with page.expect_download() as download:
        page.click("text=下载核对结果")
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert firm(7).public_id in text
    assert not [url for url in watched.outside if not url.startswith("blob:")]
    context.close()


def test_the_verify_page_says_what_it_left_open_and_shows_another_list_for_other_numbers(watched, site):
    page = watched.page
    page.goto(site + "verify.html")
    page.select_option("#verify-draw", "2025Q1")
    page.click("text=开始验证")
    expect(page.locator("#verify-said")).to_contain_text("验证通过", timeout=60_000)
    expect(page.locator("#verify")).to_contain_text("见证（2025Q1）：不能排除公告不是见证人登记的那一份。")
    expect(page.locator("#verify")).to_contain_text("公开文件本身不能回答：")
    page.locator("#verify summary", has_text="是怎样一步一步算出来的").click()
    form = page.locator("#verify form.another")
    first = "1 ssq 2025001 2025-01-02 01 02 03 04 05 06 + 07"
    seeds = []
    for text in (first, "别的号码"):
        form.locator("input").fill(text)
        form.locator("button").click()
        expect(form.locator("[role=status]")).to_contain_text("同样抽", timeout=60_000)
        seeds.append(form.locator("[role=status]").inner_text().split("。")[0])
    assert seeds[0] != seeds[1]
    assert form.locator("tbody tr").count() > 5
