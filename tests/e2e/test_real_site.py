"""The real demo site in a real browser: at a root, as a column of a portal, from a disk; and without scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sampler.release import deploy, package, policy
from sampler.release.server import TYPES
from sampler.workflow import release
from tests.browser.kinds import WALKED, kind_of
from tests.e2e.conftest import COLUMN, Portal

pytestmark = pytest.mark.xdist_group("release")


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Browser:
    return chromium


@pytest.fixture(scope="module")
def packed(real: Path, tmp_path_factory: pytest.TempPathFactory) -> package.Release:
    return release.pack(real, tmp_path_factory.mktemp("packed") / "a.zip")


@pytest.fixture(scope="module")
def target(packed: package.Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("target")
    deploy.deploy(packed.path, folder / "www", dry_run=False)
    return folder / "www"


@pytest.fixture(scope="module", params=["/", COLUMN])
def served(request: pytest.FixtureRequest, target: Path, portal: Callable[..., Portal]) -> Portal:
    rules = policy.content_security_policy(target / "current" / "site")
    return portal(target, str(request.param), rules)


class Told:
    """What a page said on its console, what it could not load, and what it asked of others."""

    def __init__(self, page: Page, own: str) -> None:
        self.page, self.own, self.lines = page, own, list[str]()
        page.on("console", lambda message: self.lines.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: self.lines.append(f"{page.url}: {error}"))
        page.on("requestfailed", lambda request: self._failed(request.url, str(request.failure)))
        page.on("request", lambda request: self._asked(request.url))

    def _failed(self, url: str, why: str) -> None:
        if "ERR_ABORTED" not in why:  # leaving a page breaks off what it still loads
            self.lines.append(f"{url}: {why}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.own, "blob:", "data:")):
            self.lines.append(f"asked another host: {url}")

    def open(self, name: str) -> None:
        self.page.goto(self.own + name, wait_until="load")
        arrive(self.page, name)
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 30)))")


def arrive(page: Page, name: str) -> None:
    """Wait where a page leads on by itself: the former name of one object, without any script."""
    if "/former-" in name:
        page.wait_for_url("**/objects/e*.html", wait_until="load")


@pytest.fixture
def told(browser: Browser, served: Portal) -> Iterator[Told]:
    context = browser.new_context()
    yield Told(context.new_page(), served.address)
    context.close()


@pytest.fixture
def on_disk(browser: Browser, target: Path) -> Iterator[Told]:
    context = browser.new_context()
    yield Told(context.new_page(), (target / "current" / "site").as_uri() + "/")
    context.close()


def use(told: Told, draw: str, words: str) -> None:
    """Verify a draw and search for a firm, as a citizen does."""
    page = told.page
    told.open("verify.html")
    page.select_option("#verify-draw", draw)
    page.click("text=开始验证")
    expect(page.locator("#verify-said")).to_contain_text("验证通过", timeout=60_000)
    told.open("index.html")
    page.fill("#find", words)
    page.press("#find", "Enter")
    page.wait_for_url("**/search.html*")
    first = page.locator("#search-page a[href*='objects/e']").first
    expect(first).to_be_visible(timeout=20_000)
    name = first.inner_text()
    first.click()
    page.wait_for_url("**/objects/e*.html")
    assert name.strip() in page.inner_text("h1")


def test_every_page_kind_of_the_real_site_is_walked_in_light_dark_narrow_and_by_keyboard(
    kinds: list[str],
) -> None:
    """The walk itself is ``tests/browser/test_pages.py``, over one page of each of these kinds."""
    assert {kind_of(name) for name in kinds} <= WALKED


def test_no_page_kind_says_anything_under_the_computed_policy(told: Told, kinds: list[str]) -> None:
    assert len(kinds) > 35
    for name in kinds:
        if name != "404.html":
            told.open(name)
    assert told.lines == []


def test_verifying_and_searching_work_under_the_computed_policy(told: Told) -> None:
    use(told, "2025Q1", "化工")
    assert told.lines == []


def test_a_missing_page_of_the_column_shows_our_own_page_in_full_dress(
    target: Path, portal: Callable[..., Portal], browser: Browser
) -> None:
    column = portal(target, COLUMN, policy.content_security_policy(target / "current" / "site"))
    page = browser.new_page()
    told = Told(page, column.address)
    page.goto(f"{column.address}objects/e99999.html")
    assert "没有找到" in page.inner_text("h1")
    (status,) = told.lines
    assert "404" in status
    page.close()


def test_every_page_kind_works_from_a_disk(on_disk: Told, kinds: list[str]) -> None:
    for name in kinds:
        if name != "404.html":
            on_disk.open(name)
    use(on_disk, "2025Q1", "化工")
    assert on_disk.lines == []


def test_every_page_kind_can_be_read_without_scripts(
    browser: Browser, target: Path, kinds: list[str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in kinds:
        page.goto((target / "current" / "site" / name).as_uri())
        arrive(page, name)
        assert page.locator("h1").count() == 1, name
        assert len(page.inner_text("article")) > 60, name
    context.close()


def test_every_kind_of_file_has_a_type(real: Path, served: Portal) -> None:
    known = {ending: kind for kind, endings in TYPES for ending in endings.split()}
    examples = {path.suffix[1:]: path for path in (real / "site").rglob("*") if path.suffix}
    assert set(examples) <= set(known)
    for ending, path in examples.items():
        name = path.relative_to(real / "site").as_posix()
        expected = "application/atom+xml" if name.startswith("feeds/") else known[ending]
        assert served.get(served.prefix + name)[1].get_content_type() == expected, name


def test_the_real_package_passes_every_check(packed: package.Release) -> None:
    assert release.verify(packed.path, public_key=None).name == packed.name
