"""The small notation of the cookbook: data in a few lines, and the quotas they come to."""

import re
from datetime import date, timedelta

from sampler.registers import Registers
from sampler.rules import DrawnUnit, History, Policy, QuotaReport, policy_from_text, work_out_quotas
from sampler.rules.contradictions import find_contradictions
from sampler.rules.period import parse_period
from tests.unit.rules.makers import drawn, registers, table

KINDS = {"行政处罚": "penalties", "信访举报": "complaints", "在线超标": "exceedances"}


def cells(text: str) -> dict[str, str]:
    """Return 甲=1，乙=2 as a row; only the first = parts header and value."""
    found = {}
    for part in re.split("，", text) if text else ():
        header, _, value = part.partition("=")
        found[header.strip()] = value.strip()
    return found


class Trial:
    """Registers, history and day of one example."""

    def __init__(self, lines: list[str]) -> None:
        self.objects: list[dict[str, str]] = []
        self.staff: list[dict[str, str]] = []
        self.items: list[dict[str, str]] = []
        self.events: dict[str, list[dict[str, str]]] = {}
        self.results: list[dict[str, str]] = []
        self.units: list[DrawnUnit] = []
        self.as_of: date | None = None
        for line in lines:
            self.read(line)

    def read(self, line: str) -> None:
        head, _, rest = line.partition("：")
        if found := re.fullmatch(r"名录 (\w+) (\d+) 户", head):
            self.objects += [
                {"对象代码": f"{found[1]}{i:03d}", "名称": f"{found[1]}示例{i}", **cells(rest)}
                for i in range(1, int(found[2]) + 1)
            ]
        elif found := re.fullmatch(r"人员 (\d+) 人", head):
            first = len(self.staff)
            self.staff += [
                {
                    "执法证号": f"Z{first + i:03d}",
                    "姓名": "示例",
                    "科室": "执法",
                    "证件有效期至": "2035-01-01",
                    **cells(rest),
                }
                for i in range(1, int(found[1]) + 1)
            ]
        elif found := re.fullmatch(r"事项 (\w+)", head):
            self.items.append(
                {
                    "事项编码": found[1],
                    "抽查类别": "示例",
                    "抽查事项": found[1],
                    "检查对象": "示例",
                    "事项类别": "一般检查事项",
                    "检查依据": "示例",
                    **cells(rest),
                }
            )
        elif found := re.fullmatch(r"截至 (\S+)", head):
            self.as_of = date.fromisoformat(found[1])
        elif found := re.fullmatch(r"已抽 (\S+) (\S+)", head):
            period = parse_period(found[1])
            self.units += [
                DrawnUnit(found[1], period.text, code, found[2], period.start - timedelta(days=4))
                for code in self.codes(rest)
            ]
        elif found := re.fullmatch(r"(\S+) (\w+ 第 \d+—\d+ 户)(?: (\d+) 次)?", head):
            rows = [
                {"对象代码": code, **cells(rest)}
                for code in self.codes(found[2])
                for _ in range(int(found[3] or 1))
            ]
            if found[1] == "检查结果":
                self.results += [{"检查任务编号": f"2025Q1-{n:03d}", **row} for n, row in enumerate(rows, 1)]
            else:
                self.events.setdefault(KINDS.get(found[1], found[1]), []).extend(rows)
        else:
            raise AssertionError(f"not understood: {line}")

    def codes(self, text: str) -> list[str]:
        found = re.fullmatch(r"(\w+) 第 (\d+)—(\d+) 户", text.strip())
        assert found is not None, text
        return [f"{found[1]}{i:03d}" for i in range(int(found[2]), int(found[3]) + 1)]

    @property
    def registers(self) -> Registers:
        made = registers(self.objects, inspectors=self.staff, items=self.items, events=self.events)
        if self.results:
            made.tables["results", "2025Q1"] = table("results", self.results, "2025Q1")  # type: ignore[index]
        return made


def outcome(policy_text: str, data: list[str], wanted: list[str]) -> list[str]:
    """Return the lines the rules come to, in the form and order of ``wanted``."""
    trial, rules = Trial(data), policy_from_text(policy_text)
    assert not [
        f.as_text() for f in find_contradictions(rules) if f.level == "error" and "cap" not in f.code
    ], policy_text
    history = History(tuple(trial.units))
    found: list[str] = []
    for period in dict.fromkeys(line.split()[0] for line in wanted if not line.startswith("目标")):
        day = trial.as_of or parse_period(period).start - timedelta(days=4)
        report = work_out_quotas(trial.registers, rules, period, day, history)
        asked = [line for line in wanted if line.split()[0] == period]
        found += [_line(report, line) for line in asked]
        found += [
            f"{period} {s.name} {s.quota}（没有写）"
            for s in report.strata
            if s.name not in {line.split()[1] for line in asked}
        ]
        found += [_target(report, line) for line in wanted if line.startswith("目标")]
        history = drawn(report, history, draw_id=period)
    return found


def _line(report: QuotaReport, line: str) -> str:
    """Return the line with the numbers that came out, for the things it speaks of."""
    words = line.split()
    stratum = next((s for s in report.strata if s.name == words[1]), None)
    if stratum is None:
        return f"{words[0]} {words[1]} 没有这一层"
    parts = [words[0], words[1], str(stratum.quota)]
    for word, following in zip(words[3:], words[4:] + [""] * bool(words[3:]), strict=True):
        if word == "必抽":
            parts += ["必抽", str(len(stratum.forced))]
        elif word == "不列入":
            parts += ["不列入", str(len(stratum.excluded))]
        elif word == "全部":
            parts += ["全部"] if stratum.takes_all else []
        elif word == "冲突":
            parts += ["冲突", following if following in {c.name for c in report.conflicts} else "没有"]
        elif word == "未定":
            parts += ["未定"] if report.undecided else []
    return " ".join(parts)


def _target(report: QuotaReport, line: str) -> str:
    name = line.split()[1]
    return f"目标 {name} 还需 {next(t.needed for t in report.targets if t.name == name)}"


def check_policy_text(text: str) -> str:
    """Return every error of a policy as one text."""
    rules: Policy = policy_from_text(text)
    return "\n".join(finding.as_text() for finding in find_contradictions(rules))
