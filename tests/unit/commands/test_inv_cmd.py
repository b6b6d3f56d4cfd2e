"""The Windows wrapper, read as a careful person reads it; what only Windows itself can show is not shown here."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CONTENT = (ROOT / "inv.cmd").read_bytes()
JUMP = re.compile(r"\b(?:goto|call) +:?([a-z]+)\b|\bcall +:([a-z]+)")


def mistakes(content: bytes) -> list[str]:
    """Return what would go wrong, or might, in some version or code page of Windows."""
    lines = content.decode("utf-8").split("\r\n")
    found = ["a line that does not end as Windows ends lines"] * (
        content.count(b"\n") != content.count(b"\r\n")
    )
    found += ["a byte order mark"] * content.startswith(b"\xef\xbb\xbf")
    labels = [line[1:] for line in lines if line.startswith(":")]
    found += [f"label {name} stands twice" for name in labels if labels.count(name) > 1]
    jumps = {next(filter(None, jump)) for line in lines for jump in JUMP.findall(_code(line))}
    found += [f"no label {name}" for name in sorted(jumps - {*labels})]
    found += [f"nothing goes to {name}" for name in labels if name not in jumps]
    found += [f"{line!r}: {fault}" for line in lines for fault in _faults(line)]
    code = "\n".join(map(_code, lines))
    found += ["brackets that do not close"] * (code.count("(") != code.count(")"))
    ends = [lines[place - 1] for place, line in enumerate(lines) if line.startswith(":") and line != ":run"]
    return found + [
        f"{line!r} runs on into a label" for line in ends if not line.startswith(("exit /b", "goto"))
    ]


def _code(line: str) -> str:
    """Return a line without what stands in quotation marks, and without remarks."""
    return "" if line.startswith("rem ") else re.sub(r'"[^"]*"', '""', line)


def _faults(line: str) -> list[str]:
    code, found = _code(line), []
    if line.count('"') % 2:
        found.append("a quotation mark that does not close")
    if re.search(
        r"%(?:here|venv|pins)%|%~dp0", code.replace("%pins%", "") if code.endswith(" %pins%") else code
    ):
        found.append("a path outside quotation marks breaks at a space or an ampersand")
    if re.search(r'%(?:here|~dp0)%?"', line) and not line.startswith("set "):
        found.append("a backslash before the closing quotation mark swallows it")
    if re.search(r"&&|\|\|", code):
        found.append("what a subroutine returns is asked with errorlevel, not with && or ||")
    if not line.isascii() and not line.startswith(">&2 echo "):
        found.append(
            "Chinese that the code page may tear apart, elsewhere than at the end of a line that is shown"
        )
    if re.match(r"\s*set ", line) and not re.match(r'set "[a-zA-Z0-9_]+=[^"]*"$', line):
        found.append("set without quotation marks takes spaces and ampersands along")
    if code.lstrip().startswith("if ") and not re.search(r"\b(?:set|goto|exit)\b", code):
        found.append("an if that does nothing")
    return found


def test_the_wrapper_has_no_such_mistake():
    assert mistakes(CONTENT) == []


@pytest.mark.parametrize(
    ("sound", "broken", "told"),
    [
        (b"\r\n", b"\n", "Windows ends lines"),
        (b"goto prepare", b"goto prepared", "no label prepared"),
        (b":try\r", b":trial\r", "no label try"),
        (b"exit /b 1\r\n:try", b":try", "runs on into a label"),
        (b'"%here%sampler', b"%here%sampler", "quotation mark"),
        (b'"%here%."', b'"%here%"', "swallows"),
        (b'"%here%."', b"%here%.", "space or an ampersand"),
        (b'set "pins=run"', b"set pins=run", "set without"),
        (b"if errorlevel 1 exit /b 1", b"goto run || exit /b 1", "errorlevel"),
        (b"    if not errorlevel 1 goto run\r\n)", b"    if not errorlevel 1 goto run", "brackets"),
        (b"rem Sunshine", "rem 阳光".encode(), "Chinese"),
    ],
)
def test_each_mistake_is_found(sound, broken, told):
    assert sound in CONTENT
    assert any(told in one for one in mistakes(CONTENT.replace(sound, broken)))


def test_both_wrappers_choose_the_same_pins_and_settings():
    posix = (ROOT / "inv").read_text("utf-8")
    choose = re.search(r"in ([a-z| ]+)\) pins=test ;; ([a-z]+)\) pins=bench", posix)
    windows = re.findall(r'if /i "%~1"=="([a-z]+)" set "pins=([a-z]+)"', CONTENT.decode())
    assert choose is not None
    assert windows == [*((word.strip(), "test") for word in choose[1].split("|")), (choose[2], "bench")]
    for setting in ("PYTHONUTF8=1", "NO_MKDOCS_2_WARNING=1"):
        assert setting in posix
        assert setting in CONTENT.decode()
    assert "(3, 11)" in posix
    assert "(3, 11)" in CONTENT.decode()
