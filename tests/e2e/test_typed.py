"""What README and pages say to type, typed as it stands on a clone of the shipped project, from the register to the way back."""

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
from tests.pages import HARMLESS, lines, sources
from tests.unit.office.filling import fill

ROOT = Path(__file__).resolve().parents[2]
ASKED = re.compile(r"\./inv draw\.beacon 2026Q1 (\S+ (ssq|dlt) \d+ \S+) 号码")
NUMBERS = {"ssq": "03 07 12 19 25 31 + 08", "dlt": "03 07 12 19 25 + 04 08"}
CLOSED = "2026-02-14~2026-02-23；2026-10-01~2026-10-04"
FREEZING = ("draw.beacons", "draw.freeze", "draw.commit", "draw.witness")
"""Step 4: the shipped 2026Q1 is committed already, so the README says to practise it last, on the quarter that follows."""
PRACTICE = "2026-03-23"
DAYS = {"draw.assign": "2025-12-31", "results.import": "2026-02-20"}
"""From which day on a task and those behind it are done; the first day is the README's."""
YOURS, THEIRS = "tests/unit/rules/bureaus/99-yours", "tests/unit/rules/bureaus/01-key-quarter-general-ratio"
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
    desk.day = PRACTICE
    filled(desk, words, **{"2026Q1": "2026Q2", "彩票休市日期": CLOSED, "见证文件": "witness.json"})


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


BESIDE: dict[tuple[str, ...], list[str]] = {
    ("classes", "2025Q3"): [],
    ("exchange.out", "2025Q3", "--target"): ["exchange.out", "2025Q3", "--target", "双公示"],
    ("findings",): [],
    ("journal.verify",): [],
    ("plan.check", "2025"): [],
    ("policy.check",): [],
    ("policy.new", "--policy", "我的规则.toml"): ["policy.new", "--policy", "我的规则.toml", "--year=2025"],
    ("policy.check", "--policy", "我的规则.toml"): [],
    ("policy.check", "--policy", "FILE"): ["policy.check", "--policy", "我的规则.toml"],
    ("quotas", "2025Q3", "--data", "文件夹", "--policy", "我的规则.toml"): ["quotas", "2025Q3", "--data", "data", "--policy", "我的规则.toml"],
    ("quotas", "2025Q3", "--data", "文件夹", "--policy", "规则.toml", "--as-of", "2025-06-26", "--json"): ["quotas", "2025Q3", "--data", "data", "--policy", "我的规则.toml", "--json"],
    ("policy.check", "--policy", f"{YOURS}/policy.toml", "--data", YOURS): ["policy.check", "--policy", f"{THEIRS}/policy.toml", "--data", THEIRS],
    ("quotas", "2025Q1", "--data", YOURS, "--policy", f"{YOURS}/policy.toml", "--as-of", "2024-12-28"): ["quotas", "2025Q1", "--data", THEIRS, "--policy", f"{THEIRS}/policy.toml"],
    ("policy.next", "2026"): ["policy.next", "2027"],
    ("plan.draft", "2026"): ["plan.draft", "2027"],
    ("policy.schema",): [],
    ("registers.template", "表名"): ["registers.template", "objects"],
    ("release.diff", "较早的包", "较晚的包"): ["release.diff", "{first}", "{second}"],
    ("release.list",): [],
    ("release.show", "页面", "--on", "日期"): ["release.show", "index.html", "--on", "2026-02-20"],
    ("release.verify", "发布包", "--public-key", "公钥"): ["release.verify", "{second}", "--public-key", "{home}/.ssh/sampler-release.pub"],
    ("release.verify", "文件夹"): ["release.verify", "portal/current"],
    ("site.check",): [],
    ("undo", "恢复"): ["undo", "experts"],
    ("verify",): [],
    ("verify", "--private"): [],
    ("verify", "data", "--private"): [],
    ("verify", "文件夹"): ["verify", "build/public"],
}  # fmt: skip
"""What other pages say to type beside the quarter, and what that is with its places filled in; empty: as it stands."""
MENTIONED = {("plan.draft", "起草")}
"""Where a sentence goes on behind the name of a task."""
ELSEWHERE = {
    "audit": ".ci/run", "check": ".ci/run", "test": ".ci/run", "wheels": "tests/e2e/test_wrapper.py",
    "bench": "tests/unit/commands/test_bench.py", "demo": "tests/e2e/test_real_site.py", "house": "tests/unit/commands/test_house.py",
    "licences": "tests/unit/commands/test_licences.py", "site.screenshots": "tests/unit/site/test_screenshots.py",
    "draw.reassign": "tests/unit/draw/test_team_rules.py", "visits.targeted": "tests/unit/commands/test_office.py",
}  # fmt: skip
"""Tasks that need more than a desk, and where they are tried."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return the desk after the README's quarter."""
    folder = tmp_path_factory.mktemp("home") / "阳光 抽查"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    desk = Desk(folder)
    for words in sorted(commands(), key=lambda words: words[0] in FREEZING):
        desk.answer(words)
    return desk


@pytest.mark.xdist_group("typed")
def test_a_quarter_can_be_typed_as_the_readme_says(desk: Desk) -> None:
    assert len(commands()) > 25
    assert (desk.folder / "build" / "site" / "results" / "2026Q1.html").is_file()
    assert "2026Q2" in desk.inv("draw.status")


@pytest.mark.xdist_group("typed")
def test_whatever_else_a_page_says_to_type_is_known_here() -> None:
    quarter = {words[0] for words in commands()}
    told = {(name, *words) for _, name, words in lines([path for path in sources() if path.suffix == ".md"])}
    assert not {
        words
        for words in told - MENTIONED
        if words not in BESIDE and words[0] not in quarter | HARMLESS | ELSEWHERE.keys()
    }
    assert not BESIDE.keys() - told
    assert all((ROOT / where).is_file() for where in ELSEWHERE.values())


@pytest.mark.xdist_group("typed")
@pytest.mark.parametrize("told", BESIDE, ids=" ".join)
def test_what_other_pages_say_to_type_runs(desk: Desk, told: tuple[str, ...]) -> None:
    if told[0] == "undo":
        with (desk.folder / "data" / "registers" / "experts.csv").open("a", encoding="utf-8") as file:
            file.write("改错的一行\n")
    first, second = sorted((desk.folder / "dist").glob("*.zip"), key=lambda path: path.stat().st_mtime_ns)
    places = {"first": first, "second": second, "home": desk.folder.parent}
    desk.day = "2026-02-21"  # before the shipped fourth quarter has to be open to its end
    assert desk.inv(*(word.format_map(places) for word in BESIDE[told] or told))
