"""A published result that is taken back leaves a tombstone and its reason; an opened visit stays, and nothing reads as a leak."""

from datetime import date

import pytest

from sampler.disclosure.private import secrets_of
from sampler.office.states import Reason
from sampler.workflow import office
from tests.unit.disclosure import bureau

DAY = date(2025, 8, 1)
WHY = Reason("结论依法撤销", "局长")


@pytest.fixture
def data(tmp_path):
    folder = bureau.make(tmp_path / "data")
    for number in ("T01", "T02"):
        bureau.change(
            folder, "visits", "visit_id", f"2025Q3-{number}", "2025Q3", state="已公开", items="HJ001"
        )
    office.withdraw_results(folder, "2025Q3-T02", reason=WHY, as_of=DAY)
    return folder


def test_the_only_result_of_a_visit_leaves_a_tombstone_and_its_reason(data):
    found = bureau.exported(data, DAY)
    (stone,) = [row for row in found.record.tombstones if row.public_id == "2025Q3-T02-HJ001"]
    assert (stone.date, stone.ground) == ("2025-08-01", "依法撤回")
    (told,) = found.record.corrections
    assert (told.result_id, told.old, told.new, told.reason) == (
        "2025Q3-T02-HJ001", "已公开", "已撤回", "结论依法撤销",
    )  # fmt: skip
    assert "2025Q3-T02" not in {row.visit_id for row in found.record.results}
    assert {row.visit_id: row.state for row in found.record.visits}["2025Q3-T02"] == "已撤回"
    assert told.public_id in {row.public_id for row in found.record.objects}


def test_the_number_of_a_withdrawn_visit_is_no_private_value_any_more(data):
    hidden = {secret.value for secret in secrets_of(bureau.exported(data, DAY).desk, data).values}
    assert "2025Q3-T02" not in hidden
    assert "2025Q3-T03" in hidden
