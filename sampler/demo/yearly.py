"""The draws and the field work of all quarters of a place, strung together."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sampler.demo import tables
from sampler.demo.drawing import Draw, draw_steps
from sampler.demo.fieldwork import Quarter, enter, publish
from sampler.demo.followups import Desk, advance
from sampler.demo.people import Row
from sampler.demo.place import Place
from sampler.demo.steps import Step
from sampler.workflow import draws
from sampler.workflow.office import review_results
from sampler.workflow.publish import hide_all
from sampler.workflow.step import changing

REVIEW_AFTER, PUBLISH_AFTER = timedelta(5), timedelta(7)
TITLE = {"1": "第一季度", "2": "第二季度", "3": "第三季度", "4": "第四季度"}


def all_draws(place: Place) -> list[Draw]:
    """Return every draw of the place's list, by number."""
    return [Draw(place, number, told) for number, told in place.toml("quarters").items()]


def year_steps(place: Place, last: date) -> Iterator[Step]:
    """Yield draws, visits, results and follow-ups of all quarters up to the last day."""
    for draw in all_draws(place):
        yield from draw_steps(draw)
        if "first_visit" in draw.told:
            yield from field_steps(draw, last)
    yield review_step(place, last - timedelta(2))


def review_step(place: Place, day: date) -> Step:
    """Answer every text that the gate asks about; the reviewer hides whatever looks odd."""
    reviewer = place.toml("planted")["reviewer"]
    return Step(day, "审核自由文本", lambda data: hide_all(data, person=reviewer, as_of=day))


def field_steps(draw: Draw, last: date) -> Iterator[Step]:
    """Yield the entries and publications of one quarter, then the follow-ups month by month."""
    period, told = draw.draw[:6], draw.told
    mine = [one for one in all_draws(draw.place) if one.draw[:6] == period and "assign" in one.told]
    quarter = Quarter(
        draw.place,
        period,
        draw.draw,
        draw.day("first_visit"),
        draw.day("last_visit"),
        forced=tuple(told.get("forced", ())),
        starts={one.draw: one.day("assign") + timedelta(1) for one in mine},
        late=tuple(told.get("late", ())),
    )
    late = [date.fromisoformat(day) for day in quarter.late if day != "never"]
    title = f"{period[:4]}年{TITLE[period[5]]}"
    for day in [*quarter.entry_days(), *late]:
        yield from _results(quarter, day, title)
    for day in follow_up_days(quarter.first + timedelta(20), last):
        yield _followups(draw, day, title)


def _results(quarter: Quarter, day: date, title: str) -> Iterator[Step]:
    """Yield entry, review by another person, and publication of what was visited by a day."""
    period, reviewer = quarter.period, quarter.place.toml("planted")["reviewer"]
    review, publication = day + REVIEW_AFTER, day + PUBLISH_AFTER

    def show(data: Path) -> None:
        done = publish(period, data, publication)
        for number in quarter.starts:
            open_names(data, number, done, publication)

    yield Step(day, f"录入{title}检查结果", lambda data: enter(quarter, data, day))
    yield Step(
        review, f"审核{title}检查结果", lambda data: review_results(data, period, by=reviewer, as_of=review)
    )
    yield Step(publication, f"公开{title}检查结果", show)


def open_names(data: Path, number: str, done: list[Row], day: date) -> None:
    """Open the names of the visits published on a day, and mark the withheld ones; those of the pool have no leaf to open."""
    withheld = [row for row in tables.read(data, "visits", number[:6]) if row["state"] == "不予公开"]
    mine = [
        row
        for row in (*done, *withheld)
        if row["visit_id"].startswith(f"{number}-") and row["draw_id"] == number
    ]
    codes = {row["code"] for row in mine if "N" not in row["visit_id"]}
    if codes:
        draws.open_units(data, number, as_of=day, codes=codes)


def _followups(draw: Draw, day: date, title: str) -> Step:
    flags = {
        "left_open": bool(draw.told.get("left_open")),
        "taken_back": draw.told.get("taken_back") == day.isoformat(),
    }

    def change(data: Path) -> None:
        period = draw.draw[:6]
        with changing(data, task="followups.update", arguments={"period": period}, as_of=day):
            advance(Desk(draw.place, data, period, day), **flags)

    return Step(day, f"更新{title}后续处理（{day.month}月）", change)


def follow_up_days(first: date, last: date) -> Iterator[date]:
    """Yield a working day about the 20th of each month within the days.

    >>> [day.isoformat() for day in follow_up_days(date(2025, 1, 21), date(2025, 4, 30))]
    ['2025-02-20', '2025-03-20', '2025-04-18']
    """
    year, month = first.year, first.month
    while (day := date(year, month, 20)) <= last:
        if day >= first:
            yield day - timedelta(max(0, day.weekday() - 4))
        year, month = year + month // 12, month % 12 + 1
