"""The whole of an invented place, written into a folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sampler.demo.county import county
from sampler.demo.steps import Step, play
from sampler.demo.zone import zone

REPOSITORY = Path(__file__).parents[2]
SHIPPED = {"county": REPOSITORY / "data", "zone": REPOSITORY / "tests" / "bureaus" / "hengshui-gaoxin-2023"}
"""Where each place lies in the repository."""


def steps_of(key: str, given: Path) -> Iterator[Step]:
    """Return the steps of a place; ``given`` holds the policy and the calendar."""
    return {"county": county, "zone": zone}[key](given)


def generate(key: str, out: Path, given: Path, after: Callable[[Step], None] | None = None) -> int:
    """Write a place into ``out`` step by step; return how many steps there were."""
    out.mkdir(parents=True, exist_ok=True)
    return play(steps_of(key, given), out, after)
