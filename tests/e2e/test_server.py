"""A real nginx on loopback serves releases while they are switched under load."""

import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from sampler.release import deploy, package, policy, server

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin") or "nginx"
PAGES = 20


@dataclass
class Server:
    """A running nginx and the folder it serves from."""

    target: Path
    port: int
    releases: list[package.Release]

    def get(self, path: str, **headers: str) -> tuple[int, Message, bytes]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pack_version(folder: Path, number: int) -> package.Release:
    site, public = folder / "site", folder / "public"
    for place in (site / "objects", public):
        place.mkdir(parents=True, exist_ok=True)
    body = f"<html><head><script>let release = {number}</script></head><body>第 {number} 版{'　' * 800}</body></html>"
    for name in ["index.html", "404.html", *(f"objects/e{page:05d}.html" for page in range(PAGES))]:
        (site / name).write_text(body)
    (site / "assets").mkdir(exist_ok=True)
    (site / "assets" / "main.0123abcd.min.css").write_text("body{}")
    (site / "data.csv").write_text("甲,乙\n")
    (site / "feed.atom").write_text("<feed/>")
    (site / "table.xlsx").write_bytes(b"PK")
    (public / "bureau.json").write_text("{}")
    source = package.Source(
        site, public, None, package.contents_digest(site, public), f"2026-02-{number + 1:02d}"
    )
    return package.pack(source, folder / f"{number}.zip")


@pytest.fixture(scope="module", params=["/", "/zwgk/ssj/"])
def nginx(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, str]]:
    folder, prefix, port = tmp_path_factory.mktemp("nginx"), str(request.param), free_port()
    folder.chmod(0o755)
    for parent in folder.parents[:2]:
        parent.chmod(0o755)
    releases = [pack_version(folder, number) for number in range(3)]
    target = folder / "www"
    deploy.deploy(releases[0].path, target, dry_run=False)
    rules = policy.content_security_policy(target / "current" / "site")
    block = server.nginx(rules, root=str(target), port=port, prefix=prefix)
    main = f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;\n"
    main += f"events {{ worker_connections 1024; }}\nhttp {{ access_log off; {block} }}\n"
    (folder / "nginx.conf").write_text(main)
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield Server(target, port, releases), prefix
    process.terminate()
    process.wait(timeout=10)


def test_pages_carry_every_header_and_the_right_types(nginx: tuple[Server, str]) -> None:
    site, prefix = nginx
    status, headers, _ = site.get(f"{prefix}index.html")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-cache"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Server"] == "nginx"
    for name, kind in (
        ("data.csv", "text/csv"),
        ("feed.atom", "application/atom+xml"),
        ("table.xlsx", "spreadsheetml"),
    ):
        assert kind in site.get(f"{prefix}{name}")[1]["Content-Type"]


def test_the_column_opens_at_its_own_path(nginx: tuple[Server, str]) -> None:
    site, prefix = nginx
    assert site.get(prefix)[0] == 200


def test_hashed_assets_are_kept_long_and_pages_come_compressed(nginx: tuple[Server, str]) -> None:
    site, prefix = nginx
    assert "immutable" in site.get(f"{prefix}assets/main.0123abcd.min.css")[1]["Cache-Control"]
    packed = site.get(f"{prefix}index.html", **{"Accept-Encoding": "gzip"})
    assert packed[1]["Content-Encoding"] == "gzip"


def test_a_missing_page_gets_our_own_404_and_folders_are_not_listed(nginx: tuple[Server, str]) -> None:
    site, prefix = nginx
    status, _, body = site.get(f"{prefix}nowhere.html")
    assert (status, "版" in body.decode()) == (404, True)
    assert site.get(f"{prefix}assets/")[0] in {403, 404}


def test_writing_is_refused(nginx: tuple[Server, str]) -> None:
    site, prefix = nginx
    request = urllib.request.Request(
        f"http://127.0.0.1:{site.port}{prefix}index.html", data=b"x", method="PUT"
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=5)
    assert refused.value.code == 405


def test_thirty_switches_under_load_fail_no_request(nginx: tuple[Server, str]) -> None:
    site, prefix = nginx
    address = f"http://127.0.0.1:{site.port}{prefix}objects/e00001.html"
    load = subprocess.Popen(["wrk", "-t1", "-c8", "-d6s", address], stdout=subprocess.PIPE, text=True)
    deploy.deploy(site.releases[1].path, site.target, dry_run=False)
    deploy.deploy(site.releases[2].path, site.target, dry_run=False)
    for turn in range(28):
        deploy.rollback(site.target, to=site.releases[turn % 3].name)
        time.sleep(0.1)
    report = load.communicate(timeout=30)[0]
    assert "Non-2xx" not in report, report
    assert "Socket errors" not in report, report
    rate = re.search(r"Requests/sec:\s+([\d.]+)", report)
    assert rate is not None
    assert float(rate[1]) >= 1000, report
