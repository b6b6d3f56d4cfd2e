"""Every task explains itself, and every command named anywhere exists."""

import re
from pathlib import Path

import pytest

from sampler.commands.namespace import namespace

ROOT = Path(__file__).resolve().parents[3]
CHINESE = re.compile(r"[一-鿿]")
COMMAND = re.compile(r"\./inv ([a-z][a-z.]*[a-z])")
TASKS = namespace().to_contexts()
BY_NAME = {context.name: context for context in TASKS}
NAMES = {name for context in TASKS for name in (context.name, *context.aliases)}


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_a_task_and_each_of_its_options_are_explained_in_chinese(name: str) -> None:
    task = namespace()[name]
    assert CHINESE.search((task.__doc__ or "").splitlines()[0])
    for argument in BY_NAME[name].args.values():
        assert CHINESE.search(argument.help or ""), f"{name} --{argument.name}"


def sources() -> list[Path]:
    """Return everything that may name a command."""
    found = [ROOT / "README.md", *(ROOT / "site_src").rglob("*.md"), *(ROOT / "templates").rglob("*.*")]
    found += [*(ROOT / "sampler").rglob("*.py"), *(ROOT / "data").glob("*.md")]
    return [path for path in found if path.suffix in {".md", ".py", ".html", ".yml", ".txt"}]


def test_every_command_that_is_named_exists() -> None:
    wrong = {
        f"{path.relative_to(ROOT)}: {word}"
        for path in sources()
        for word in COMMAND.findall(path.read_text("utf-8"))
        if word not in NAMES
    }
    assert not wrong


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 120
