"""Rules of the protocol beyond the digests: a real draw is changed as a forger would, and every verifier names it."""

import json

import pytest

from sampler.demo.witnessing import signed as signed_by
from sampler.draw import canon, verify, witness
from tests.unit.draw.complete import SECRET, public_files
from tests.unit.draw.conftest import VECTORS as ROOT_VECTORS
from tests.unit.draw.forging import (
    TODAY,
    at,
    batch_changed,
    both,
    county,
    edited,
    log_of,
    page,
    with_log,
    without,
)

THIRD = ("2025Q1", "2025Q2", "2025Q2-2", "2025Q3")


@pytest.fixture(scope="module")
def third():
    """The county's draws up to the third quarter: substituted, withheld, opened, closed."""
    return county(*THIRD)


@pytest.fixture(scope="module")
def last():
    """The third quarter alone."""
    return county("2025Q3")


def test_the_shipped_draws_hold_all_rules(third, node):
    assert both(third, node) == {}
    assert both(county(*THIRD, "2025Q4", "2025Q4-2", "2026Q1"), node) == {}


def moved(name, to, *, nth=0, **more):
    def change(log):
        event = log.pop(at(log, name, nth))
        place = at(log, to)
        log.insert(place, event | {"date": log[place]["date"]} | more)

    return change


def dropped(name):
    def change(log):
        log[:] = [event for event in log if event["event"] != name]

    return change


def again(name, after):
    """Repeat the first event of a name right after another."""

    def change(log):
        place = at(log, after)
        log.insert(place + 1, log[at(log, name)] | {"date": log[place]["date"]})

    return change


def early_line(log):
    for event in log:
        if event["event"] == "beacon" and event["purpose"] == "draw":
            event["date"] = "2025-06-26"


def disputed(log):
    place = at(log, "drawn")
    told = {"date": log[place]["date"], "event": "disputed", "purpose": "draw", "slot": 1, "text": "不一致。"}
    log.insert(place, told)


def settled(log):
    place = at(log, "drawn")
    told = {"date": log[place]["date"], "event": "resolved", "purpose": "draw", "slot": 1, "text": "已查清。"}
    log.insert(place, told)


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (dropped("witnessed"), "events", "抽取以前没有见证"),
        (dropped("drawn"), "drawn", "却没有抽取的记录"),
        (dropped("confirmed"), "events", "以前没有“确认抽中对象”"),
        (dropped("closed"), "openings", "最迟应在 2025-12-04 揭示完毕"),
        (moved("opened", "drawn"), "events", "以前没有“抽取”"),
        (moved("withheld", "drawn"), "events", "以前没有“抽取”"),
        (again("beacon", "drawn"), "events", "抽取以后又有“录入公开随机源”"),
        (again("drawn", "drawn"), "events", "记了 2 次"),
        (again("substituted", "closed"), "events", "“揭示完毕”以后又有“候补替换”"),
        (again("frozen", "committed"), "events", "公布抽取公告以后又冻结"),
        (moved("frozen", "committed", date="2025-06-23"), "events", "最后一次冻结"),
        (early_line, "events", "才公布"),
        (disputed, "events", "没有查清就抽取了"),
        (settled, "events", "没有争议"),
        (moved("assigned", "confirmed"), "assignment", "在录入随机源以前"),
    ],
)
def test_an_event_out_of_its_order_or_day_is_named(last, node, change, code, words):
    found = both(edited(last, "2025Q3", change), node)
    assert words in found["2025Q3", code]


def test_missing_files_are_named_whatever_the_log_says(third, node):
    gone = without(third, "witness.json", "witness.json.sig")
    assert {key for key in both(gone, node) if key[1] == "witness"} == {(draw, "witness") for draw in THIRD}
    silent = gone
    for draw in THIRD:
        silent = edited(silent, draw, dropped("witnessed"))
    assert {draw for draw, code in both(silent, node) if code == "witness"} == {*THIRD} - {"2025Q2"}, (
        "aborted"
    )
    assert {key[0] for key in both(without(third, "policy.toml"), node)} == {*THIRD}
    assert ("2025Q3", "assignment") in both(without(third, "assign-beacons.txt"), node)


def test_a_witness_is_missed_only_once_the_randomness_may_be_known(node):
    every = county(*THIRD, "2025Q4", "2025Q4-2", "2026Q1")
    path = "draws/2026Q1/witness.json"
    waiting = {name: content for name, content in every.items() if not name.startswith(path)}
    waiting = edited(waiting, "2026Q1", dropped("witnessed"))
    assert both(waiting, node, "2025-12-26") == {}
    assert ("2026Q1", "witness") in both(waiting, node, "2025-12-27")


