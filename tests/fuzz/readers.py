"""Every reader of files from outside, fed with damaged files: how many were tried, refused with a message, read, crashed.

``python -m tests.fuzz.readers --inputs 10000`` runs all readers and writes ``tests/bench/results/fuzz.json``; the inputs
follow from the seed, so that a crash can be had again. ``--reader 名称`` runs some of them. A bounded part runs in the
tests (``test_fuzz_readers.py``).
"""

import argparse
import json
import os
import random
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sampler.failure import SamplerError
from tests.fuzz import from_outside, from_staff
from tests.fuzz.damage import ROOT, Try

RESULT = ROOT / "tests" / "bench" / "results" / "fuzz.json"
CRASHES = ROOT / "build" / "fuzz"

READERS: Mapping[str, Callable[[Path], Iterator[Try]]] = {
    "csv": from_staff.tables,
    "xlsx": from_staff.workbooks,
    "xls": from_staff.old_workbooks("xls"),
    "ods": from_staff.old_workbooks("ods"),
    "toml": from_staff.policies,
    "bureau": from_staff.bureaus,
    "pack": from_staff.outcome_packs,
    "word": from_staff.word_templates,
    "mapping-in": from_staff.incoming_mappings,
    "mapping-out": from_staff.outgoing_mappings,
    "manifest": from_outside.manifests,
    "beacon": from_outside.beacons,
    "draw": from_outside.published_draws,
    "pyz": from_outside.archives,
    "package": from_outside.packages,
    "public": from_outside.public_records,
    "scan": from_outside.containers,
    "text": from_outside.texts,
}
"""By what they read; each makes what it needs in an empty folder, once."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one reader's run."""

    tried: int
    refused: int
    """Answered with a message that says what is wrong."""

    read: int
    """Read without complaint: the damage did not matter, or made another sound file."""

    crashes: int
    seconds: float
    """Of the processor."""


@contextmanager
def reader(name: str) -> Iterator[Try]:
    """Make a reader ready."""
    with tempfile.TemporaryDirectory() as folder:
        yield from READERS[name](Path(folder))


def run(name: str, inputs: int, *, first: int = 0) -> Outcome:
    """Try so many inputs; each has a number of its own and can be had again."""
    found: Counter[str] = Counter()
    began = _processor()
    with reader(name) as one:
        for number in range(first, first + inputs):
            found[_outcome(name, one, number)] += 1
    seconds = round(_processor() - began, 1)
    return Outcome(inputs, found["refused"], found["read"], found["crash"], seconds)


def _processor() -> float:
    """Return the seconds of the processor, those of programs started and ended among them."""
    return sum(os.times()[:4])


def _outcome(name: str, one: Try, number: int) -> str:
    try:
        return "read" if one(random.Random(f"{name} {number}")) else "refused"
    except SamplerError:
        return "refused"
    except Exception:  # noqa: BLE001  # anything else is what this search is for
        CRASHES.mkdir(parents=True, exist_ok=True)
        (CRASHES / f"{name}-{number}.txt").write_text(traceback.format_exc(), "utf-8")
        return "crash"


def main() -> int:
    """Run the readers asked for and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--reader", choices=READERS, action="append")
    options = parser.parse_args()
    known: dict[str, dict[str, float]] = {}
    for name in options.reader or READERS:
        outcome = run(name, options.inputs, first=options.first)
        print(name, outcome, flush=True)
        known = (
            json.loads(RESULT.read_bytes()) if RESULT.is_file() else {}
        )  # others may have written meanwhile
        known[name] = {key: getattr(outcome, key) for key in Outcome.__slots__}
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", "utf-8")
    return int(any(one["crashes"] for one in known.values()))


if __name__ == "__main__":
    sys.exit(main())
