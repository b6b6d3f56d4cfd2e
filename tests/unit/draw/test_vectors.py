"""The program agrees with answers made by an independent script, and the page shows them."""

import hashlib
import json
import re
import subprocess
import sys

import pytest

from sampler.draw import checks, frame, manifest, opening, selection, tickets, verify
from tests.unit.draw.conftest import ROOT, VECTORS, case, files_of

CASES = ["year", "drand", "example"]


def notes(name):
    return json.loads((VECTORS / name / "expected.json").read_text(encoding="utf-8"))


def test_the_vectors_are_never_made_anew(tmp_path):
    """The script gives today what it gave when the protocol was published."""
    script = ROOT / "tests" / "vectors" / "make_vectors.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)
    assert files_of(tmp_path) == files_of(VECTORS)


def test_the_script_of_the_vectors_shares_nothing_with_the_package():
    text = (ROOT / "tests" / "vectors" / "make_vectors.py").read_text(encoding="utf-8")
    assert "import sampler" not in text
    assert "from sampler" not in text


@pytest.mark.parametrize("name", CASES)
def test_every_vector_verifies(name):
    report = verify.verify(case(name))
    assert [check.as_text() for check in report.failed] == []
    assert report.exit_code == 0


@pytest.mark.parametrize("name", CASES)
def test_every_intermediate_value_is_the_expected_one(name):
    files = case(name)
    for note in notes(name):
        folder = f"draws/{note['draw']}"
        found = manifest.read_manifest(files[f"{folder}/manifest.json"])
        assert (found.commitment, found.frame_digest) == (note["commitment"], note["frame"])
        for leaf, salt, record in note["units"]:
            assert opening.Opening(leaf, salt, record).unit().id.startswith("e")
        if "seed" in note:
            lines = files[f"{folder}/beacons.txt"].decode().splitlines()
            assert tickets.seed_of(found.commitment, lines) == note["seed"]
            _compare_orders(note, found, frame.read_frame(files[f"{folder}/frame.csv"]))


def _compare_orders(note, found, public):
    for leaf, (ticket, reserve) in note["tickets"].items():
        assert tickets.ticket_for(note["seed"], leaf) == ticket
        assert tickets.ticket_for(note["seed"], leaf, tag=tickets.RESERVE_TAG) == reserve
    order = checks.full_order(found, public, note["seed"])
    assert {name: [[p.leaf, p.kind] for p in places] for name, places in order.items()} == note["orders"]
    for name, blocks in note.get("blocks", {}).items():
        due = {p.leaf for p in order[name]} - {leaf for block in blocks for leaf in block}
        rest = [p.leaf for p in order[name] if p.leaf not in due]
        assert [list(block) for block in opening.cover_blocks(rest, note["seed"])] == blocks


def test_the_worked_example_on_the_page_is_the_vector():
    page = (ROOT / "site_src" / "method" / "protocol.md").read_text(encoding="utf-8")
    example = (VECTORS / "example" / "page.md").read_text(encoding="utf-8")
    assert f"<!-- example -->\n{example}<!-- /example -->" in page


def test_the_further_examples_on_the_page_are_the_vectors():
    page = (ROOT / "site_src" / "method" / "protocol.md").read_text(encoding="utf-8")
    more = (VECTORS / "more.md").read_text(encoding="utf-8")
    assert f"<!-- more -->\n{more}<!-- /more -->" in page


def test_every_order_and_kind_has_an_example_that_both_programs_come_to(node):
    """Uniform, forced, all, certain in two rounds, weighted, Pareto with m = 0: place by place."""
    examples = json.loads((VECTORS / "orders.json").read_text(encoding="utf-8"))
    kinds = {kind for one in examples for _, kind in one["places"]}
    assert kinds == set(selection.KINDS)
    for one in examples:
        rows = frame.StratumRows(
            *([unit[key] for unit in one["units"]] for key in ("leaf", "burden", "weight"))
        )
        places = selection.order_stratum("层", rows, one["quota"], one["order"], one["seed"])
        assert [[place.leaf, place.kind] for place in places] == one["places"], one["title"]
        given = {"leaves": rows.leaves, "burdens": rows.burdens, "weights": rows.weights}
        call = f"V.orderStratum({json.dumps(given)}, {one['quota']}, '{one['order']}', '{one['seed']}')"
        assert node.evaluate(f"{call}.map((p) => [p.leaf, p.kind])") == one["places"], one["title"]


def test_the_other_examples_on_the_page_are_what_sha256_gives():
    page = (ROOT / "site_src" / "method" / "protocol.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z/]+/v1 ⏎ [^`]*)` \| `([0-9a-f]{64})` \|$", page, re.MULTILINE)
    assert {text.split(" ")[0] for text, _ in rows} > {"cover/v1", "assign/cost/v1", "assign/certificate/v1"}
    for text, value in rows:
        assert hashlib.sha256("\n".join(text.split(" ⏎ ")).encode()).hexdigest() == value, text
    seed = next(value for text, value in rows if text.startswith("assign/seed/v1"))
    assert all(seed in text for text, _ in rows if "assign/cost" in text)
    ticket = bytes.fromhex("3ff210499e592ffc61142b00e62f3c4bbc4e1b8bd5e43b14ace2a3f8bab9d74b")
    assert f"Q = {tickets.pareto_key(ticket, 2, 20, 3)}。" in page


def test_every_tag_event_and_check_is_on_the_page():
    from sampler.draw import assignment, events, report

    page = (ROOT / "site_src" / "method" / "protocol.md").read_text(encoding="utf-8")
    tags = [frame.LEAF_TAG, tickets.SEED_TAG, tickets.TICKET_TAG, tickets.RESERVE_TAG, tickets.COVER_TAG]
    tags += [
        tickets.ASSIGN_TAG,
        events.EVENT_TAG,
        assignment.COST_TAG,
        assignment.LEAD_TAG,
        assignment.CERTIFICATE_TAG,
    ]
    words = [*tags, *events.FIELDS, *selection.KINDS, *report.CHECKS]
    assert [word for word in words if f"`{word}`" not in page] == []


@pytest.mark.parametrize("name", CASES)
def test_the_second_checker_agrees_byte_for_byte(name, node):
    """Same verdicts, same seeds, same list, from code that was written from the page."""
    files = case(name)
    for day in ("", "2025-06-01", "2026-12-31"):
        (theirs,) = node.verify([files], [{"base": 0, "full": True, "asOf": day}])
        ours = verify.verify(files, as_of=day)
        assert theirs["checks"] == [[c.draw, c.code, c.verdict] for c in ours.checks]
        assert theirs["exit"] == ours.exit_code
        for draw, text in theirs["drawn"].items():
            assert text.encode() == files.get(f"draws/{draw}/drawn.csv", b"")
