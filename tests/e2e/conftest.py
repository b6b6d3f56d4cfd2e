"""The real demo site, built once, and a real nginx to serve it."""

import fcntl
import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from sampler.demo import county
from sampler.release import server
from sampler.workflow import build
from tests.browser.kinds import kind_of

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin") or "nginx"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
COLUMN = "/zwgk/ssj/"


@dataclass
class Portal:
    """A running nginx: where it listens and what it serves."""

    port: int
    prefix: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.prefix}"

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, Message, bytes]:
        """Ask for an absolute path; redirects are not followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx_running(folder: Path, sample: str, port: int) -> Iterator[None]:
    """Run nginx with our sample inside ``http``, brotli switched on as its comment says."""
    sample = sample.replace("# brotli_static on;", "brotli_static on;")
    main = f"load_module {BROTLI};\ndaemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
    main += "user root root;\n" if os.getuid() == 0 else ""  # its workers may then read the test's folders
    main += "worker_processes 1; events { worker_connections 1024; }\n"
    main += f"http {{ access_log off; client_body_temp_path {folder}/body; {sample} }}\n"
    (folder / "nginx.conf").write_text(main)
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Portal]]:
    """Return what starts an nginx for ``target`` (which holds ``current``) under ``prefix`` with a policy."""
    with ExitStack() as running:

        def start(target: Path, prefix: str, policy: str) -> Portal:
            port = free_port()
            sample = server.nginx(policy, root=str(target), port=port, prefix=prefix)
            running.enter_context(nginx_running(tmp_path_factory.mktemp("nginx"), sample, port))
            return Portal(port, prefix)

        yield start


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the shipped county, as a column at ``/zwgk/ssj/``, once for all processes of a run; return the build folder."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "real-county"
    folder.mkdir(exist_ok=True)
    with (folder / "building").open("w") as waiting:
        fcntl.flock(waiting, fcntl.LOCK_EX)
        if not (folder / "build" / "scanned.json").is_file():
            shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns(".git"))
            bureau = folder / "data" / "bureau.toml"
            text = re.sub(r'(?m)^path = ".*"$', f'path = "{COLUMN}"', bureau.read_text("utf-8"))
            bureau.write_text(text, "utf-8")
            build.build(folder / "data", folder / "build", as_of=county.LAST)
    return folder / "build"


@pytest.fixture(scope="session")
def kinds(real: Path) -> list[str]:
    """Return one page of each kind of the real site."""
    found: dict[str, str] = {}
    for path in sorted((real / "site").rglob("*.html")):
        name = path.relative_to(real / "site").as_posix()
        found.setdefault(kind_of(name), name)
    return sorted(found.values())
