"""The quarter of the README, typed as it stands there on a clone of the shipped project, from the register to the way back."""

import csv
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sampler.commands.namespace import namespace
from sampler.demo.place import load_place
from sampler.demo.witnessing import entered
from sampler.registers import read_registers
from tests.unit.office.filling import fill

ROOT = Path(__file__).resolve().parents[2]
ASKED = re.compile(r"\./inv draw\.beacon 2026Q1 (\S+ (ssq|dlt) \d+ \S+) 号码")
NUMBERS = {"ssq": "03 07 12 19 25 31 + 08", "dlt": "03 07 12 19 25 + 04 08"}
CLOSED = "2026-02-14~2026-02-23；2026-10-01~2026-10-04"
FREEZING = ("draw.beacons", "draw.freeze", "draw.commit", "draw.witness")
"""Step 4: the README says what to write instead, since the shipped 2026Q1 is committed already."""
PRACTICE = "2026-03-23"
DAYS = {"draw.assign": "2025-12-31", "results.import": "2026-02-20"}
"""From which day on a task and those behind it are done; the first day is the README's."""
TASKS = {context.name: context for context in namespace().to_contexts()}


def commands() -> list[list[str]]:
    """Return what the README says to type for a quarter, in its order, options alone left out."""
    text = (ROOT / "README.md").read_text("utf-8").partition("## 一个季度怎么走")[2].partition("\n别的局")[0]
    steps = text.partition("\n1. ")[2]
    return [shlex.split(found) for found in re.findall(r"`\./inv ([^`]+)`", steps)]


@dataclass
class Desk:
    """A clone of the project with a member of staff before it."""

    folder: Path
    day: str = "2025-12-28"
    told: str = ""
    """What the last task printed."""

    def inv(self, *words: str) -> str:
        """Type one command on the day its step is done, answer 是 where it asks, and return what it prints."""
        known = TASKS[words[0]].flags
        more = [
            *(["--as-of", self.day] if "--as-of" in known else []),
            *(["--yes"] if "--yes" in known else []),
        ]
        environment = {
            **os.environ,
            "HOME": str(self.folder.parent),
            "PYTHONPATH": str(self.folder),
            "PYTHONUTF8": "1",
        }
        command = [sys.executable, "-m", "sampler.commands", *words, *more]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"{shlex.join(words)}\n{done.stdout}\n{done.stderr}"
        self.told = done.stdout + done.stderr
        return self.told

    def answer(self, words: list[str]) -> None:
        """Type a command with its places filled in."""
        self.day = DAYS.get(words[0], self.day)
        way = WAYS.get(words[0])
        if way:
            way(self, words)
        else:
            self.inv(*words)


def imported(desk: Desk, words: list[str]) -> None:
    """Import the register with another telephone number, as WPS saves it."""
    path = desk.folder / "data" / "registers" / "objects.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[1][rows[0].index("联系电话")] = "0311-80000001"
    with (desk.folder / "名录库.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    filled(desk, words, 文件="名录库.csv", more=("--table=objects",))
    assert "修改" in desk.told


def filled(desk: Desk, words: list[str], *, more: tuple[str, ...] = (), **places: str) -> None:
    """Type a command with these words in place of those of the README."""
    desk.inv(*(places.get(word, word) for word in words), *more)


def on_the_next_quarter(desk: Desk, words: list[str]) -> None:
    """Practise step 4 on the next quarter, as the README says."""
    today, desk.day = desk.day, PRACTICE
    filled(desk, words, **{"2026Q1": "2026Q2", "彩票休市日期": CLOSED, "见证文件": "witness.json"})
    desk.day = today


def witnessed(desk: Desk, words: list[str]) -> None:
    record, signature = entered(load_place("county"), desk.folder / "data", "2026Q2")
    (desk.folder / "witness.json").write_bytes(record)
    (desk.folder / "witness.json.sig").write_bytes(signature)
    on_the_next_quarter(desk, words)


def beacons(desk: Desk, words: list[str]) -> None:
    """Type every line that the status asks for, with numbers."""
    assert words[1:] == ["2026Q1", "…"]
    typed = 0
    while asked := ASKED.search(desk.inv("draw.status")):
        desk.inv("draw.beacon", "2026Q1", *asked[1].split(), *NUMBERS[asked[2]].split())
        typed += 1
    assert typed


def assigned(desk: Desk, words: list[str]) -> None:
    """Enter one more line first, as the README says."""
    beacons(desk, ["draw.beacon", "2026Q1", "…"])
    desk.inv(*words)


def packs_filled(desk: Desk, words: list[str]) -> None:
    """Import every team's workbook, filled in."""
    rows = read_registers(desk.folder / "data").table("visits", "2026Q1").rows
    for pack in sorted((desk.folder / "build" / "office" / "packs" / "2026Q1").glob("*.xlsx")):
        answers = {(row["visit_id"], item): ANSWER for row in rows for item in row["items"].split("；")}
        fill(pack, desk.folder / "filled.xlsx", answers)
        filled(desk, words, 文件="filled.xlsx")


def opened(desk: Desk, words: list[str]) -> None:
    """Open what was inspected; everything was."""
    desk.inv(*words)
    desk.inv(*words, "--all")


def reviewed(desk: Desk, words: list[str]) -> None:
    """Answer what waits for review, without a browser."""
    desk.inv(*words, "--hide-all=王示例")


def from_home(desk: Desk, words: list[str]) -> None:
    """Write out what a shell makes of ``~``."""
    desk.inv(*(word.replace("~", str(desk.folder.parent)) for word in words))


def deployed(desk: Desk, words: list[str]) -> None:
    """Deploy, and on the next day the next release, so that there is a way back."""
    for _ in range(2):
        package = max((desk.folder / "dist").glob("*.zip"), key=lambda path: path.stat().st_mtime_ns)
        filled(desk, words, 包=str(package), 文件夹="portal")
        if desk.day == DAYS["results.import"]:
            desk.day = "2026-02-21"
            desk.inv("build")
            from_home(desk, ["release.pack", "--key", "~/.ssh/sampler-release"])


def rolled_back(desk: Desk, words: list[str]) -> None:
    filled(desk, words, 文件夹="portal")
    assert "2026-02-20" in (desk.folder / "portal" / "current").readlink().name


ANSWER = {"检查日期": "2026-01-20", "检查结果": "未发现问题", "录入人": "赵示例"}
WAYS: dict[str, Callable[[Desk, list[str]], None]] = {
    "registers.import": imported,
    **dict.fromkeys(FREEZING, on_the_next_quarter),
    "draw.witness": witnessed,
    "draw.beacon": beacons,
    "draw.assign": assigned,
    "results.import": packs_filled,
    "draw.open": opened,
    "gate.review": reviewed,
    "release.key": from_home,
    "release.pack": from_home,
    "release.deploy": deployed,
    "release.rollback": rolled_back,
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "阳光 抽查"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    return Desk(folder)


def test_a_quarter_can_be_typed_as_the_readme_says(desk: Desk) -> None:
    typed = commands()
    for words in typed:
        desk.answer(words)
    assert len(typed) > 25
    assert (desk.folder / "build" / "site" / "results" / "2026Q1.html").is_file()
    assert "2026Q2" in desk.inv("draw.status")