def test_a_draw_whose_numbers_are_known_and_that_is_never_held_is_named(node):
    every = county(*THIRD, "2025Q4", "2025Q4-2", "2026Q1")
    assert both(every, node, "2026-01-10") == {}
    assert set(both(every, node, "2026-01-11")) == {("2026Q1", "beacons")}
    assert set(both(every, node, "2026-03-01")) == {("2026Q1", "beacons"), ("2025Q4", "openings"), ("2025Q4-2", "openings")}  # fmt: skip


def test_a_second_draw_of_a_period_while_the_first_waits_is_named(third, node):
    found = both(edited(third, "2025Q2", dropped("aborted")), node)
    assert "2025Q2 没有抽取、也没有中止，就又公布了同一期别的 2025Q2-2" in found["", "chain"]


def test_a_log_that_grew_before_the_commitment_after_it_is_named(third, node):
    """The event was dated back behind the link of the next manifest."""

    def change(log):
        log.append(log[-1] | {"date": "2025-03-27", "event": "witnessed", "reason": None})
        log[-1] = log[at(log, "witnessed")] | {"date": "2025-03-27"}

    found = both(edited(third, "2025Q2", change), node)
    assert "不是承诺当天的末行" in found["", "chain"]


def substituted(log, leaf, by, before, stratum="一般"):
    place = at(log, before, -1)
    told = {"date": log[place]["date"], "event": "substituted", "leaf": leaf, "by": by, "reason": "停产", "stratum": stratum, "text": "替换。"}  # fmt: skip
    log.insert(place, told)


def places(files, draw, stratum, kind):
    rows = [line.split(",") for line in files[f"draws/{draw}/drawn.csv"].decode().splitlines()[1:]]
    return [
        row[3] for row in rows if row[0] == stratum and (row[2] == "substitute") == (kind == "substitute")
    ]


def test_whoever_was_opened_or_withheld_is_not_replaced_any_more(last, node):
    drawn, waiting = (places(last, "2025Q3", "一般", kind) for kind in ("drawn", "substitute"))
    log = log_of(last, "2025Q3")
    gone = {event["leaf"] for event in log if event["event"] == "substituted"}
    shut = next(event["leaf"] for event in log if event["event"] == "withheld" and event["leaf"] in drawn)
    fine = next(leaf for leaf in drawn if leaf not in gone and leaf != shut)
    for leaf, words in ((fine, "已经揭示，又替换"), (shut, "已记为不予公开，又替换")):
        files = edited(last, "2025Q3", lambda log, one=leaf: substituted(log, one, waiting[2], "closed"))
        assert words in both(files, node)["2025Q3", "states"]


def test_whoever_was_opened_is_not_withheld_any_more(last, node):
    leaf = last["draws/2025Q3/openings.csv"].decode().splitlines()[1][:64]

    def change(log):
        log.insert(-1, log[at(log, "withheld")] | {"leaf": leaf, "date": log[-1]["date"]})

    assert "已经揭示" in both(edited(last, "2025Q3", change), node)["2025Q3", "states"]


def regrown(files, draw, rows, counts):
    """Return the files with the openings in another order, the log's digests right."""
    path = f"draws/{draw}/openings.csv"
    header = files[path].splitlines(keepends=True)[0]
    log, done, told = log_of(files, draw), 0, iter(counts)
    for event in log:
        if event["event"] == "opened":
            event["count"] = next(told)
            done += event["count"]
            event["openings"] = canon.digest_bytes(header + b"".join(rows[:done]))
    return {**with_log(files, draw, log), path: header + b"".join(rows)}


def test_others_are_not_opened_before_the_due_units_are_done(last, node):
    rows = last["draws/2025Q3/openings.csv"].splitlines(keepends=True)[1:]
    counts = [event["count"] for event in log_of(last, "2025Q3") if event["event"] == "opened"]
    files = regrown(last, "2025Q3", [rows[-1], *rows[:-1]], counts)
    assert "就揭示了未应查的单元" in both(files, node)["2025Q3", "openings"]


def test_the_number_of_cover_groups_that_stay_closed_is_told(third, node):
    told = {c.draw: c.detail for c in verify.verify(third, as_of=TODAY).checks if c.code == "openings"}
    assert all("没有揭示的掩护组：" in told[draw] for draw in ("2025Q2-2", "2025Q3")), told
    (theirs,) = node.verify([third], [{"base": 0, "details": True}])
    assert [[d, c, t] for d, c, t in theirs["details"] if c == "openings"] == [
        [c.draw, c.code, c.detail] for c in verify.verify(third).checks if c.code == "openings"
    ]


