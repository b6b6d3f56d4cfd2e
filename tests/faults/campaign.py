"""The whole campaign: every writing task killed two hundred times and more. ``nice python -m tests.faults.campaign``

Each kill happens right before one of the task's file operations (all of them in turn) or, for the rest, at a random
time. After it every file must be wholly old or wholly new, the journal intact, and a second run must end as an
undisturbed one. Writes ``tests/faults/results.json`` and prints a table.
"""

import argparse
import importlib
import json
import os
import pkgutil
import platform
import random
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import sampler.workflow
from sampler.failure import SamplerError
from sampler.office.audit import verify
from sampler.office.journal import entries
from sampler.workflow import step as step_of
from tests.faults import road
from tests.faults.killing import (
    Contents,
    Ended,
    Undisturbed,
    contents,
    copy,
    halves,
    killed_after,
    killed_at,
    run,
    undisturbed,
    without_journal,
)

RESULTS = Path(__file__).with_name("results.json")
EVERY = 10
"""Each so-maniest kill is followed by a second run, and each kill that left the data otherwise than they were before the
task, or anything else otherwise than before and after it; after the others it is enough that all is, to the byte, as it
was, since from there an undisturbed run is the second run, or that all is done."""
FEW = 5
"""A task with so few operations of its own leaves the work to other programs: it is killed at any time of its run."""
LAST = 12
"""A task with more operations than it is to be killed at is killed at each of the last ones: there things get their names."""
FRESH = ("release.key",)
"""Tasks whose outcome is another one in every run, on purpose."""
AGAIN = ("draw.freeze", "draw.supplement")
"""Tasks that may be done again until the commitment: once done, a second run adds one more event to the log."""
AGAIN_AND_AGAIN = ("build", "demo")
"""Long tasks that are killed again and again in one folder; only each so-maniest kill is followed by a second run. What
that one finished is what the next kills find, and every other time the folder is as at first."""
REPOSITORIES = {"save": "data", "undo": "data", "demo": "build/demo/data"}
"""Tasks that write a git repository, and where."""
LIBRARIES = ("pandas", "openpyxl", "docxtpl", "segno", "ortools.graph.python.min_cost_flow", "jinja2", "docx")


@dataclass(slots=True)
class Attack:
    """What killing one step so many times came to."""

    task: str
    moments: int
    """File operations of an undisturbed run."""

    kills: int = 0
    at_operations: int = 0
    """Kills right before a file operation; the others at a random time."""

    second_runs: int = 0
    faults: list[str] = field(default_factory=list)
    """What was lost, half-written, or did not end well."""


def load() -> None:
    """Import everything a task may need, so that a child starts at once."""
    for module in pkgutil.iter_modules(sampler.workflow.__path__, "sampler.workflow."):
        importlib.import_module(module.name)
    for name in LIBRARIES:
        importlib.import_module(name)


def attack(
    step: road.Step,
    before: Path,
    typed: Sequence[str],
    *,
    kills: int,
    exhaustive: bool = True,
    seed: str = "",
    keep_some: Callable[[Attack], None] = lambda _: None,
) -> Attack:
    """Kill one step ``kills`` times, each time on a fresh copy of ``before``; ``keep_some`` is told after each second run.

    Another ``seed`` chooses other moments.
    """
    work = before.with_name("work")
    good = undisturbed(copy(before, work), typed)
    if good.ended.code != (1 if step.refuses else 0):
        raise RuntimeError(f"{' '.join(typed)}: {good.ended.code}\n{good.ended.told}")
    after, old, at_first = state(work, step.task), contents(before), in_data(state(before, step.task))
    all_at_first = state(before, step.task)
    found, chance = Attack(step.task, good.moments), random.Random(f"{seed}{step.task} {before.name}")
    fresh = True
    for moment in moments(good, kills, exhaustive=exhaustive, chance=chance):
        if fresh:
            copy(before, work, linked=not step.slow)
        result = killed_at(work, typed, moment) if moment else killed_any_time(work, typed, good, chance)
        fresh = True
        if not result.killed:
            continue
        found.kills += 1
        found.at_operations += bool(moment)
        where = f"第 {moment} 步" if moment else "随机时刻"
        found.faults += [f"{where}：{fault}" for fault in left(step.task, old, good, work)]
        undone, now = taken_back(work, at_first, step.task), state(work, step.task)
        finish, fresh = found.kills % EVERY == 1, found.kills % EVERY == 1 or now != all_at_first
        if step.task in AGAIN_AND_AGAIN:
            fresh = found.kills % (2 * EVERY) == 1
        else:
            finish = finish or not undone or now not in (all_at_first, after)
        if finish:
            found.second_runs += 1
            found.faults += [f"{where}：{fault}" for fault in second_run(step, typed, good, after, work)]
            keep_some(found)
        if found.kills >= kills:
            break
    if contents(before) != old:
        found.faults.append("一个文件被就地改写，没有另写后改名")
    return found


