"""Sample pipelines and the texts about releases name only commands and options that exist."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from sampler.commands.namespace import namespace
from sampler.release.readme import README

ROOT = Path(__file__).resolve().parents[3]
PIPELINES = sorted((ROOT / "templates" / "ci").glob("*.yml"))
COMMAND = re.compile(r"\./inv ([a-z][\w.-]*)([^\n`；，。）]*)")
TEXTS = {
    **{path.name: path.read_text("utf-8") for path in PIPELINES},
    "release.md": (ROOT / "site_src" / "method" / "release.md").read_text("utf-8"),
    "说明.txt": README,
}


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_and_option_in_a_text_exists(name: str) -> None:
    tasks = namespace().task_names
    found = COMMAND.findall(TEXTS[name])
    assert found
    for task, rest in found:
        assert task in tasks, task
        known = {flag for argument in namespace()[task].get_arguments() for flag in argument.names}
        for word in shlex.split(rest):
            if word.startswith("--"):
                assert word[2:].replace("-", "_") in {flag.replace("-", "_") for flag in known}, (task, word)


@pytest.mark.parametrize("path", PIPELINES, ids=lambda path: path.name)
def test_a_pipeline_is_yaml_that_checks_builds_and_packs_with_a_scan_and_says_it_is_not_tested(
    path: Path,
) -> None:
    text = path.read_text("utf-8")
    assert yaml.safe_load(text)
    order = [text.index(f"./inv {step}") for step in ("check.data", "build", "release.pack --data")]
    assert order == sorted(order)
    assert "没有在" in text.splitlines()[0]


def test_the_list_of_tasks_holds_every_step_of_a_release() -> None:
    tasks = namespace().task_names
    wanted = ("pack", "verify", "key", "deploy", "rollback", "nginx", "paste", "show", "diff", "list")
    assert [name for name in wanted if f"release.{name}" not in tasks] == []
