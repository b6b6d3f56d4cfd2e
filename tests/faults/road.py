"""One small bureau's year, task by task: for each writing task the state before it and the words that start it."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sampler.files import write_atomic
from sampler.registers import read_registers, write_table
from tests.faults.killing import copy, run
from tests.unit.draw.small_bureau import CODES, MASKED, POLICY, STATE_SECRET, value, write_bureau
from tests.unit.office.filling import fill

ROOT = Path(__file__).resolve().parents[2]
DRAW = "2025Q1"
CLOSED = "--closed=2025-01-28~2025-02-04"
Words = Callable[[Path], list[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """One task on the road."""

    task: str
    """Its name."""

    words: Words
    """What is typed after the name; given the folder it runs in."""

    prepare: Callable[[Path], None] = lambda _: None
    """What happens before it, by hand."""

    aside: bool = False
    """Its outcome is not built upon."""

    slow: bool = False
    """A run takes seconds: only the whole campaign kills it."""

    refuses: bool = False
    """Undisturbed it ends with a message and exit code 1, having put something on record."""


def words(*given: str) -> Words:
    """Return fixed words."""
    return lambda _: list(given)


def states(place: Path, *, quick: bool = False) -> Iterator[tuple[Step, Path, list[str]]]:
    """Yield each step with the folder as it is before it and its words, running the road along.

    ``quick`` leaves out what needs a site, from the first such step on, and every other step whose run takes seconds.
    """
    folder = place / "road"
    begin(folder)
    for number, step in enumerate(STEPS):
        if quick and step.slow and step.aside:
            continue
        if quick and step.slow:
            return
        step.prepare(folder)
        typed = step.words(folder)
        yield step, copy(folder, place / f"before-{number:02}"), [step.task, *typed]
        if not step.aside:
            result = run(folder, [step.task, *typed])
            if result.code != (1 if step.refuses else 0):
                raise RuntimeError(f"{step.task} {typed}: {result.code}\n{result.told}")


def begin(folder: Path) -> None:
    """Write the bureau, with a witness, another system's mapping, and what is used along the road."""
    data = write_bureau(folder / "data")
    key = folder / "witness-key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    public = key.with_suffix(".pub").read_text().strip()
    text = (data / "bureau.toml").read_text() + f'[draw]\nwitness = "县公证处"\nwitness_key = "{public}"\n'
    write_atomic(
        data / "bureau.toml",
        f'{text}[registers]\nauthor = "赵示例"\nauthor_mail = "a@example.invalid"\n'.encode(),
    )
    shutil.copytree(ROOT / "data" / "exchange", data / "exchange")


