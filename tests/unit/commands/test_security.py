"""What the security page says of the code, read from the code; each scan is shown something it must find."""

import ast
import base64
import os
import re
import stat
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sampler import workflow
from sampler.commands import draws
from sampler.failure import SamplerError
from sampler.office.marks import language
from sampler.release import signing
from sampler.site.render import renderer
from sampler.workflow import draws_folder
from tests.unit.draw.small_bureau import write_bureau

ROOT = Path(__file__).resolve().parents[3]
MODULES = sorted((ROOT / "sampler").rglob("*.py"))
PAGE = ROOT / "site_src" / "method" / "security.md"
STARTERS = {
    name
    for name, rules in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"][
        "per-file-ignores"
    ].items()
    if "S603" in rules
}
"""The modules that may start programs."""
UNPACKERS = {
    "sampler/release/deploy.py",
    "sampler/release/remote.py",
    "sampler/workflow/draws_audit_frame.py",
}
"""The modules that write out what is in an archive."""
SERVER = {"sampler/disclosure/review_server.py", "sampler/workflow/publish.py"}
"""The review page on this computer."""
RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
READS_OBJECTS = {"pickle", "marshal", "shelve", "dill", "joblib", "yaml", "jsonpickle", "copyreg"}
SPEAKS = {
    "socket",
    "ssl",
    "urllib.request",
    "http.client",
    "ftplib",
    "smtplib",
    "requests",
    "httpx",
    "aiohttp",
    "http.server",
}
SHELLS = {
    "system",
    "popen",
    "getoutput",
    "getstatusoutput",
    "spawnl",
    "spawnv",
    "execv",
    "execl",
    "startfile",
}


