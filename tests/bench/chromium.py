"""A real Chromium over a small web server, for what is measured in a browser."""

import functools
import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from tests.conftest import ARGUMENTS


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        """Say nothing."""


@contextmanager
def page() -> Iterator[Page]:
    """Yield an empty page of a fresh browser."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield started.new_context(viewport={"width": 1280, "height": 900}).new_page()
        started.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Yield the address of a folder."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


def weight(folder: Path, urls: list[str]) -> int:
    """Return the bytes of the files behind these addresses, compressed as a server does."""
    files = {folder / urlsplit(url).path.lstrip("/") for url in urls}
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in files if path.is_file())
