"""The invented year as a git history of its own."""

import subprocess
from datetime import date

import pytest

from sampler.demo import replay as replaying
from sampler.demo.steps import Step, play
from sampler.failure import SamplerError


@pytest.fixture
def short_year(monkeypatch):
    """Replace the year by three small steps, given out of order."""

    def steps(key, given):
        yield Step(date(2025, 3, 1), "改一行", lambda data: (data / "a.csv").write_text("2\n", "utf-8"))
        yield Step(
            date(2025, 1, 1),
            "建库",
            lambda data: (data / "bureau.toml").write_text('name = "演示"\n', "utf-8"),
        )
        yield Step(date(2025, 2, 1), "加一行", lambda data: (data / "a.csv").write_text("1\n", "utf-8"))

    def generate(key, out, given, after=None):
        return play(steps(key, given), out, after)

    monkeypatch.setattr(replaying, "steps_of", steps)
    monkeypatch.setattr(replaying, "generate", generate)


def log(folder, form):
    command = ["git", "log", "--reverse", f"--format={form}"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout


def test_each_step_is_one_commit_of_its_day(short_year, tmp_path):
    """Author and committer date are the day of the change; the order is that of the days."""
    out = tmp_path / "data"
    assert replaying.replay("county", out, tmp_path) == 3
    assert log(out, "%as %cs %s").splitlines() == [
        "2025-01-01 2025-01-01 建库",
        "2025-02-01 2025-02-01 加一行",
        "2025-03-01 2025-03-01 改一行",
    ]


def test_the_same_history_comes_out_twice_whatever_the_users_git_says(short_year, tmp_path, monkeypatch):
    """Commit digests agree even when the user has a name, a hook folder and signing of his own."""
    replaying.replay("county", tmp_path / "one", tmp_path)
    mine = tmp_path / "gitconfig"
    mine.write_text(
        "[user]\nname = x\nemail = x@x.example\n[commit]\ngpgsign = true\n[core]\nautocrlf = true\n", "utf-8"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(mine))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "someone")
    monkeypatch.setenv("TZ", "America/Lima")
    replaying.replay("county", tmp_path / "two", tmp_path)
    assert log(tmp_path / "one", "%H") == log(tmp_path / "two", "%H")


def test_a_second_replay_takes_the_place_of_the_first(short_year, tmp_path):
    """Running it again starts from nothing."""
    replaying.replay("county", tmp_path / "data", tmp_path)
    replaying.replay("county", tmp_path / "data", tmp_path)
    assert len(log(tmp_path / "data", "%H").split()) == 3


def test_a_replay_that_breaks_off_keeps_the_one_before_and_can_be_run_again(
    short_year, tmp_path, monkeypatch
):
    """Nothing half-made ever stands in the place; what a killed run left beside it is no obstacle."""
    out = tmp_path / "data"

    def broken_off(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(replaying, "generate", broken_off)
        with pytest.raises(KeyboardInterrupt):
            replaying.replay("county", out, tmp_path)
        assert not out.exists()
    left = tmp_path / ".data.new" / ".git"
    left.mkdir(parents=True)
    assert replaying.replay("county", out, tmp_path) == 3
    whole = log(out, "%H")
    with monkeypatch.context() as patched:
        patched.setattr(replaying, "generate", broken_off)
        with pytest.raises(KeyboardInterrupt):
            replaying.replay("county", out, tmp_path)
    assert log(out, "%H") == whole
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_folder_of_other_things_is_never_cleared(tmp_path):
    """Whoever names the wrong folder loses nothing."""
    (tmp_path / "letter.txt").write_text("keep", "utf-8")
    with pytest.raises(SamplerError, match="不敢清空"):
        replaying.replay("county", tmp_path, tmp_path)
    assert (tmp_path / "letter.txt").read_text("utf-8") == "keep"
