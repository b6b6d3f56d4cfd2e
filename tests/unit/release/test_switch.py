"""A switch that was killed between the link and the list: the list never lies, and a second run ends as one."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sampler.failure import SamplerError
from sampler.release import deploy, package, remote

HERE = ("sh", "-c", 'shift; exec "$@"', "ssh")
"""In the place of ssh: runs the script of the server here."""
Back = Callable[..., deploy.Deployed]


@pytest.fixture
def releases(tmp_path: Path) -> list[package.Release]:
    """Return three releases that went up one after the other, the last of them being up."""
    made = []
    for number in range(1, 4):
        site, public = tmp_path / str(number) / "site", tmp_path / str(number) / "public"
        for folder in (site, public):
            folder.mkdir(parents=True)
        (site / "index.html").write_text(f"第 {number} 版")
        (public / "bureau.json").write_text("{}")
        source = package.Source(
            site, public, None, package.contents_digest(site, public), f"2026-03-0{number}"
        )
        made.append(package.pack(source, tmp_path / f"{number}.zip"))
        deploy.deploy(made[-1].path, tmp_path / "www", dry_run=False)
    return made


@pytest.fixture(params=["here", "on a server"])
def back(request: pytest.FixtureRequest, tmp_path: Path) -> Back:
    """Return the way back, of a folder here and of one on a server."""
    if request.param == "here":
        return lambda **more: deploy.rollback(tmp_path / "www", **more)
    return lambda **more: remote.rollback(remote.Place("here", str(tmp_path / "www"), HERE), **more)


def listed(tmp_path: Path) -> list[str]:
    return (tmp_path / "www" / "history.txt").read_text().split()


def link(tmp_path: Path, release: package.Release) -> None:
    """Have a release up that the list does not name yet."""
    beside = tmp_path / "www" / "beside"
    beside.symlink_to(Path("releases") / release.name)
    beside.replace(tmp_path / "www" / "current")


def test_a_way_back_that_was_done_but_not_listed_is_listed_and_not_gone_twice(
    releases: list[package.Release], back: Back, tmp_path: Path
) -> None:
    first, second, third = (release.name for release in releases)
    link(tmp_path, releases[1])
    done = back()
    assert (done.name, done.before) == (second, third)
    assert deploy.current(tmp_path / "www") == second
    assert listed(tmp_path) == [first, second, third, second]
    assert back().name == first


def test_a_release_that_went_up_but_was_not_listed_is_listed_by_the_next_step(
    releases: list[package.Release], back: Back, tmp_path: Path
) -> None:
    first, second, third = (release.name for release in releases)
    (tmp_path / "www" / "history.txt").write_text(f"{first}\n{second}\n")
    assert back().name == second
    assert listed(tmp_path) == [first, second, third, second]


def test_the_same_release_again_is_no_switch(
    releases: list[package.Release], back: Back, tmp_path: Path
) -> None:
    names = [release.name for release in releases]
    (tmp_path / "www" / "history.txt").write_text("".join(f"{name}\n" for name in names[:-1]))
    for _ in range(2):
        deploy.deploy(releases[-1].path, tmp_path / "www", dry_run=False)
        assert listed(tmp_path) == names
    assert back(to=names[-1]).name == names[-1]
    assert listed(tmp_path) == names


def test_a_list_that_cannot_be_written_stops_the_switch(
    releases: list[package.Release], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise SamplerError("磁盘已满")

    before = listed(tmp_path)
    monkeypatch.setattr(deploy, "write_atomic", full)
    with pytest.raises(SamplerError, match="磁盘已满"):
        deploy.rollback(tmp_path / "www")
    assert deploy.current(tmp_path / "www") == releases[-1].name
    assert listed(tmp_path) == before


def test_the_list_never_names_a_switch_that_did_not_happen(
    releases: list[package.Release], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, seen = tmp_path / "www", []
    real = os.replace

    def watched(source: str | Path, goal: str | Path, **more: int) -> None:
        real(source, goal, **more)
        seen.append((deploy.current(target), listed(tmp_path)[-1]))

    monkeypatch.setattr(os, "replace", watched)
    up, down = releases[-1].name, releases[-2].name
    deploy.rollback(target)
    assert seen == [(up, up), (down, up), (down, down)]
