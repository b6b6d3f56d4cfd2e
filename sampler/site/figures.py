"""The numbers on the home page and behind the pictures, counted from the public rows and nothing else."""

import functools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sampler.disclosure.public import DrawnRow
from sampler.site import charts
from sampler.site.index import Index
from sampler.site.wording import period_words

SHOWN = "已公开"
NOT_DRAWN = frozenset({"候补", "已替换"})
NO_FINDING = frozenset(
    {"未发现问题", "未发现开展本次抽查涉及的经营活动", "停产", "无法联系", "延期检查", "不予公开"}
)
KNOWN_TINTS = ("未发现问题", "发现问题已责令改正", "立案处罚", "发现问题待后续处理", "停产")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the draws of one period have come."""

    drawn: int
    """Units drawn, without substitutes and replaced ones."""

    published: int
    """Drawn units whose results are public."""

    waiting: int
    """Drawn units not yet visited or published."""

    withheld: int
    """Drawn units withheld by law."""

    late: int
    """Drawn units past the day on which results are due."""

    visits: int
    """Visits published in the period, random or not."""

    results: int
    """Results published."""

    problems: int
    """Results that found something."""


@functools.lru_cache(maxsize=256)
def progress(index: Index, period: str) -> Progress:
    """Return the state of one period."""
    drawn = [
        row for draw in index.record.draws if draw.period == period for row in in_list(index, draw.draw_id)
    ]
    states = Counter(standing(index, row) for row in drawn)
    results = [row for row in index.record.results if row.period == period]
    return Progress(
        drawn=len(drawn),
        published=states[SHOWN],
        waiting=states["待检查"],
        withheld=states["不予公开"],
        late=states["逾期"],
        visits=len({row.visit_id for row in results}),
        results=len(results),
        problems=sum(found_something(row.outcome) for row in results),
    )


def standing(index: Index, row: DrawnRow) -> str:
    """Return where a drawn unit stands. A name that was opened is not yet a result that was published."""
    visit = index.visits.get(row.visit_id)
    if row.state != SHOWN or visit is None or visit.state in (SHOWN, "已撤回"):
        return row.state
    return "逾期" if visit.state == "未检查" and visit.due < index.record.as_of else "待检查"


def in_list(index: Index, draw_id: str) -> list[DrawnRow]:
    """Return the drawn units of a draw, without substitutes and replaced units."""
    rows = index.drawn.get(draw_id, [])
    return [row for row in rows if row.state not in NOT_DRAWN]


def found_something(outcome: str) -> bool:
    """Tell whether an outcome says that something was found.

    >>> found_something("立案处罚"), found_something("停产")
    (True, False)
    """
    return outcome.split("（", maxsplit=1)[0] not in NO_FINDING and not outcome.startswith("已关闭")


def funnel(index: Index, period: str) -> charts.Drawing | None:
    """Return the picture drawn → published → waiting → late of one period."""
    now = progress(index, period)
    rows = [
        charts.Bar("抽中", now.drawn, f"{now.drawn} 家", 1),
        charts.Bar("结果已公开", now.published, f"{now.published} 家", 3),
        charts.Bar("等待检查或公开", now.waiting, f"{now.waiting} 家", 5),
        charts.Bar("依法不予公开", now.withheld, f"{now.withheld} 家", 4),
        charts.Bar("逾期未公开", now.late, f"{now.late} 家", 6),
    ]
    text = f"{period_words(period)}抽中 {now.drawn} 家，已公开 {now.published} 家，等待 {now.waiting} 家，逾期 {now.late} 家。"
    return charts.bars(f"{period_words(period)}：从抽中到公开", text, rows, ("阶段", "数量"))


def outcomes(index: Index) -> charts.Drawing | None:
    """Return the picture of the outcomes over the periods."""
    counts = Counter((row.period, row.outcome) for row in index.record.results)
    totals = Counter(row.outcome for row in index.record.results)
    names = [name for name in KNOWN_TINTS if name in totals]
    names += [name for name, _ in totals.most_common() if name not in names][: 5 - len(names)]
    periods = sorted({period for period, _ in counts})
    others = [name for name in totals if name not in names]
    rows = []
    for period in periods:
        values = [counts[period, name] for name in names]
        rows.append(
            (
                period_words(period),
                [*values, sum(counts[period, name] for name in others)] if others else values,
            )
        )
    shown = [*names, "其他"] if others else names
    return charts.parts("各期检查结果", "每个抽查期各种检查结果的数量。", shown, rows, "抽查期")


def coverage(index: Index, draw_id: str) -> charts.Drawing | None:
    """Return the picture of drawn share per stratum against the rule."""
    rows = []
    for row in index.strata.get(draw_id, []):
        if row.frame_size and row.drawn is not None:
            share = 100 * row.drawn / row.frame_size
            rule = 100 * row.quota / row.frame_size if row.quota is not None else None
            rows.append(
                charts.Bar(row.title, share, f"{share:.1f}%", 1, None if rule is None else round(rule, 1))
            )
    text = "每一层抽中的比例；竖线是规则要求的应抽数占本层的比例。"
    header = ("层", "抽中比例", "应抽比例（%）")
    return charts.bars(f"{draw_id} 各层抽中比例与应抽比例", text, rows, header, full=100)


def visits_per_object(index: Index) -> charts.Drawing | None:
    """Return the picture of visits per object this year."""
    counts = Counter(row.visits_this_year for row in index.record.objects)
    caps = sorted({row.cap for row in index.record.objects if row.cap is not None})
    limit = caps[0] if caps else None
    rows = [
        charts.Bar(f"{n} 次", counts[n], f"{counts[n]} 家", 6 if limit is not None and n > limit else 1)
        for n in range(max(counts, default=0) + 1)
    ]
    note = f"年度上限一般为 {'、'.join(map(str, caps))} 次。" if caps else ""
    return charts.bars(
        "本年被检查次数", f"本年被检查 0 次、1 次、2 次……的对象各有多少家。{note}", rows, ("次数", "对象数")
    )


def expected(index: Index) -> charts.Drawing | None:
    """Return the picture of drawn objects per township against what their number lets one expect."""
    periods = {draw.draw_id for draw in index.record.draws if draw.seed}
    classes = Counter((row.object_class, row.township) for row in index.record.objects)
    sizes = Counter(row.object_class for row in index.record.objects)
    hoped: Counter[str] = Counter()
    for stratum in index.record.strata:
        for (name, township), count in classes.items():
            if (
                stratum.draw_id in periods
                and stratum.drawn
                and name in {stratum.title, class_of(stratum.stratum)}
            ):
                hoped[township] += stratum.drawn * count / sizes[name]  # type: ignore[assignment]  # shares are fractions
    actual = _actual(index)
    names = [name for name, _ in Counter({k: round(v * 1000) for k, v in hoped.items()}).most_common(12)]
    rows = [charts.Bar(name, actual[name], f"{actual[name]} 次", 1, round(hoped[name], 1)) for name in names]
    text = "各乡镇的对象已公开的抽中次数；竖线是按各类对象数量比例推算的次数。还没有公开的抽中单元不在内。"
    return charts.bars("各乡镇：实际抽中与按数量推算", text, rows, ("乡镇", "已公开的抽中次数", "推算次数"))


def class_of(stratum: str) -> str:
    """Return the class a stratum was made of; a class may be split into several strata.

    >>> class_of("重点·其余")
    '重点'
    """
    return stratum.split("·", maxsplit=1)[0]


def _actual(index: Index) -> Counter[str]:
    opened: Iterable[str] = (
        row.public_id for row in index.record.drawn if row.public_id and row.state != "候补"
    )
    return Counter(index.objects[name].township for name in opened if name in index.objects)
