"""A real nginx on loopback: headers, types, paths, compression; and the real site switched under load."""

import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sampler.release import deploy, package, policy, server
from sampler.workflow import release
from tests.e2e.conftest import COLUMN, Portal

pytestmark = pytest.mark.xdist_group("release")
WATCH = """
local paths = { %s }
local turn, mixed = 0, 0
local threads = {}
function setup(thread) table.insert(threads, thread) end
function request()
  turn = turn + 1
  return wrk.format("GET", paths[turn %% #paths + 1])
end
function delay() return 3 end  -- milliseconds: a steady load of some two thousand a second, not all the machine has
function response(status, headers, body)
  local first = string.match(string.sub(body, 1, 300), 'name="release" content="(%%d+)"')
  local last = string.match(string.sub(body, -30), "<!%%-%%- release (%%d+) %%-%%->%%s*$")
  if not first or first ~= last then mixed = mixed + 1 end
  counted = mixed
end
function done(summary, latency, requests)
  local sum = 0
  for _, thread in ipairs(threads) do sum = sum + (thread:get("counted") or 0) end
  local e = summary.errors
  io.write(string.format("mixed=%%d failed=%%d\\n", sum, e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Deploy a small site that has one of everything."""
    folder = tmp_path_factory.mktemp("small")
    site, public = folder / "site", folder / "public"
    for place in (site / "objects", site / "assets", site / "feeds", public):
        place.mkdir(parents=True)
    for name in ("index.html", "404.html", "objects/index.html"):
        (site / name).write_text(
            f"<html><head><script>let a</script></head><body>{name}{'　' * 800}</body></html>"
        )
    for name, text in (
        ("assets/main.0123abcd.min.css", "body{}"), ("assets/site.css", "body{}"), ("assets/part.1.js", "1"), ("data.csv", "甲\n"),
        ("feeds/all.xml", "<feed/>"), ("sitemap.xml", "<urlset/>"), ("table.xlsx", "PK"), ("verify.pyz", "PK"), ("log.jsonl", "{}"),
    ):  # fmt: skip
        (site / name).write_text(text)
    (public / "bureau.json").write_text("{}")
    source = package.Source(site, public, None, package.contents_digest(site, public), "2026-02-01")
    deploy.deploy(package.pack(source, folder / "a.zip").path, folder / "www", dry_run=False)
    return folder / "www"


@pytest.fixture(scope="module", params=["/", COLUMN])
def nginx(request: pytest.FixtureRequest, target: Path, portal: Callable[..., Portal]) -> Portal:
    return portal(target, str(request.param), policy.content_security_policy(target / "current" / "site"))


@pytest.mark.parametrize("name", ["index.html", "", "nowhere.html", "assets/", "objects/", "feeds/all.xml"])
def test_every_answer_carries_every_header(nginx: Portal, name: str) -> None:
    headers = nginx.get(nginx.prefix + name)[1]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "'sha256-" in headers["Content-Security-Policy"]
    for key, value in server.HEADERS:
        assert headers.get_all(key) == [value]
    assert headers.get_all("Cache-Control") == ["no-cache"]
    assert headers["Server"] == "nginx"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("data.csv", "text/csv; charset=utf-8"),
        ("feeds/all.xml", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("table.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("verify.pyz", "application/octet-stream"),
        ("log.jsonl", "application/jsonl"),
    ],
)
def test_files_go_out_with_their_own_type(nginx: Portal, name: str, kind: str) -> None:
    assert nginx.get(nginx.prefix + name)[1]["Content-Type"] == kind


def test_only_assets_named_by_their_digest_are_kept_long(nginx: Portal) -> None:
    kept = {
        name: nginx.get(f"{nginx.prefix}assets/{name}")[1]["Cache-Control"]
        for name in ("main.0123abcd.min.css", "site.css", "part.1.js")
    }
    assert "immutable" in kept.pop("main.0123abcd.min.css")
    assert set(kept.values()) == {"no-cache"}


@pytest.mark.parametrize(("accepted", "sent"), [("gzip", "gzip"), ("gzip, br", "br"), ("identity", None)])
def test_packed_copies_are_sent_to_those_who_take_them(
    nginx: Portal, accepted: str, sent: str | None
) -> None:
    headers = nginx.get(f"{nginx.prefix}index.html", Accept_Encoding=accepted)[1]
    assert headers["Content-Encoding"] == sent
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["Content-Type"] == "text/html; charset=utf-8"