def killed_any_time(work: Path, typed: Sequence[str], good: Undisturbed, chance: random.Random) -> Ended:
    """Kill a task a moment after one of its file operations, or at any time of its run; it may be done before."""
    if good.moments > FEW and chance.random() < 0.5:
        return killed_at(work, typed, chance.randint(1, good.moments), 10 ** chance.uniform(-4.5, -2.1))
    return killed_after(work, typed, chance.uniform(0, good.seconds))


def moments(good: Undisturbed, kills: int, *, exhaustive: bool, chance: random.Random) -> Iterator[int]:
    """Yield each operation to be killed at, or a fair choice of them; then 0 for random times."""
    every = list(range(1, good.moments + 1))
    if exhaustive and len(every) > kills:
        last = every[-min(LAST, kills // 4) :]
        every = chance.sample(every[: -len(last)], kills - len(last)) + last
        chance.shuffle(every)
    yield from every if exhaustive else chance.sample(every, min(kills, len(every)))
    if exhaustive:
        for _ in range(20 * kills):  # a run is often over before its time comes
            yield 0


def left(task: str, old: Contents, good: Undisturbed, work: Path) -> Iterator[str]:
    """Yield what is wrong with what a killed run left."""
    if task in FRESH:
        yield from torn_keys(work)
    else:
        yield from halves(old, good, contents(work))
    try:
        entries(work / "data")
    except SamplerError as error:
        yield f"日志读不出：{error}"


def torn_keys(work: Path) -> Iterator[str]:
    """Yield a secret key that is not whole, or whose public part is missing or another one's."""
    for key in work.glob("release-key"):
        shown = subprocess.run(
            ["ssh-keygen", "-y", "-f", key],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        public = key.with_name("release-key.pub")
        kept = public.read_text("utf-8").split()[:2] if public.exists() else []
        if shown.returncode or shown.stdout.split()[:2] != kept:
            yield "release-key 和 release-key.pub 不是一对完整的密钥"


def taken_back(work: Path, at_first: Contents, task: str) -> bool:
    """Take back what the killed task left in the data; tell whether they are exactly as before it."""
    for _ in range(50):
        try:
            with step_of.alone(work / "data"):
                break
        except SamplerError:  # a process that was killed with it is not quite gone
            time.sleep(0.1)
    return in_data(state(work, task)) == at_first


def in_data(found: Contents) -> Contents:
    """Return the files of the data folder."""
    return {name: content for name, content in found.items() if name.startswith(("data/", "git "))}


def second_run(
    step: road.Step, typed: Sequence[str], good: Undisturbed, after: Contents, work: Path
) -> Iterator[str]:
    """Run the task again and yield what is not as after an undisturbed run."""
    was_done = state(work, step.task) == after
    result = run(work, typed)
    now = state(work, step.task)
    if was_done and step.task in AGAIN:
        now = {
            name: after[name] if grown(after.get(name, b"-"), content) else content
            for name, content in now.items()
        }
    if step.task not in FRESH and now != after:
        names = sorted(name for name in {*now, *after} if now.get(name) != after.get(name))
        yield f"第二次办理的结果不同：{'、'.join(names[:4])}（{result.told.strip()[-200:]}）"
    if result.code != good.ended.code and not (was_done and result.code == 1):
        yield f"第二次办理没有成功（{result.code}）：{result.told.strip()[-300:]}"
    if "Traceback" in result.told:
        yield f"第二次办理出错：{result.told.strip()[-300:]}"
    yield from (f"日志 {finding.code}" for finding in verify(work / "data") if finding.level == "error")
    rubbish = [path.name for path in (work / "data").rglob(".*.part")]
    if rubbish or (work / "data" / "journal" / "undo").exists():
        yield f"留下了 {rubbish}"


def grown(before: bytes, content: bytes) -> bool:
    """Tell whether a log has the same beginning and more lines."""
    return content.startswith(before) and b"frozen" in content[len(before) :]


def state(work: Path, task: str) -> Contents:
    """Return all that has to be the same after a second run."""
    found = without_journal(contents(work))
    if task in FRESH:
        return dict.fromkeys(found, b"")
    place = work / REPOSITORIES.get(task, "-")
    if place.is_dir():
        last = ["rev-parse", "HEAD" if task == "demo" else "HEAD:registers"]
        for words in (["log", "--format=%s"], last, ["status", "--porcelain"]):
            done = subprocess.run(["git", *words], cwd=place, capture_output=True, check=False)
            found[f"{'' if place == work / 'data' else 'build '}git {words[0]}"] = b"\n".join(
                one for one in done.stdout.splitlines() if b"journal" not in one and b".lock" not in one
            )
    return found


def main() -> None:
    """Run the campaign, or a part of it."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--only", default="", help="tasks, separated by commas; demo=60: so many kills")
    asked.add_argument("--seed", default="", help="another word chooses other moments")
    asked.add_argument("--part", default="1/1", help="2/2: every second step, for two processes")
    asked.add_argument("--results", type=Path, default=RESULTS)
    options = asked.parse_args()
    load()
    part, parts = map(int, options.part.split("/"))
    with tempfile.TemporaryDirectory() as place:
        times = Counter(step.task for step in road.STEPS)
        asked_for = wanted(options.only, options.kills)
        for number, (step, before, typed) in enumerate(road.states(Path(place))):
            if step.task in asked_for and number % parts == part - 1:
                to_results = partial(keep, options.results, number)
                kills = -(-asked_for[step.task] // times[step.task])
                found = attack(step, before, typed, kills=kills, seed=options.seed, keep_some=to_results)
                print(row(found), flush=True)
                to_results(found)
            if not asked_for.keys() & {later.task for later in road.STEPS[number + 1 :]}:
                break


def wanted(only: str, kills: int) -> dict[str, int]:
    """Return how often each task is to be killed."""
    if not only:
        return {step.task: kills for step in road.STEPS}
    asked = (one.partition("=") for one in only.split(","))
    return {task: int(number or kills) for task, _, number in asked}


def row(found: Attack) -> str:
    """Return a line of the table."""
    head = (
        f"{found.task:22} 杀 {found.kills:4}（{found.at_operations} 次在文件操作前，共 {found.moments} 个）"
    )
    tail = "".join(f"\n    {fault}" for fault in found.faults[:5])
    return f"{head} 第二次办理 {found.second_runs:4} 丢失或半写 {len(found.faults)}{tail}"


def keep(path: Path, number: int, found: Attack) -> None:
    """Add the figures of one step to the results."""
    path.parent.mkdir(parents=True, exist_ok=True)
    held = json.loads(path.read_text("utf-8")) if path.exists() else {}
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=road.ROOT, capture_output=True, text=True, check=False
    )
    held |= {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit.stdout.strip(),
        "machine": f"{os.cpu_count()} 核 {platform.machine()}，{platform.system()}，Python {platform.python_version()}",
        "command": "python -m tests.faults.campaign",
    }
    held.setdefault("steps", {})[f"{number:02} {found.task}"] = asdict(found)
    path.write_text(json.dumps(held, ensure_ascii=False, indent=2, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