def reissued(files, draw, **more):
    """Return the files with another record of the witness, signed with his own key."""
    path = f"draws/{draw}/witness.json"
    files = page(files, path, **more)
    return {**files, f"{path}.sig": signed_by(SECRET, files[path])}


@pytest.mark.parametrize(
    ("more", "where", "words"),
    [
        ({"date": "2025-03-20"}, ("2025Q2", "witness"), "登记日期"),
        ({"date": "2025-04-20"}, ("2025Q2", "witness"), "登记日期"),
        ({"witness": "另一处"}, ("2025Q2", "witness"), "不是抽取公告指定的"),
        ({"extra": "x"}, ("2025Q2", "witness"), "键或序号"),
        ({"number": 4}, ("", "chain"), "有 2 号不在这里"),
        ({"number": 1, "previous": ""}, ("", "chain"), "都是见证簿第 1 号"),
        ({"previous": "0" * 64}, ("", "chain"), "接不上第 1 号"),
    ],
)
def test_a_record_of_the_witness_that_does_not_fit_is_named(complete, node, more, where, words):
    assert both(complete, node, "2025-07-25") == {}
    found = both(reissued(complete, "2025Q2", **more), node, "2025-07-25")
    assert words in found[where]


def test_the_witness_tool_and_the_verifier_ask_for_the_same(bureau):
    files = public_files(bureau)
    entry = json.loads(files["draws/2025Q2/witness.json"])
    from sampler.draw.manifest import read_manifest

    assert list(witness.entry_faults(entry, read_manifest(files["draws/2025Q2/manifest.json"]))) == []


DICE = "2 dice 2025Q3-2 2025-07-11 3 5 1 6 2 2 4 1 6 6 3 5 1 2 4 4 5 6 1 3 2 5 6 4 1"
FIRST = "2 ssq 2025077 2025-07-08 03 07 12 19 25 31 + 08"


def first_rung_after_all(files):
    path = "draws/2025Q3-2/beacons.txt"
    log = log_of(files, "2025Q3-2")
    for event in log:
        if event.get("line") == DICE:
            event["line"] = FIRST
    return with_log({**files, path: files[path].replace(DICE.encode(), FIRST.encode())}, "2025Q3-2", log)


def fallback(**more):
    def change(log):
        place = at(log, "fallback")
        log.insert(place + 1, log[place] | {"date": "2025-07-12"} | more)

    return lambda files: edited(files, "2025Q3-2", change)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (first_rung_after_all, "已经改用下一级，又用了第 1 级"),
        (fallback(rung=2), "没有可以放弃的第 2 级"),
        (fallback(slot=1), "没有可以放弃的第 1 级"),
        (fallback(slot=9), "没有可以放弃的第 1 级"),
        (fallback(), "没有可以放弃的第 1 级"),
        (lambda files: edited(files, "2025Q3-2", dropped("fallback")), "没有说明就改用了第 2 级"),
        (lambda files: edited(files, "2025Q3-2", moved("fallback", "drawn")), "已有录入的行"),
    ],
)
def test_a_fallback_against_the_ladder_is_named(year, node, change, words):
    assert words in both(change(year), node, "2025-10-20")["2025Q3-2", "beacons"]


def manifest(**more):
    return lambda value: value | more


def rules(**told):
    return lambda value: value | {"assignment": value["assignment"] | {"rules": told}}


def ladder(*rungs):
    return lambda value: value | {"beacons": [{"ladder": list(rungs), "slot": 1}]}


def words_of(change):
    return lambda value: value | {"strata": [change(dict(one)) for one in value["strata"]]}


SSQ = {"date": "2025-10-07", "edition": "2025115", "hold_days": 2, "source": "ssq"}
THROW = {"date": "2025-10-09", "edition": "x", "hold_days": 0, "source": "dice"}
SIX = {"cap": None, "cap_limit": 3, "experts": True, "grouped": False, "size": 2, "slices": 1}


