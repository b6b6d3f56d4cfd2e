"""Invented events of a quarter: penalties, complaints, exceedances, credit grades. All dated, all from the seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sampler.demo.codes import document_number, identity_number
from sampler.demo.firms import Firm
from sampler.demo.people import Row, person_name
from sampler.demo.place import LISTS, Place, read_rows

SIZES = {
    "county": {"penalties": 6, "complaints": 8, "exceedances": 7},
    "zone": {"penalties": 3, "complaints": 3, "exceedances": 4},
}


@dataclass(frozen=True, slots=True)
class Months:
    """Three months of events."""

    first: date
    last: date

    def day(self, place: Place, *words: object) -> date:
        """Return a day within the months."""
        return self.first + timedelta(
            place.chance.below((self.last - self.first).days + 1, "day", self.first, *words)
        )


def months_of(period: str) -> Months:
    """Return the days of a quarter.

    >>> months_of("2024Q4").last
    datetime.date(2024, 12, 31)
    """
    year, quarter = int(period[:4]), int(period[5])
    first = date(year, quarter * 3 - 2, 1)
    following = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return Months(first, following - timedelta(1))


def events_of(place: Place, firms: list[Firm], period: str) -> dict[str, list[Row]]:
    """Return the events of a quarter by kind, in the order of their days, without their numbers."""
    span = months_of(period)
    made = {
        "penalties": list(_penalties(place, firms, period, span)),
        "complaints": list(_complaints(place, firms, period, span)),
        "exceedances": list(_exceedances(place, firms, period, span)),
    }
    return {kind: sorted(rows, key=lambda row: (row["date"], row["code"])) for kind, rows in made.items()}


def numbered(prefix: str, year: int, rows: list[Row], start: int) -> list[Row]:
    """Give each event of a year its number, from ``start`` on."""
    return [{"event_id": f"{prefix}-{year}-{place:03}"} | row for place, row in enumerate(rows, start)]


def _candidates(place: Place, firms: list[Firm], kind: str, period: str, *, tag: str = "") -> list[Firm]:
    """Return ordinary firms in an order of their own; positive-list firms do not offend."""
    fit = [f for f in firms if f.row["positive"] == "否" and f.row["kind"] not in ("建设项目", "其他")]
    fit = [f for f in fit if not tag or tag in f.row["tags"].split("；")]
    return sorted(fit, key=lambda f: place.chance.number(kind, period, f.row["code"]))


def _texts(kind: str) -> list[Row]:
    return [row for row in read_rows(LISTS / "event_texts.csv") if row["种类"] == kind]


def _penalties(place: Place, firms: list[Firm], period: str, span: Months) -> Iterator[Row]:
    for number, firm in enumerate(
        _candidates(place, firms, "penalties", period)[: SIZES[place.key]["penalties"]]
    ):
        text = place.chance.pick(_texts("penalties"), "penalty", period, number)
        day = span.day(place, "penalty", number)
        yield {
            "code": firm.row["code"],
            "date": day.isoformat(),
            "document": document_number(
                f"{place.documents}罚", day.year, int(period[5]) * 14 - 13 + number * 2
            ),
            "matter": text["内容"],
            "kind": text["补充"],
            "amount": text["数额"] if text["数额"] != "0" else "",
            "source": "行政处罚系统",
        }


def _complaints(place: Place, firms: list[Firm], period: str, span: Months) -> Iterator[Row]:
    for number, firm in enumerate(
        _candidates(place, firms, "complaints", period)[: SIZES[place.key]["complaints"]]
    ):
        text = place.chance.pick(_texts("complaints"), "complaint", period, number)
        caller = person_name(place, "caller", period, number)
        shown = f"举报人{caller}反映该单位{text['内容']}。"
        if number % 3 == 0:
            shown += f"身份证号{identity_number(place.chance, place.region, period, number)}，请求保密。"
        yield {
            "code": firm.row["code"],
            "date": span.day(place, "complaint", number).isoformat(),
            "channel": text["补充"],
            "matter": shown,
            "verified": "是" if place.chance.percent(70, "verified", period, number) else "否",
            "source": "信访举报系统",
        }


def _exceedances(place: Place, firms: list[Firm], period: str, span: Months) -> Iterator[Row]:
    """The first two firms exceed five times and more at one outlet, the others once to three times."""
    chance = place.chance
    for number, firm in enumerate(
        _candidates(place, firms, "exceedances", period, tag="在线监控")[: SIZES[place.key]["exceedances"]]
    ):
        fitting = [
            p for p in read_rows(LISTS / "pollutants.csv") if p["标签"] in firm.row["tags"].split("；")
        ]
        times = (
            chance.between(5, 7, "often", period, number)
            if number < 2
            else chance.between(1, 3, "seldom", period, number)
        )
        pollutant = chance.pick(fitting, "pollutant", period, number)
        for time in range(times):
            over = chance.between(102, 168, "over", period, number, time)
            yield {
                "code": firm.row["code"],
                "date": span.day(place, "exceedance", number, time).isoformat(),
                "outlet": pollutant["排放口"],
                "pollutant": pollutant["污染物"],
                "value": f"{int(pollutant['限值']) * over / 100:g}",
                "limit": pollutant["限值"],
                "source": "污染源自动监控平台",
            }
