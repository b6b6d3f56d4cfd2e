"""The real site before judges written by others: html-validate for its HTML, LinkChecker for its links.

Left out of html-validate's rules: ``require-sri`` (nothing comes from another host), ``prefer-native-element`` (a matter of
taste), and two that only find the theme's own hidden switches (an empty label, autocomplete on a checkbox).
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("release")
JUDGE = Path(__file__).parent / "judges"


@pytest.fixture(scope="module")
def html_validate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install html-validate as its lock file says, outside of the repository."""
    folder = tmp_path_factory.mktemp("judge")
    for name in ("package.json", "package-lock.json", "htmlvalidate.json"):
        shutil.copy(JUDGE / name, folder)
    subprocess.run(
        ["npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True
    )
    return folder


def complaints(judge: Path, pages: list[Path]) -> list[str]:
    command = [judge / "node_modules" / ".bin" / "html-validate", "--config", judge / "htmlvalidate.json"]
    subprocess.run([*command, "-f", "json=told.json", *pages], cwd=judge, capture_output=True, check=False)
    return [
        f"{Path(page['filePath']).name}:{said['line']} {said['ruleId']}: {said['message']}"
        for page in json.loads((judge / "told.json").read_text("utf-8"))
        for said in page["messages"]
    ]


def test_html_validate_finds_nothing_on_any_page_kind(
    html_validate: Path, real: Path, kinds: list[str]
) -> None:
    assert complaints(html_validate, [real / "site" / name for name in kinds]) == []


def test_html_validate_would_have_found_faults(html_validate: Path, tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text(
        "<!doctype html>\n<html><head><title></title></head><body><p id='a'><div id='a'></p><img src='x'></body></html>"
    )
    rules = " ".join(complaints(html_validate, [page]))
    for rule in ("no-dup-id", "empty-title", "wcag/h37", "close-order"):
        assert rule in rules


@pytest.fixture
def readable() -> Iterator[Path]:
    """Return a folder all can read: started by root, LinkChecker goes on as nobody."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def broken_links(addresses: list[str]) -> list[str]:
    """Return what LinkChecker finds broken on these pages; anchors are the matter of ``site.check``."""
    command = [sys.executable, "-m", "linkcheck", f"--config={JUDGE / 'linkcheckerrc'}", *addresses]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "urlname;parentname" in done.stdout, done.stderr
    return [line for line in done.stdout.splitlines() if line and not line.startswith(("#", "urlname"))]


def test_linkchecker_finds_no_broken_link_on_any_page_kind(
    readable: Path, real: Path, kinds: list[str]
) -> None:
    shutil.copytree(real / "site", readable / "site")
    pages = [
        name for name in kinds if name != "404.html"
    ]  # served at any depth, its links begin at the portal's root
    assert broken_links([(readable / "site" / name).as_uri() for name in pages]) == []


def test_linkchecker_would_have_found_a_broken_link(readable: Path) -> None:
    (readable / "loose.html").write_text('<html><body><a href="nowhere.html">x</a></body></html>')
    (found,) = broken_links([(readable / "loose.html").as_uri()])
    assert "nowhere.html" in found
