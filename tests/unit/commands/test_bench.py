"""The page of the benches says what the stored results say; the machinery measures on a tiny size."""

import importlib
import json
import re
from datetime import date

import pytest

from sampler.commands import bench, bench_campaigns, bench_page
from sampler.failure import SamplerError
from sampler.registers import check_registers, read_registers
from tests.bench import __main__ as runner
from tests.bench import province, store, work_nation
from tests.bench.bureaus import write_bureau
from tests.bench.registry import BENCHES
from tests.fuzz import readers


def result(value, *, limit=10.0, at_least=False):
    party = {"wall": value, "cpu": value, "peak": 30.0}
    machine = {"cores": 2, "memory_gib": 16, "python": "3.11.2", "system": "Linux"}
    return {
        "name": "one",
        "order": 0,
        "title": "一项",
        "what": "说明。",
        "count": "户",
        "parties": [{"key": "ours", "title": "本程序", "own": True}, {"key": "csv", "title": "csv", "own": False}],
        "bounds": [{"text": "要求", "size": 400, "figure": "ours.cpu/csv.cpu", "limit": limit, "at_least": at_least}],
        "facts": {},
        "growth": {"ours": [{"from": 400, "to": 4000, "size": 10.0, "cpu": 11.0}]},
        "sizes": {
            size: {
                "date": "2026-01-01",
                "commit": "abc",
                "machine": machine,
                "rounds": 3,
                "parties": store.with_ratios({"ours": dict(party), "csv": {**party, "cpu": 1.0}}),
            }
            for size in ("400", "4000")
        },
    }  # fmt: skip


def test_the_page_shows_the_stored_results():
    page = bench.PAGE.read_text(encoding="utf-8")
    assert bench.page_with(page, bench.RESULTS) == page, "请运行 ./inv bench --page"


def test_the_page_tells_of_every_reader_and_every_verifier(tmp_path):
    assert list(bench_campaigns.parts(tmp_path)) == []
    one = {"tried": 10_000, "refused": 9_000, "read": 999, "crashes": 1}
    (tmp_path / "fuzz.json").write_text(json.dumps({"csv": one, "xlsx": one}), "utf-8")
    verifier = {"title": "见证簿", "tried": 50, "missed": 2, "which": ["a line", "another"]}
    told = {"command": "python -m x", "date": "2026-01-01", "commit": "abc", "verifiers": [verifier]}
    (tmp_path / "mutations.json").write_text(json.dumps(told), "utf-8")
    text = "\n".join(bench_campaigns.parts(tmp_path))
    assert "共试 20,000 个，程序出错 2 次" in text
    assert "| 登记表 .xlsx | 10,000 | 9,000 | 999 | 1 |" in text
    assert "| 见证簿 | 50 | 2 |" in text
    assert "见证簿没有发现的：`a line`；`another`。" in text
    assert bench_campaigns.READERS.keys() == readers.READERS.keys()


def test_what_was_not_reached_comes_first():
    told = list(bench_page.parts([result(5.0), result(50.0)]))
    rows = [line for line in "\n".join(told).splitlines() if "要求 |" in line][1:]
    assert rows[0].startswith("| **未达到** |")
    assert "50.0 倍" in rows[0]
    assert rows[1].startswith("| 达到 |")


def test_a_bound_whose_size_was_not_measured_is_told_so():
    one = result(5.0)
    one["bounds"][0]["size"] = 999
    assert any("还没有测" in part for part in bench_page.parts([one]))


@pytest.mark.parametrize(("value", "kept"), [(199.0, False), (200.0, True)])
def test_a_lower_bound_is_kept_from_its_value_on(value, kept):
    assert bench_page.kept({"limit": 200, "at_least": True}, value) is kept


def test_a_page_without_its_marks_is_not_overwritten():
    with pytest.raises(SamplerError, match="找不到"):
        bench.page_with("# 快慢与规模\n", bench.RESULTS)


def test_a_size_that_does_not_exist_is_refused():
    with pytest.raises(SamplerError, match="只能是"):
        bench.bench.body.__wrapped__(None, sizes="huge")


@pytest.mark.parametrize("one", BENCHES, ids=lambda one: one.name)
def test_every_bench_has_its_work_for_each_party(one):
    module = importlib.import_module(f"tests.bench.work_{one.name}")
    assert set(module.WORK) == {party.key for party in one.parties}
    assert one.parties[0].key == "ours"
    assert [bound.size for bound in one.bounds if bound.size not in one.small + one.large] == []


def test_a_bench_is_measured_in_processes_of_its_own(tmp_path):
    assert runner.main(["--only", "freeze", "--quick", "--out", str(tmp_path)]) == 0
    kept = json.loads((tmp_path / "freeze.json").read_bytes())
    ours = kept["sizes"]["400"]["parties"]["ours"]
    assert ours["cpu"] > 0
    assert 5 < ours["peak"] < 2000


def test_sizes_measured_before_are_kept(tmp_path):
    one, entry = BENCHES[0], result(1.0)["sizes"]["400"]
    store.save(one, {400: entry}, tmp_path)
    store.save(one, {4000: entry}, tmp_path)
    kept = json.loads((tmp_path / f"{one.name}.json").read_bytes())
    assert list(kept["sizes"]) == ["400", "4000"]
    assert kept["growth"]["ours"] == [{"cpu": 1.0, "from": 400, "size": 10.0, "to": 4000}]


def test_stored_results_name_no_machine_and_no_path():
    for one in bench.read_results(bench.RESULTS):
        for entry in one["sizes"].values():
            assert set(entry["machine"]) == {"cores", "memory_gib", "python", "system"}
        assert not re.search(r'"[^"]*(/home|/tmp|/work|/root|\\\\)', json.dumps(one))


@pytest.mark.parametrize("order", ["", "_uniform"])
def test_sql_writes_the_same_list_as_the_standard_library(order, tmp_path):
    work_nation.prepare(tmp_path, 3_000)
    ours, duckdb = (work_nation.WORK[name + order](tmp_path, 3_000)() for name in ("ours", "duckdb"))
    assert ours["lines"] > 500
    assert (ours["digest"], ours["lines"]) == (duckdb["digest"], duckdb["lines"])


def test_the_generated_province_has_its_cities_branches_and_objects():
    listed = province.branches()
    assert sum(map(province.size_of, listed)) == 200_000
    assert len({one.city for one in listed}) == 11
    assert len({one.county for one in listed}) == len({one.region for one in listed}) == 180


def test_the_portal_page_adds_up_its_branches_and_links_to_them():
    one, other = province.branches(2)
    counted = {"objects": 3, "drawn": 2, "visits": 1, "results": 4, "pages": 5}
    page = province.portal({one: counted, other: {**counted, "objects": 7}})
    assert "<strong>全省</strong></th><td>10</td>" in page
    assert 'href="001/index.html"' in page
    assert 'href="002/index.html"' in page


def test_a_copied_bureau_has_objects_of_its_own_and_passes_the_check(tmp_path):
    folder = write_bureau(tmp_path / "data", 900, province.branches(1)[0])
    found = check_registers(folder, date(2024, 12, 25))
    assert [one for one in found if one.level == "error"] == []
    rows = read_registers(folder).table("objects").rows
    assert len({row["code"] for row in rows}) == len({row["name"] for row in rows}) == 900
