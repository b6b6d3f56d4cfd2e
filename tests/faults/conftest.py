"""The road of the small bureau, walked once for all fault tests."""

from pathlib import Path

import pytest

from tests.faults import campaign, road

State = tuple[road.Step, Path, list[str]]


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> list[State]:
    """Return each quick step of the road with the folder before it and its words."""
    campaign.load()
    return list(road.states(tmp_path_factory.mktemp("road"), quick=True))


@pytest.fixture
def at(walked: list[State], tmp_path: Path):
    """Return a fresh copy of the folder before the first step of a task, with the words that start it."""

    def ready(task: str) -> tuple[Path, list[str]]:
        _, before, typed = next(one for one in walked if one[0].task == task)
        return campaign.copy(before, tmp_path / "work"), typed

    return ready
