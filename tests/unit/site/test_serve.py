"""The preview with a real server: a change of data, template or page is shown, and the browser is told to load again."""

import dataclasses
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from sampler.disclosure.public import write_public
from sampler.site.__main__ import PROJECT
from tests.unit.disclosure.sample_record import sample_record

START = """
import sys
from pathlib import Path
from sampler.workflow.site import serve
sys.exit(serve(Path(sys.argv[1]), sys.argv[2], project=Path(sys.argv[3])))
"""
PATIENCE = 120


def free_address():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{found.getsockname()[1]}"


def text_of(address):
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return answer.read().decode()


def wait_for(address, words, process):
    """Ask again until the page shows the words; only then is the test over, however slow the machine."""
    for _ in range(PATIENCE * 5):
        assert process.poll() is None, "the server ended"
        try:
            shown = text_of(address)
        except OSError:
            shown = ""
        if words in shown:
            return shown
        time.sleep(0.2)
    raise AssertionError(f"{address} never showed {words}")


@pytest.fixture
def project(tmp_path):
    """A copy of what people wrote, so that the test may change it."""
    folder = tmp_path / "project"
    for name in ("templates", "site_src"):
        shutil.copytree(PROJECT / name, folder / name)
    shutil.copy(PROJECT / "mkdocs.yml", folder)
    write_public(sample_record(), tmp_path / "public")
    return folder


@pytest.fixture
def server(project, tmp_path):
    address = free_address()
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(tmp_path / "public"), address, str(project)],
        cwd=PROJECT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield process, f"http://{address}/"
    os.killpg(process.pid, signal.SIGTERM)
    process.wait()


def test_a_change_of_data_template_or_page_is_shown_and_the_browser_is_told(server, project, tmp_path):
    process, address = server
    page = f"{address}objects/e00001.html"
    shown = wait_for(page, "检查经过", process)
    epoch, request = re.search(r"livereload\((\d+), (\d+)\)", shown).groups()

    record = sample_record()
    renamed = dataclasses.replace(record.objects[0], industry="新的行业")
    write_public(dataclasses.replace(record, objects=(renamed, *record.objects[1:])), tmp_path / "public")
    wait_for(page, "新的行业", process)
    assert int(text_of(f"{address}livereload/{epoch}/{request}")) > int(epoch)

    template = project / "templates" / "pages" / "object.html"
    template.write_text(
        template.read_text(encoding="utf-8").replace("检查经过", "检查的经过"), encoding="utf-8"
    )
    wait_for(page, "检查的经过", process)

    written = project / "site_src" / "about" / "faq.md"
    written.write_text(written.read_text(encoding="utf-8") + "\n\n新写的一句。\n", encoding="utf-8")
    wait_for(f"{address}about/faq.html", "新写的一句。", process)