def test_missing_pages_and_folders_get_our_own_404_and_nothing_is_listed(nginx: Portal) -> None:
    for name in ("nowhere.html", "assets/", "a/b/c", "%E6%B2%A1%E6%9C%89.html"):
        status, _, body = nginx.get(nginx.prefix + name)
        assert status == 404
        assert b"404.html" in body


def test_a_folder_without_its_slash_leads_to_it_whatever_the_gate_in_front(nginx: Portal) -> None:
    status, headers, _ = nginx.get(f"{nginx.prefix}objects")
    assert (status, headers["Location"]) == (301, f"{nginx.prefix}objects/")
    assert nginx.get(f"{nginx.prefix}objects/")[0] == 200
    if nginx.prefix != "/":
        status, headers, _ = nginx.get(nginx.prefix[:-1])
        assert (status, headers["Location"]) == (301, nginx.prefix)


def test_nothing_outside_of_the_site_is_served(nginx: Portal) -> None:
    for name in ("../SHA256SUMS", "%2e%2e/SHA256SUMS", "..%2fSHA256SUMS", "../../../history.txt"):
        assert nginx.get(nginx.prefix + name)[0] in {400, 404}
    assert nginx.get(f"{nginx.prefix[:-1]}../SHA256SUMS")[0] in {400, 404}


def test_head_is_answered_and_writing_is_refused(nginx: Portal) -> None:
    status, headers, body = nginx.get(f"{nginx.prefix}index.html", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 800
    for method in ("PUT", "POST", "DELETE", "TRACE"):
        assert nginx.get(f"{nginx.prefix}index.html", method=method)[0] == 405


@pytest.fixture(scope="module")
def releases(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[package.Release]]:
    """Pack the real site three times, each page marked at its beginning and its end."""
    folder, made = tmp_path_factory.mktemp("three"), []
    shutil.copytree(real, folder / "build")
    pages = {page: page.read_text("utf-8") for page in (folder / "build" / "site").rglob("*.html")}
    for number in range(3):
        head = f'<head><meta name="release" content="{number}">'
        for page, text in pages.items():
            page.write_text(f"{text.replace('<head>', head, 1)}\n<!-- release {number} -->\n", "utf-8")
        (folder / "build" / "site" / "robots.txt").write_text(f"# release {number}\n")
        release.mark_scanned(folder / "build")
        made.append(release.pack(folder / "build", folder / f"{number}.zip"))
    yield made
    shutil.rmtree(folder)


def test_thirty_switches_of_the_real_site_under_load_fail_and_mix_nothing(
    releases: list[package.Release], kinds: list[str], portal: Callable[..., Portal], tmp_path: Path
) -> None:
    target = tmp_path / "www"
    deploy.deploy(releases[0].path, target, dry_run=False)
    column = portal(target, COLUMN, policy.content_security_policy(target / "current" / "site"))
    script = tmp_path / "watch.lua"
    script.write_text(WATCH % ", ".join(f'"{COLUMN}{name}"' for name in kinds))
    command = ["wrk", "-t1", "-c8", "-d300s", "-s", str(script), column.address]
    load = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        slowest = max(_there_and_back(target, releases, column, turn) for turn in range(15))
        load.send_signal(signal.SIGINT)
        report = load.communicate(timeout=30)[0]
    finally:
        load.kill()
    print(report, f"slowest way back {slowest:.2f} s")
    assert "mixed=0 failed=0" in report
    rate = re.search(r"Requests/sec:\s+([\d.]+)", report)
    assert rate is not None
    assert float(rate[1]) >= 1000, report


def _there_and_back(target: Path, releases: list[package.Release], column: Portal, turn: int) -> float:
    """Deploy another release, see it, go back, see the first; return how long the way back took."""
    number = 1 + turn % 2
    if turn < 6:
        shutil.rmtree(target / "releases" / releases[number].name, ignore_errors=True)
    deploy.deploy(releases[number].path, target, dry_run=False)
    see_only(column, number)
    began = time.monotonic()
    deploy.rollback(target)
    took = time.monotonic() - began
    see_only(column, 0)
    return took


def see_only(column: Portal, number: int) -> None:
    """Whatever is asked for after a switch comes from the new release: every page and what it loads."""
    for name in ("index.html", "draws/2025Q1.html", "404.html"):
        assert f'name="release" content="{number}"'.encode() in column.get(column.prefix + name)[2]
    assert column.get(f"{column.prefix}robots.txt")[2] == f"# release {number}\n".encode()
