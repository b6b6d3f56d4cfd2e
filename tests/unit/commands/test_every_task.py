"""Every task explains itself, and every command named anywhere exists."""

import re
from pathlib import Path
from typing import NoReturn

import pytest

from sampler import workflow
from sampler.commands.namespace import namespace
from sampler.commands.program import program
from sampler.failure import SamplerError
from tests.pages import HARMLESS, lines, sources

ROOT = Path(__file__).resolve().parents[3]
CHINESE = re.compile(r"[一-鿿]")
COMMAND = re.compile(r"\./inv ([a-z][a-z.]*[a-z])")
PLAIN = re.compile(r"[\x21-\x7e]+")
DAY = "--as-of=2026-04-10"
TASKS = namespace().to_contexts()
BY_NAME = {context.name: context for context in TASKS}
NAMES = {name for context in TASKS for name in (context.name, *context.aliases)}


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_a_task_and_each_of_its_options_are_explained_in_chinese(name: str) -> None:
    task = namespace()[name]
    assert CHINESE.search((task.__doc__ or "").splitlines()[0])
    for argument in BY_NAME[name].args.values():
        assert CHINESE.search(argument.help or ""), f"{name} --{argument.name}"


def test_every_command_that_is_named_exists() -> None:
    wrong = {
        f"{path.relative_to(ROOT)}: {word}"
        for path in sources()
        for word in COMMAND.findall(path.read_text("utf-8"))
        if word not in NAMES
    }
    assert not wrong


def wrong_options(name: str, words: list[str]) -> list[str]:
    """Return the options a task does not have, asked of the task's own parser."""
    context = next((one for one in TASKS if name in (one.name, *one.aliases)), None)
    known = [context.flags, context.inverse_flags, {"--help", "-h"}] if context else []
    named = [word.partition("=")[0] for word in words if word.startswith("-")]
    return [word for word in named if not any(word in flags for flags in known)]


def test_an_option_no_task_has_is_found() -> None:
    assert wrong_options("quotas", ["2025Q3", "--dta", "x", "--data=x", "-x"]) == ["--dta", "-x"]


def harmless() -> list[str]:
    """Return the commands of the pages that can be run as they stand: read-only, without a place to fill in."""
    pages = [path for path in sources() if path.suffix == ".md"]
    found = {
        " ".join([name, *words])
        for _, name, words in lines(pages)
        if name in HARMLESS and all(map(PLAIN.fullmatch, words)) and "FILE" not in words
        if not any("/" in word for word in words)
        if words or not BY_NAME[name].missing_positional_args
    }
    return sorted(found)


@pytest.mark.parametrize("command", harmless())
def test_what_a_page_says_to_run_runs_on_the_shipped_data(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    words = command.split()
    dated = "--as-of" in next(one for one in TASKS if words[0] in (one.name, *one.aliases)).flags
    code = 0
    try:
        program(namespace(), version="0").run(
            ["inv", *words, *([DAY] if dated and "--as-of" not in words else [])]
        )
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    told = capsys.readouterr()
    assert code == 0, told.err
    assert CHINESE.search(told.out)


@pytest.mark.parametrize(
    "words", [["data", "--private"], ["--private", "data"], ["--private", "--data", "data"]]
)
def test_the_folder_to_verify_may_stand_before_or_behind_the_options(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def private(data: Path, **_: object) -> NoReturn:
        asked.append(data)
        raise SamplerError("够了")

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(workflow.verify, "private", private)
    with pytest.raises(SystemExit):
        program(namespace(), version="0").run(["inv", "verify", *words])
    assert asked == [Path("data")]


def test_enough_of_the_pages_commands_are_run() -> None:
    assert len(harmless()) > 6


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 120


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_the_usage_shows_every_position_and_no_option_is_without_a_letter(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        program(namespace(), version="0").run(["inv", "--help", name])
    told = capsys.readouterr().out
    usage = told.splitlines()[0]
    assert usage.count("〈") == len(BY_NAME[name].positional_args)
    assert "--=" not in told
    assert not {"STRING", "INT"} & set(re.split("[ =\\n]", told))


def test_a_task_keeps_its_explanations_however_often_it_is_asked() -> None:
    task = namespace()["check.data"]
    first, second = task.get_arguments(), task.get_arguments()
    assert [one.help for one in first] == [one.help for one in second]
    assert all(one.help for one in first)
