"""The whole of an invented place, written into a folder."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sampler.demo.county import county
from sampler.demo.steps import Step, play
from sampler.demo.zone import zone
from sampler.files import replace_folder, write_atomic
from sampler.workflow.step import PERSON

REPOSITORY = Path(__file__).parents[2]
SHIPPED = {"county": REPOSITORY / "data", "zone": REPOSITORY / "tests" / "bureaus" / "hengshui-gaoxin-2023"}
"""Where each place lies in the repository."""
GENERATED = (
    "registers",
    "events",
    "plans",
    "draws",
    "visits",
    "results",
    "followups",
    "decisions",
    "journal",
)
"""Folders of a place that are made here; people wrote the others."""


def steps_of(key: str, given: Path) -> Iterator[Step]:
    """Return the steps of a place; ``given`` holds the policy and the calendar."""
    return {"county": county, "zone": zone}[key](given)


def generate(key: str, out: Path, given: Path, after: Callable[[Step], None] | None = None) -> int:
    """Write a place into ``out`` step by step; return how many steps there were."""
    out.mkdir(parents=True, exist_ok=True)
    with acting_as("演示"):
        return play(steps_of(key, given), out, after)


def refresh(key: str) -> int:
    """Write a shipped place anew in its own folder; what people wrote there (policy, calendar, README) stays."""
    home = SHIPPED[key]
    with tempfile.TemporaryDirectory() as made:
        count = generate(key, Path(made), home)
        (Path(made) / ".lock").unlink(missing_ok=True)
        for name in GENERATED:
            replace_folder(home / name, partial(_fill, Path(made) / name))
        write_atomic(home / "bureau.toml", (Path(made) / "bureau.toml").read_bytes())
    return count


def _fill(source: Path, target: Path) -> None:
    shutil.copytree(source, target, dirs_exist_ok=True)
    for path in target.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """Let the journal say ``name`` instead of whoever is logged in: invented steps have an invented hand."""
    before = os.environ.get(PERSON)
    os.environ[PERSON] = name
    try:
        yield
    finally:
        os.environ.pop(PERSON) if before is None else os.environ.update({PERSON: before})