def freeze_by_hand(folder: Path) -> None:
    """Give the registers a form that is not canonical."""
    path = folder / "data" / "registers" / "objects.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def one_more_firm(folder: Path) -> list[str]:
    """Return the import of a register with one firm more."""
    path = folder / "data" / "registers" / "objects.csv"
    lines = path.read_text("utf-8").splitlines()
    lines.append(lines[-1].replace(CODES[-1], "XC-0061").replace("第60", "第61"))
    (folder / "objects.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return ["objects.csv", "--table=objects", "--yes", "--as-of=2024-12-01"]


def complaints(folder: Path) -> list[str]:
    """Return the import of another system's export."""
    text = "受理编号,反映内容,被举报单位,查处结果,受理日期,举报渠道\n1,异味,示例县第5化工有限公司,属实,2024-11-02,电话\n"
    (folder / "complaints.csv").write_text(text, "utf-8")
    return ["信访举报系统", "complaints.csv", "--yes", "--as-of=2024-12-01"]


def change_by_hand(folder: Path) -> None:
    """Change a register without saving."""
    rows = [dict(row) for row in read_registers(folder / "data").table("experts").rows]
    write_table(folder / "data", "experts", [*rows, {"expert_id": f"ZJ-{len(rows) + 1}", "name": "陈示例"}])


def manifest(folder: Path, draw: str = DRAW) -> dict[str, object]:
    """Return a draw's manifest."""
    return dict(json.loads((folder / "data" / "draws" / draw / "manifest.json").read_bytes()))


def sign(folder: Path) -> None:
    """Let the witness enter and sign the manifest."""
    command = [
        "witness",
        "--book",
        "book",
        "--name",
        "县公证处",
        "--key",
        "witness-key",
        "--out",
        "witness",
        "--date",
        "2024-12-21",
    ]
    import sys

    subprocess.run(
        [sys.executable, "-m", "sampler", *command, f"data/draws/{DRAW}/manifest.json"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip


def line(number: int, *, purpose: str = "draw", wrong: bool = False, rung: int = 0, day: str = "") -> Words:
    """Return the beacon of a slot as it is typed in."""

    def typed(folder: Path) -> list[str]:
        from sampler.workflow import draws

        found = draws.existing(folder / "data", DRAW).manifest()
        slots = found.beacons if purpose == "draw" else found.assign_beacons
        first = next(slot for slot in slots if slot.number == number).ladder[rung]
        text = value(first).replace("+ 08", "+ 09") if wrong else value(first)
        return [DRAW, f"--line={number} {text}", f"--as-of={max(first.date, day)}"]

    return typed


LATER = "--as-of=2025-01-20"


def chosen(folder: Path, place: int = 0) -> dict[str, str]:
    """Return a visit of the draw that may be named."""
    rows = read_registers(folder / "data").table("visits", DRAW).rows
    return [dict(row) for row in rows if row["code"] not in (STATE_SECRET, *MASKED)][place]


def drawn_code(place: int) -> Words:
    """Return a drawn object that is gone, for the confirmation or a substitution."""

    def typed(folder: Path) -> list[str]:
        from sampler.workflow import draws

        codes = [
            unit.code for spot, unit in draws.drawn_codes(draws.existing(folder / "data", DRAW)) if spot.drawn
        ]
        code = codes[place]
        if place == 0:
            return [DRAW, f"--gone={code}=企业已注销", LATER]
        return [DRAW, code, "--reason=企业已停产", LATER]

    return typed


def absent(folder: Path) -> list[str]:
    visit = chosen(folder)
    return [DRAW, f"--visit={visit['visit_id']}={visit['lead']}", "--reason=请假", "--as-of=2025-01-28"]


def filled(folder: Path) -> list[str]:
    """Fill one pack: an order, nothing found elsewhere."""
    pack = sorted((folder / "build" / "office" / "packs" / DRAW).glob("*.xlsx"))[0]
    visits = [row["visit_id"] for row in read_registers(folder / "data").table("visits", DRAW).rows]
    answers = {
        (one, "SX-01"): {"检查日期": "2025-02-18", "检查结果": "发现问题已责令改正", "处理措施": "责令规范标识", "责令改正期限": "2025-03-20", "录入人": "吴录入"}
        for one in visits
    }  # fmt: skip
    fill(pack, folder / "filled.xlsx", answers)
    return ["filled.xlsx", "--by=吴录入", "--as-of=2025-02-20"]


def entered(folder: Path) -> str:
    """Return the first visit with a result."""
    return read_registers(folder / "data").table("results", DRAW).rows[0]["visit_id"]


def with_first_result(folder: Path, **values: str) -> None:
    """Give the first result other values."""
    data = folder / "data"
    first, *others = read_registers(data).table("results", DRAW).rows
    write_table(data, "results", [{**first, **values}, *others], DRAW)


def off_site(folder: Path) -> None:
    """Make the first result one of an off-site check."""
    with_first_result(folder, mode="科技检查")


def team(folder: Path) -> str:
    return f"--team={chosen(folder)['team']}"


def under_git(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main", "."], cwd=folder / "data", check=True)


def changed_and_saved(folder: Path) -> None:
    """Save everything, then change a register."""
    data = folder / "data"
    change_by_hand(folder)
    who = ["-c", "user.name=t", "-c", "user.email=t@example.invalid"]
    subprocess.run(["git", "add", "-A"], cwd=data, check=True)
    subprocess.run(["git", *who, "commit", "-qm", "手工"], cwd=data, check=True)
    change_by_hand(folder)


def out_of_git(folder: Path) -> None:
    """Leave git, and have no plan for the next year yet."""
    shutil.rmtree(folder / "data" / ".git")
    (folder / "data" / "plans" / "2026.csv").unlink()


def policy_of_2025(folder: Path) -> None:
    path = folder / "data" / "policy" / "2026.toml"
    path.rename(folder / "2026.toml")


def picture(folder: Path) -> None:
    """Put something unreadable into what is to be scanned."""
    (folder / "target").mkdir(exist_ok=True)
    (folder / "target" / "a.bin").write_bytes(bytes(range(256)) * 40)


def digest_of_picture(folder: Path) -> list[str]:
    from hashlib import sha256

    digest = sha256((folder / "target" / "a.bin").read_bytes()).hexdigest()
    return [f"--digest={digest}", "--note=示意图", "--by=赵示例", "--target=target", "--as-of=2025-03-12"]


def note(folder: Path) -> None:
    """Give a result a text that a person has to look at."""
    with_first_result(folder, note="现场整改完毕，又见尾号1234。")


def texts(folder: Path) -> None:
    rows = [{"id": str(n), "text": f"负责人王示例{n}，电话1391234567{n}。", "context": ""} for n in range(5)]
    (folder / "in.jsonl").write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8"
    )


def late_firm(folder: Path, code: str = "XC-0062") -> None:
    """Enter a firm that has no public id yet."""
    rows = [dict(row) for row in read_registers(folder / "data").table("objects").rows]
    write_table(
        folder / "data",
        "objects",
        [*rows, {**rows[-1], "code": code, "name": f"示例县{code[-2:]}号铸造有限公司"}],
    )


def another_late_firm(folder: Path) -> None:
    late_firm(folder, "XC-0063")


def five_years_on(folder: Path) -> None:
    """Have the rules and the calendar of 2030."""
    data = folder / "data"
    write_atomic(data / "policy" / "2030.toml", POLICY.replace("{year}", "2030").encode())
    write_table(data, "calendar", [{"date": "2030-10-01", "kind": "休", "basis": "通知"}], "2030")


def package(folder: Path, number: int) -> str:
    """Return a package as it was packed; the later one by the chain."""
    found = sorted((folder / "dist").glob("*.zip"), key=lambda path: path.stat().st_mtime_ns)
    return found[number].relative_to(folder).as_posix()


def next_day(folder: Path) -> None:
    """Change the site by a line."""
    from sampler.workflow import release

    page = folder / "build" / "site" / "index.html"
    page.write_text(page.read_text("utf-8") + "\n", "utf-8")
    release.mark_scanned(folder / "build")


OUT = "--as-of=2025-03-12"
STEPS = (
    Step("demo", words("--replay-only"), aside=True, slow=True),
    Step("registers.format", words("--as-of=2024-12-01"), freeze_by_hand),
    Step("registers.import", one_more_firm),
    Step("registers.exchange", complaints),
    Step("save", words("--message=开始"), under_git),
    Step("undo", words("experts", "--yes", "--as-of=2024-12-02"), changed_and_saved),
    Step("plan.draft", words("2026", "--as-of=2024-12-02"), out_of_git),
    Step("plan.change", words("RW-2025Q2-重点", "--field=抽查时间", "--new=2025年5月", "--reason=避开汛期", "--approval=局发〔2024〕1号", "--as-of=2024-12-03")),
    Step("policy.next", words("2026", "--as-of=2024-12-03"), policy_of_2025),
    Step("draw.beacons", words("2025", CLOSED, "--as-of=2024-12-04"), aside=True),
    Step("draw.freeze", words(DRAW, "--as-of=2024-12-20")),
    Step("draw.commit", words(DRAW, CLOSED, "--yes", "--as-of=2024-12-21")),
    Step("draw.abort", words(DRAW, "--reason=系统故障", "--yes", "--as-of=2024-12-21"), aside=True),
    Step("draw.witness", words(DRAW, "--record=witness/witness.json", "--as-of=2024-12-21"), sign),
    Step("draw.beacon", line(1)),
    Step("draw.beacon", line(1, wrong=True), refuses=True),
    Step("draw.resolve", lambda f: [*line(1)(f), "--reason=中福彩公告"]),
    Step("draw.beacon", line(2)),
    Step("draw.run", words(DRAW, "--yes", "--as-of=2025-01-02")),
    Step("draw.confirm", drawn_code(0)),
    Step("draw.substitute", drawn_code(1)),
    Step("draw.fallback", words(DRAW, "--slot=1", "--assign", "--reason=停售", LATER)),
    Step("draw.beacon", line(1, purpose="assign", rung=1, day="2025-01-20")),
    Step("draw.assign", words(DRAW, LATER)),
    Step("draw.announce", words(DRAW, "--rung=ssq 2025012 2025-01-26", LATER)),
    Step("draw.beacon", lambda _: [DRAW, "--line=2 ssq 2025012 2025-01-26 03 07 12 19 25 31 + 08", "--as-of=2025-01-27"]),
    Step("draw.reassign", absent),
    Step("visits.approve", words(DRAW, "--by=局长", "--as-of=2025-01-29")),
    Step("forms.samples", words("--out=forms")),
    Step("packs", words(DRAW, "--forms=forms", "--as-of=2025-01-29")),
    Step("results.import", filled),
    Step("visits.clue", lambda f: [f"--visit={entered(f)}", "--item=SX-01", team(f), "--as-of=2025-02-20"], off_site),
    Step("results.review", words(DRAW, "--by=周审核", "--as-of=2025-02-21")),
    Step("results.publish", words(DRAW, "--yes", "--as-of=2025-02-24")),
    Step("draw.open", words(DRAW, "--as-of=2025-02-24")),
    Step("followups.move", words(f"HX-{DRAW}-01", "已完成", "--document=FC-1", "--as-of=2025-03-10")),
    Step("followups.add", lambda f: [f"--visit={entered(f)}", "--item=SX-01", "--kind=信用惩戒", "--as-of=2025-03-10"]),
    Step("followups.publish", words(DRAW, "--as-of=2025-03-11")),
    Step("results.correct", lambda f: [f"--visit={entered(f)}", "--item=SX-01", "--field=处理措施", "--value=责令限期规范", "--reason=笔误", "--approved-by=局长", OUT]),
    Step("objections.add", lambda f: [entered(f), "--requested-by=公民", "--text=写错了", OUT]),
    Step("objections.answer", words("YY-2025-001", "--answer=已更正", OUT)),
    Step("visits.targeted", lambda f: [DRAW, CODES[20], "--items=SX-01", "--trigger=投诉举报", "--reason=异味", team(f), OUT]),
    Step("gate.allow", words("--value=13912345678", "--reason=对外公布的电话", "--by=赵示例", OUT)),
    Step("gate.confirm", words("--words=共检查12家", "--reason=含定向检查", "--by=赵示例", OUT)),
    Step("gate.sign", digest_of_picture, picture),
    Step("gate.review", words("--hide-all=赵示例", OUT), note),
    Step("gate.export", words(OUT), late_firm),
    Step("gate.text", words("--source=in.jsonl", "--target=build/out.jsonl"), texts),
    Step("due", words("--write", OUT)),
    Step("progress", words(DRAW, "--write", OUT)),
    Step("supervise", words(DRAW, "--forms=forms", "--limit=2025-04-20", "--as-of=2025-04-09")),
    Step("selfcheck", words(DRAW, "--write", OUT)),
    Step("exchange.out", words(DRAW, OUT)),
    Step("trace", lambda f: [entered(f)]),
    Step("draw.pyz", words()),
    Step("registers.check", words("--report=build/问题.xlsx", OUT)),
    Step("registers.template", words("objects")),
    Step("registers.export", words("objects")),
    Step("registers.new", words("2025Q1")),
    Step("registers.closed", words("2025Q1")),
    Step("registers.dictionary", words()),
    Step("registers.package", words()),
    Step("policy.new", words("--policy=build/policy.toml", "--as-of=2025-01-01")),
    Step("policy.schema", words("--target=build/policy.schema.json")),
    Step("results.withdraw", lambda f: [f"--visit={entered(f)}", "--reason=对象有误", "--approved-by=局长", "--yes", OUT]),
    Step("results.expire", words("--as-of=2030-03-01"), five_years_on, aside=True),
    Step("draw.supplement", words(DRAW, "--reason=补一户", "--as-of=2025-03-13"), aside=True),
    Step("release.key", words("release-key")),
    Step("site.build", words(), slow=True),
    Step("build", words(OUT), another_late_firm, slow=True),
    Step("release.pack", words("--key=release-key")),
    Step("release.deploy", lambda f: [package(f, 0), "--to=www", "--go"]),
    Step("release.pack", words("--key=release-key"), next_day),
    Step("release.deploy", lambda f: [package(f, 1), "--to=www", "--go"]),
    Step("release.rollback", words("www"), aside=True),
    Step("release.paste", words("--page=results/2025Q1.html")),
    Step("release.show", words("index.html", "--on=2025-03-20")),
    Step("release.diff", lambda f: [package(f, 0), package(f, 1)]),
    Step("gate.selftest", words(OUT, "--no-site"), slow=True),
)  # fmt: skip
"""The road; each writing task at least once."""
