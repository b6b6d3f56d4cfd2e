"""Progress, crossed by team and by class. The only module that knows pandas.

One table of facts, a row for each visit, is the source of every figure: what counts as visited, entered, published or
late is decided there and nowhere else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sampler.office.report import Section
from sampler.office.roster import Row, split
from sampler.office.states import PUBLIC, REPLACED, WITHDRAWN, WITHHELD, is_settled
from sampler.registers import Registers

TARGETED = "定向"
COUNTS = {
    "drawn": "应检查",
    "visited": "已检查",
    "entered": "已录入",
    "published": "已公开",
    "withheld": "不予公开",
    "late": "逾期",
}


@dataclass(frozen=True, slots=True)
class VisitFact:
    """Where one visit stands on a day."""

    visit_id: str
    """Number."""

    period: str
    """Period."""

    team: str
    """Group (组别) of the lead; without groups his name; before the assignment the lead section."""

    stratum: str
    """Class drawn in; 定向 for targeted visits."""

    joint: bool
    """Whether several sections go together."""

    cross: bool
    """Whether other departments go along."""

    mode: str
    """How it is made."""

    drawn: bool
    """Counts as to be made: not replaced."""

    visited: bool
    """Some item was inspected."""

    entered: bool
    """Every item has a result."""

    published: bool
    """Every result is public, or was and is withdrawn."""

    withheld: bool
    """Withheld as a whole."""

    settled: bool
    """Has come to its end."""

    late: bool
    """Not inspected by its deadline, or inspected after it."""

    results: int
    """Results entered."""

    shown_results: int
    """Of these, the ones that are public."""

    problems: int
    """Results with something found."""

    shown_problems: int
    """Of these, the ones that are public."""


def visit_facts(registers: Registers, period: str, as_of: date) -> list[VisitFact]:
    """Return the facts of all visits whose period begins with ``period`` (2025 = the whole year)."""
    results = {(row["visit_id"], row["item_id"]): row for row in registers.all("results")}
    teams = _teams(registers)
    parts = [part for part in registers.parts("visits") if part.startswith(period)]
    rows = [(part, row) for part in parts for row in registers.table("visits", part).rows]
    return [_fact(part, row, results, teams, as_of.isoformat()) for part, row in rows]


def _teams(registers: Registers) -> Callable[[Row], str]:
    people = {row["certificate"]: row["group"] or row["name"] for row in registers.table("inspectors").rows}
    return lambda visit: people.get(visit["lead"], visit["lead_section"]) or "未分派"


def _fact(
    period: str, visit: Row, results: Mapping[tuple[str, str], Row], teams: Callable[[Row], str], today: str
) -> VisitFact:
    from sampler.office.outcomes import outcome_of

    items = split(visit["items"])
    own = [results[visit["visit_id"], item] for item in items if (visit["visit_id"], item) in results]
    last = max((row["date"] for row in own), default="")
    entered = bool(items) and len(own) == len(items)
    late = visit["state"] != REPLACED and (last > visit["due"] if entered else today > visit["due"])
    return VisitFact(
        visit_id=visit["visit_id"],
        period=period,
        team=teams(visit),
        stratum=visit["stratum"] or TARGETED,
        joint=bool(visit["joint_sections"]),
        cross=bool(visit["departments"]),
        mode=visit["mode"],
        drawn=visit["state"] != REPLACED,
        visited=bool(own),
        entered=entered,
        published=visit["state"] in (PUBLIC, WITHDRAWN),
        withheld=visit["state"] == WITHHELD,
        settled=is_settled(visit, results),
        late=late and visit["state"] not in (WITHHELD, WITHDRAWN),
        results=len(own),
        shown_results=sum(row["state"] == PUBLIC for row in own),
        problems=sum(outcome_of(row).problem for row in own),
        shown_problems=sum(outcome_of(row).problem and row["state"] == PUBLIC for row in own),
    )


def progress(facts: Sequence[VisitFact], by: str, title: str) -> Section:
    """Return a table of progress, one line for each value of ``by`` (team, stratum, period, mode) and a total."""
    import pandas as pd

    headers = (title, *COUNTS.values(), "完成率")
    if not facts:
        return Section(f"按{title}", ("没有检查任务。",))
    frame = pd.DataFrame([asdict(fact) for fact in facts])
    frame = frame[frame["drawn"]]
    sums = frame.groupby(by, sort=True)[list(COUNTS)].sum()
    rows = [
        (str(name), *map(str, map(int, counts)), _share(counts))
        for name, counts in zip(sums.index, sums.to_numpy().tolist(), strict=True)
    ]
    total = [int(value) for value in frame[list(COUNTS)].sum().tolist()]
    return Section(f"按{title}", (), headers, (*rows, ("合计", *map(str, total), _share(total))))


def _share(counts: Sequence[int]) -> str:
    """Return published and withheld as a share of what is to be made, rounded down so that 100% means all."""
    drawn, done = int(counts[0]), int(counts[3]) + int(counts[4])
    return f"{done * 100 // drawn}%" if drawn else "—"


def crossed(facts: Sequence[VisitFact]) -> Section:
    """Return published / to be made for each team and class."""
    import pandas as pd

    if not facts:
        return Section("按组和类别（已办结/应检查）", ("没有检查任务。",))
    frame = pd.DataFrame([asdict(fact) for fact in facts])
    frame = frame[frame["drawn"]]
    drawn = pd.crosstab(frame["team"], frame["stratum"])
    done = pd.crosstab(frame["team"], frame["stratum"], values=frame["settled"], aggfunc="sum").reindex_like(
        drawn
    )
    names = [str(name) for name in drawn.columns]
    rows = tuple(
        (
            str(team),
            *(
                f"{int(done.loc[team, name] or 0)}/{int(drawn.loc[team, name])}"
                if drawn.loc[team, name]
                else ""
                for name in drawn.columns
            ),
        )
        for team in drawn.index
    )
    return Section("按组和类别（已办结/应检查）", (), ("组", *names), rows)


@dataclass(frozen=True, slots=True)
class Slow:
    """A team that gets a notice."""

    team: str
    """Its name."""

    facts: tuple[VisitFact, ...]
    """Its visits that are late or not settled."""

    figures: dict[str, int]
    """Its figures by Chinese name."""


def slow_teams(facts: Sequence[VisitFact]) -> list[Slow]:
    """Return the teams with at least one late visit that is not finished, with their open visits."""
    found = []
    for team in sorted({fact.team for fact in facts}):
        own = [fact for fact in facts if fact.team == team and fact.drawn]
        open_ones = tuple(fact for fact in own if not fact.settled)
        if any(fact.late for fact in open_ones):
            figures = {title: sum(getattr(fact, key) for fact in own) for key, title in COUNTS.items()}
            found.append(Slow(team, open_ones, figures))
    return found


def totals(facts: Sequence[VisitFact]) -> dict[str, int]:
    """Return the figures of all visits by name; the self-check and the yearly summary print these and no others."""
    made = [fact for fact in facts if fact.drawn]
    return {
        "检查任务": len(made),
        "随机抽取的检查任务": sum(fact.stratum != TARGETED for fact in made),
        "定向检查": sum(fact.stratum == TARGETED for fact in made),
        "联合检查": sum(fact.joint or fact.cross for fact in made),
        "跨部门联合检查": sum(fact.cross for fact in made),
        "非现场检查": sum(fact.mode != "现场检查" for fact in made),
        "已录入": sum(fact.entered for fact in made),
        "已公开": sum(fact.published for fact in made),
        "不予公开": sum(fact.withheld for fact in made),
        "检查结果": sum(fact.results for fact in made),
        "发现问题的结果": sum(fact.problems for fact in made),
        "逾期": sum(fact.late for fact in made),
        "没有办结": sum(not fact.settled for fact in made),
        "已替换": sum(not fact.drawn for fact in facts),
    }


def shown(facts: Sequence[VisitFact]) -> dict[str, int]:
    """Return the figures of the visits whose results are public: each must be what the public record says."""
    open_ones = [fact for fact in facts if fact.drawn and fact.published]
    figures = totals(open_ones)
    names = ("已公开", "随机抽取的检查任务", "定向检查", "联合检查", "跨部门联合检查", "非现场检查")
    return {name: figures[name] for name in names} | {
        "检查结果": sum(fact.shown_results for fact in open_ones),
        "发现问题的结果": sum(fact.shown_problems for fact in open_ones),
    }
