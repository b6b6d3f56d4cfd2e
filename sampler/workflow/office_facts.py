"""What the office's reports need to know of draws and of the public record, in the office's own words."""

import json
from collections import Counter
from pathlib import Path

from sampler.disclosure.public import PublicRecord
from sampler.draw import canon
from sampler.draw.events import Event
from sampler.office.outcomes import outcome_of
from sampler.office.selfcheck import DrawEvent, FrameFact
from sampler.office.states import PUBLIC, WITHDRAWN
from sampler.office.supervision import TARGETED, VisitFact
from sampler.workflow import draws_folder
from sampler.workflow.draws_folder import EXCLUSIONS, Folder


def draw_events(data: Path, period: str) -> list[DrawEvent]:
    """Return every event of the draws whose number begins with ``period``."""
    folders = [f for f in draws_folder.folders(data) if f.draw.startswith(period)]
    return [DrawEvent(f.draw, e.date, e.name, e.text, _reason(f, e)) for f in folders for e in f.log()]


def _reason(folder: Folder, event: Event) -> str:
    """Return why an event happened; what concerns teams lies in the private part: who was away, which cap was raised."""
    if event.name not in ("assigned", "reassigned"):
        return event.get("reason")
    held = json.loads(folder.read("sealed/assignment.json") or b'{"batches": []}')["batches"]
    mine = [
        one
        for one in held
        if one["date"] == event.date and str(one["batch"]).startswith("r") == (event.name == "reassigned")
    ]
    ladder = [step for one in mine for step in one.get("ladder", ())]
    if event.name == "assigned":
        return "；".join(ladder)
    told = [f"{number}：{why}" for one in mine for number, _, _, why in one.get("replaced", ())]
    return "；".join([*told, *ladder]) or event.text


def frame_facts(data: Path, period: str) -> list[FrameFact]:
    """Return for each draw of a period who was kept out of its frame, by reason, and which rules collided."""
    return [_frame_fact(f) for f in draws_folder.folders(data) if f.draw.startswith(period)]


def _frame_fact(folder: Folder) -> FrameFact:
    what = "sealed/exclusions.csv"
    rows = canon.read_table(folder.read(what), EXCLUSIONS, what=what) if folder.read(what) else []
    reasons = Counter(reason for _, reason, _ in rows)
    quotas = json.loads(folder.read("sealed/quotas.json") or b"{}")
    conflicts = tuple(str(one["text"]) for one in quotas.get("conflicts", ()))
    return FrameFact(folder.draw, tuple(sorted(reasons.items())), conflicts)


def public_facts(record: PublicRecord, period: str) -> list[VisitFact]:
    """Return the visits of the public record in the form in which the office counts its own."""
    shown = [row for row in record.results if row.state == PUBLIC]
    listed = Counter(row.visit_id for row in shown)
    found = Counter(row.visit_id for row in shown if outcome_of({"outcome": row.outcome}).problem)
    return [
        VisitFact(
            visit_id=row.visit_id,
            period=row.period,
            team="",
            stratum=row.stratum if row.draw_id else TARGETED,
            joint=bool(row.joint_sections),
            cross=bool(row.departments),
            mode=row.mode,
            drawn=True,
            visited=True,
            entered=True,
            published=row.state in (PUBLIC, WITHDRAWN),
            withheld=False,
            settled=True,
            late=False,
            results=listed[row.visit_id],
            shown_results=listed[row.visit_id],
            problems=found[row.visit_id],
            shown_problems=found[row.visit_id],
        )
        for row in record.visits
        if row.period.startswith(period)
    ]
