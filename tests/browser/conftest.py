"""A real Chromium over a real web server, and the sites it looks at."""

import dataclasses
import functools
import http.server
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from sampler.disclosure.public import write_public
from sampler.site.__main__ import PROJECT, build
from tests.browser.kinds import TWICE
from tests.unit.disclosure.sample_record import sample_record
from tests.unit.site.corpus import corpus

CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
VECTORS = PROJECT / "tests" / "vectors" / "v2" / "year" / "draws"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves under a strict policy, as the portal does; a sub-path like the portal's is cut off."""

    def translate_path(self, path):
        return super().translate_path(path.removeprefix("/ssjygk"))

    def end_headers(self):
        self.send_header("Content-Security-Policy", CSP)
        super().end_headers()

    def send_error(self, code, *rest):
        page = Path(self.directory) / "404.html"
        if code == 404 and page.is_file():
            content = page.read_bytes()
            self.send_response(404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(content)
        else:
            super().send_error(code, *rest)

    def log_message(self, *arguments):
        pass


def served(folder):
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}/ssjygk/"


def built(record, folder):
    write_public(record, folder / "public")
    build(folder / "public", folder / "site")
    return folder / "site"


def draws_of_vectors():
    """The sample record with the draw files of the known answers, an object taken down and a former name of two objects."""
    record = sample_record()
    files = {
        f"draws/{path.parent.name}/{path.name}": path.read_bytes()
        for path in sorted(VECTORS.rglob("*"))
        if path.is_file()
    }
    first = record.draws[0]
    draws = [
        dataclasses.replace(first, draw_id=name, state="已揭示")
        for name in sorted({p.split("/")[1] for p in files})
    ]
    rest = record.objects[:-1]  # the last was taken down: its page says so
    two = [dataclasses.replace(row, former_names=(TWICE,)) for row in rest[:2]]
    objects = (*two, *rest[2:])
    return dataclasses.replace(record, files=files, draws=tuple(draws), objects=objects)


@pytest.fixture(scope="session")
def browser(chromium):
    return chromium


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The site of the sample record with verifiable draws."""
    return built(draws_of_vectors(), tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def site(folder):
    server, address = served(folder)
    yield address
    server.shutdown()


@pytest.fixture(scope="session")
def big_folder(tmp_path_factory):
    """The site of three thousand objects."""
    return built(corpus(3000), tmp_path_factory.mktemp("big"))


@pytest.fixture(scope="session")
def big(big_folder):
    server, address = served(big_folder)
    yield address
    server.shutdown()


class Watched:
    """A page that remembers what it asked for and what it complained about."""

    def __init__(self, page, own):
        self.page, self.own, self.told, self.asked = page, own, [], []
        page.on("console", lambda message: self.told.append(message.text))
        page.on("pageerror", lambda error: self.told.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    @property
    def outside(self):
        return [url for url in self.asked if not url.startswith((self.own, "blob:", "data:"))]


@contextmanager
def watching(browser, own, **options):
    """Open a page of the site ``own``; at the end it must have asked nobody else and complained of nothing."""
    context = browser.new_context(**options)
    found = Watched(context.new_page(), own)
    yield found
    context.close()
    assert found.told == []
    assert found.outside == []


@pytest.fixture
def page(browser, big):
    """A page of the big site; a file that wants another one says so itself."""
    with watching(browser, big) as found:
        yield found.page


@pytest.fixture
def watched(browser, site):
    with watching(browser, site, viewport={"width": 1280, "height": 900}) as found:
        yield found
