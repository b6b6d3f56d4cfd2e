"""The two invented bureaus that ship: everything lawful leaves, nothing else, and every number can be counted again."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from sampler.disclosure.export import export
from sampler.disclosure.private import allowed_numbers, secrets_of
from sampler.disclosure.public import public_files, write_public
from sampler.disclosure.scan import scan
from sampler.disclosure.source import read_source
from sampler.failure import SamplerError

ROOT = Path(__file__).parents[3]
BUREAUS = {"county": (ROOT / "data", date(2025, 12, 31)),
           "zone": (ROOT / "tests/bureaus/hengshui-gaoxin-2023", date(2023, 12, 31))}  # fmt: skip


@pytest.fixture(scope="module", params=sorted(BUREAUS))
def result(request):
    folder, day = BUREAUS[request.param]
    return export(read_source(folder, day))


@pytest.fixture
def record(result):
    return result.record


def test_nothing_stops_the_export(result):
    assert result.checked() is result.record


def test_the_public_record_holds_no_private_value(result, tmp_path):
    write_public(result.record, tmp_path / "public")
    folder = result.desk.source.registers.folder
    report = scan(tmp_path / "public", secrets_of(result.desk, folder), allowed=allowed_numbers(result.desk))
    assert report.clean, report.as_text()


def test_every_statistic_can_be_counted_again(record):
    objects = {row.public_id: row for row in record.objects}
    periods = {row.draw_id: row.period for row in record.draws}
    visits = {row.visit_id: row.period for row in record.visits}
    counted = {}
    for topic in {row.topic for row in record.statistics}:
        for one in record.rows(topic):
            period = getattr(one, "period", "") or visits.get(getattr(one, "visit_id", ""), "")
            counted.setdefault(topic, []).append(
                (one, period or periods.get(getattr(one, "draw_id", ""), ""))
            )
    for row in record.statistics:
        found = 0
        for one, period in counted[row.topic]:
            holder = one if hasattr(one, row.dimension) else objects.get(getattr(one, "public_id", ""))
            same = row.dimension == "total" or str(getattr(holder, row.dimension, "")) == row.label
            found += same and row.period in {"全部", period}
        assert found == row.value, row


def test_the_numbers_of_draws_can_be_counted_again(record):
    for draw in record.draws:
        files = record.draw_files(draw.draw_id)
        rows = list(csv.DictReader(io.StringIO(files["frame.csv"].decode())))
        assert draw.frame_size == len(rows)
        drawn = [row for row in record.drawn if row.draw_id == draw.draw_id and row.kind != "候补"]
        assert draw.drawn_count in {None, len(drawn)}
        for stratum in (row for row in record.strata if row.draw_id == draw.draw_id):
            assert stratum.frame_size == sum(row["stratum"] == stratum.stratum for row in rows)
            assert stratum.drawn in {None, sum(row.stratum == stratum.stratum for row in drawn)}


def test_visits_of_the_year_can_be_counted_again(result):
    record, year = result.record, result.record.as_of[:4]
    for row in record.objects:
        own = [
            v
            for v in record.visits
            if v.public_id == row.public_id and v.period[:4] == year and v.nth is not None
        ]
        assert row.visits_this_year == len(own)


def test_a_drawn_unit_that_was_not_opened_has_no_name(record):
    for draw in record.draws:
        files = record.draw_files(draw.draw_id)
        opened = {row["leaf"] for row in csv.DictReader(io.StringIO(files.get("openings.csv", b"").decode()))}
        for row in (row for row in record.drawn if row.draw_id == draw.draw_id):
            assert bool(row.public_id) == (row.leaf in opened), row
            assert row.state != "已公开" or row.public_id
            assert not row.visit_id or row.public_id


def test_a_visit_of_a_draw_is_public_only_when_its_unit_was_opened_or_its_name_is_masked(record):
    opened = {(row.draw_id, row.public_id) for row in record.drawn if row.public_id}
    masked = {row.public_id for row in record.objects if row.masked}
    for visit in record.visits:
        assert not visit.draw_id or (visit.draw_id, visit.public_id) in opened or visit.public_id in masked


def test_what_refers_to_a_row_finds_it(record):
    objects = {row.public_id for row in record.objects}
    visits = {row.visit_id for row in record.visits}
    results = {row.result_id for row in record.results}
    items = {row.item_id for row in record.items}
    assert {row.public_id for row in (*record.visits, *record.results, *record.followups)} <= objects
    assert {row.visit_id for row in (*record.results, *record.followups)} <= visits
    assert {row.result_id for row in record.followups} <= results
    assert {item for row in record.visits for item in row.items} <= items


def test_every_public_id_answers(result):
    record = result.record
    answered = {row.public_id for row in record.objects} | {row.public_id for row in record.tombstones}
    known = {identity for identity, since in result.desk.source.ledger.since.items() if since <= record.as_of}
    assert known <= answered


def test_every_published_result_leaves(result):
    desk = result.desk
    held = {row.result_id for row in result.record.results} | {
        row.public_id for row in result.record.tombstones
    }
    for table, row in desk.rows("results"):
        lawful = row["code"] in desk.shown and row["state"] == "已公开" and "" < row["published"] <= desk.day
        withheld = desk.decision_on("results", f"{row['visit_id']}-{row['item_id']}", row["visit_id"])
        if lawful and not withheld and not desk.decision_on("visits", row["visit_id"]):
            assert f"{row['visit_id']}-{row['item_id']}" in held, (
                table.file,
                row["visit_id"],
                row["outcome"],
            )


def test_sealed_files_never_leave(record):
    assert not [path for path in public_files(record) if "sealed" in path]


def test_the_export_is_not_written_into_the_private_folder(tmp_path):
    from sampler.disclosure.program import export_folder

    folder, day = BUREAUS["county"]
    with pytest.raises(SamplerError, match="不能写进"):
        export_folder(folder, folder / "public", as_of=day)