@pytest.mark.parametrize(
    "change",
    [
        rules(team=2),
        rules(size=2),
        rules(size=True, slices=1),
        rules(size=2, slices=2),
        rules(**{**SIX, "cap": 0}),
        rules(**{**SIX, "experts": 1}),
        rules(**SIX, more=1),
        manifest(period="2025Q3"),
        manifest(kind="supplementary"),
        manifest(draw="2025Q4-2"),
        manifest(period="第四季度"),
        ladder(SSQ, THROW),
        ladder(SSQ, SSQ),
        ladder({**SSQ, "hold_days": 1000}),
        words_of(lambda one: one | {"more": ""}),
        words_of(lambda one: {key: value for key, value in one.items() if key != "rule"}),
    ],
)
def test_a_manifest_against_the_form_is_refused_by_both(example, node, change):
    path = "draws/2025Q4/manifest.json"
    files = {**example, path: canon.page(change(json.loads(example[path])))}
    assert ("2025Q4", "form") in both(files, node, "")


@pytest.mark.parametrize("change", [rules(**SIX), ladder(SSQ, {**THROW, "date": "2025-10-10"})])
def test_a_manifest_in_form_is_taken_by_both(example, node, change):
    path = "draws/2025Q4/manifest.json"
    files = {**example, path: canon.page(change(json.loads(example[path])))}
    assert ("2025Q4", "form") not in both(files, node, "")


def alone(files, draw):
    return {path: content for path, content in files.items() if path.startswith(f"draws/{draw}/")}


def test_nobody_steps_in_only_when_the_whole_order_is_used_up(year, node):
    first = alone(year, "2025Q1")
    every = places(first, "2025Q1", "特殊", "drawn")
    none = edited(first, "2025Q1", lambda log: substituted(log, every[0], "", "opened", "特殊"))
    assert both(none, node, "2025-04-20") == {}
    drawn = places(first, "2025Q1", "重点", "drawn")
    for stratum in ("重点", "一般"):
        wrong = edited(
            first, "2025Q1", lambda log, one=stratum: substituted(log, drawn[0], "", "opened", one)
        )
        assert set(both(wrong, node, "2025-04-20")) >= {("2025Q1", "states")}


def test_a_unit_is_replaced_in_its_own_stratum(year, node):
    first = alone(year, "2025Q1")
    drawn, other = places(first, "2025Q1", "重点", "drawn"), places(first, "2025Q1", "𠮷字层", "substitute")
    files = edited(first, "2025Q1", lambda log: substituted(log, drawn[0], other[0], "opened", "𠮷字层"))
    assert "不是层“𠮷字层”次序中的下一个候补" in both(files, node, "2025-04-20")["2025Q1", "states"]


def test_names_that_wait_for_the_end_and_for_the_due_units_alone(year, node):
    """The draw of the vectors whose mode is ``drawn`` and whose names open at the end of the period."""
    assert both(year, node, "2025-10-20") == {}

    def early(log):
        log[:] = [event | {"date": min(event["date"], "2025-09-30")} for event in log]

    assert (
        "期末以后才揭示" in both(edited(year, "2025Q3-2", early), node, "2025-10-20")["2025Q3-2", "openings"]
    )
    path = "draws/2025Q3-2/openings.csv"
    rows = year[path].splitlines(keepends=True)[1:]
    units = json.loads((ROOT_VECTORS / "year" / "expected.json").read_text(encoding="utf-8"))[3]["units"]
    due = {row[:64].decode() for row in rows} | {e.get("leaf") for e in log_of(year, "2025Q3-2")}
    extra = next(unit for unit in units if unit[0] not in due)
    row = canon.table(("leaf", "salt", "record"), [extra]).splitlines(keepends=True)[1]
    files = regrown(year, "2025Q3-2", [*rows, row], [len(rows) + 1])
    assert "只应揭示应查单元" in both(files, node, "2025-10-20")["2025Q3-2", "openings"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"date": "2025-07-01"}, "早于随机源"),
        ({"date": "2026-07-01"}, "晚于记录"),
        ({"batch": "r7"}, "不是公告指定"),
        ({"visits": -1}, "类型不对"),
        ({"more": 1}, "类型不对"),
    ],
)
def test_a_batch_against_the_rules_is_named(complete, node, more, words):
    files = complete
    if more == {"date": "2025-07-01"}:
        more = {"date": "2025-03-25"}
    assert (
        words in both(batch_changed(files, "2025Q2", 0, **more), node, "2025-07-25")["2025Q2", "assignment"]
    )


def announced(**more):
    def change(log):
        log[at(log, "announced")] |= more

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (announced(slot=3), "不是接着编的"),
        (announced(batch="r2"), "不是接着编的"),
        (announced(rung="ssq 2025999 2025-04-20"), "期号"),
        (moved("announced", "reassigned"), "在预告以前就录入了"),
    ],
)
def test_an_announcement_against_the_rules_is_named(complete, node, change, words):
    assert words in both(edited(complete, "2025Q2", change), node, "2025-07-25")["2025Q2", "assignment"]