def faults(source: str, name: str) -> Iterator[str]:
    """Yield what a module does that no module may do."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from _imports([alias.name for alias in node.names], name)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield from _imports([module, *(f"{module}.{alias.name}" for alias in node.names)], name)
        elif isinstance(node, ast.Call):
            yield from _calls(node, name)


def _imports(names: list[str], where: str) -> Iterator[str]:
    for name in names:
        if name.split(".")[0] in READS_OBJECTS:
            yield f"{where}: reads objects with {name}"
        if name in SPEAKS and not (where in SERVER and name == "http.server"):
            yield f"{where}: speaks to the network with {name}"
        if name == "subprocess" and where not in STARTERS:
            yield f"{where}: starts programs"


def _calls(call: ast.Call, where: str) -> Iterator[str]:
    function = call.func
    called = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    owner = ast.unparse(function.value) if isinstance(function, ast.Attribute) else ""
    if isinstance(function, ast.Name) and called in RUNS_TEXT:
        yield f"{where}: {called} of text"
    if owner in {"os", "subprocess"} and called in SHELLS:
        yield f"{where}: a shell by {owner}.{called}"
    if any(keyword.arg == "shell" for keyword in call.keywords):
        yield f"{where}: a shell"
    if (
        owner == "subprocess"
        and call.args
        and isinstance(call.args[0], ast.Constant | ast.JoinedStr | ast.BinOp)
    ):
        yield f"{where}: a command in one piece"
    if called in {"extractall", "extract", "unpack_archive"} and where not in UNPACKERS:
        yield f"{where}: unpacks with {called}"
    if owner == "tempfile" and called == "mktemp":
        yield f"{where}: a name anybody can take"
    if called == "Environment" and not any(
        k.arg == "autoescape" and ast.unparse(k.value) == "True" for k in call.keywords
    ):
        yield f"{where}: templates without escaping"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_runs_data_starts_a_shell_speaks_to_the_network_or_unpacks_elsewhere(path):
    name = path.relative_to(ROOT).as_posix()
    assert list(faults(path.read_text("utf-8"), name)) == []


@pytest.mark.parametrize(
    "source",
    [
        "eval(text)",
        "exec(text)",
        "compile(text, 'a', 'exec')",
        "import pickle",
        "from yaml import load",
        "import urllib.request",
        "from urllib import request",
        "import socket",
        "import subprocess",
        "os.system(name)",
        "subprocess.run(words, shell=True)",
        "subprocess.run(f'git show {name}')",
        "subprocess.run('git show ' + name)",
        "subprocess.getoutput(name)",
        "archive.extractall(folder)",
        "shutil.unpack_archive(path)",
        "tempfile.mktemp()",
        "Environment(loader=x)",
        "jinja2.Environment(autoescape=False)",
    ],
)
def test_the_scan_finds_each_of_these(source):
    assert list(faults(source, "sampler/some.py"))


def test_the_lists_of_exceptions_name_modules_that_exist():
    names = {path.relative_to(ROOT).as_posix() for path in MODULES}
    assert names >= STARTERS | SERVER | UNPACKERS


def test_no_page_template_switches_escaping_off():
    off = re.compile(r"\|\s*safe\b|autoescape\s+false|Markup")
    wrong = [
        path.name for path in (ROOT / "templates").rglob("*.html") if off.search(path.read_text("utf-8"))
    ]
    assert wrong == []


def test_the_site_escapes_and_user_made_templates_are_in_a_sandbox(tmp_path):
    (tmp_path / "a.html").write_text("{{ name }}", "utf-8")
    assert renderer(tmp_path)("a.html", name="<b>") == "&lt;b&gt;"
    assert language().sandboxed
    assert language().autoescape is True
    assert not language().globals


@pytest.fixture
def open_umask() -> Iterator[None]:
    """Let everybody read what is written, as a careless account would."""
    old = os.umask(0)
    yield
    os.umask(old)


@pytest.mark.usefixtures("open_umask")
def test_secrets_are_the_owners_alone_whatever_the_umask(tmp_path):
    folder = draws_folder.Folder(tmp_path / "2025Q1")
    folder.write("sealed/units.csv", b"code,salt\n")
    folder.write("sealed/pool/units.csv", b"code,salt\n")
    folder.write("frame.csv", b"leaf\n")
    signing.make_key(tmp_path / "ssh")
    signing.make_key(tmp_path / "sm2", sm2=True)
    modes = {
        path.relative_to(tmp_path).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in tmp_path.rglob("*")
        if path.is_file() and path.suffix != ".pub"
    }
    assert modes.pop("2025Q1/frame.csv") == 0o666
    assert set(modes.values()) == {0o600}, modes
    assert len(modes) == 4


def test_a_key_that_others_can_read_does_not_sign(tmp_path):
    signing.make_key(tmp_path / "key")
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(SamplerError, match="chmod 600"):
        signing.sign(b"x", tmp_path / "key")


def test_the_key_of_a_draw_is_fresh_and_long_each_time(tmp_path, monkeypatch):
    given = []

    def freeze(*_: object, key: bytes, **__: object) -> str:
        given.append(key)
        return "好"

    monkeypatch.setattr(draws.workflow.draws, "freeze", freeze)
    for _ in range(2):
        draws.freeze.body(None, draw="2025Q1", data=str(tmp_path), as_of="2025-01-02")
    assert len(set(given)) == 2
    assert {len(key) for key in given} == {32}


def test_the_key_of_a_draw_is_in_no_file(tmp_path):
    data, key = write_bureau(tmp_path / "data"), bytes(range(100, 132))
    workflow.draws.freeze(data, "2025Q1", as_of=date(2024, 12, 20), key=key)
    forms = (key, key.hex().encode(), base64.b64encode(key))
    files = [path for path in data.rglob("*") if path.is_file()]
    assert any(path.match("sealed/units.csv") for path in files)
    assert not [path for path in files if any(form in path.read_bytes() for form in forms)]
    kept = [path for path in (data / "draws").rglob("*") if path.is_file() and "sealed" in path.parts]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_every_proof_the_page_names_is_there():
    named = re.findall(r"`(tests/[\w/.-]+?)`", PAGE.read_text("utf-8"))
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []
