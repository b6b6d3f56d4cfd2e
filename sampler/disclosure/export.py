"""The export: private registers in, public record out. What may not leave stops it, with file, row and column."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from sampler.disclosure.cellgate import unclassified
from sampler.disclosure.decisions import find_faults
from sampler.disclosure.desk import Desk, Memo, open_desk
from sampler.disclosure.draws import Drawings, export_draws, summary_of
from sampler.disclosure.freetext import FreeText, Question
from sampler.disclosure.grounds import export_items, export_objects, export_plan, export_plan_changes
from sampler.disclosure.ledger import withheld_of
from sampler.disclosure.public import (
    ChangeRow,
    NextDateRow,
    ObjectRow,
    PublicRecord,
    TombstoneRow,
)
from sampler.disclosure.publiclog import public_log_faults
from sampler.disclosure.signatures import read_signatures
from sampler.disclosure.source import Source
from sampler.disclosure.standing import Standing, policy_words, standing
from sampler.disclosure.statistics import statistics_of
from sampler.disclosure.totals import published_numbers, texts_of, unmatched
from sampler.disclosure.visits import Fieldwork, export_fieldwork, with_visits
from sampler.failure import Finding, FindingsError
from sampler.registers import Bureau
from sampler.rules.period import parse_period


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export came to."""

    record: PublicRecord
    desk: Desk
    findings: tuple[Finding, ...]
    """What must be put right before this record may be used."""

    warnings: tuple[str, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every text that was masked or doubted."""
        return tuple(question for _, question in sorted(self.desk.gate.texts.questions.items()))

    def checked(self) -> PublicRecord:
        """Return the record, or raise FindingsError with everything that stops it."""
        stops = [finding for finding in self.findings if finding.level == "error"]
        stops += [_waiting(question) for question in self.questions if question.waits]
        if stops:
            raise FindingsError(stops)
        return self.record


def _waiting(question: Question) -> Finding:
    reason = f"这段文字需要人工审核（{'；'.join(question.masked.review)[:60]}）。"
    return Finding(
        "gate.review-open", question.place, None, question.field, "", reason, "请办理 ./inv gate.review。"
    )


def export(
    source: Source,
    *,
    texts: FreeText | None = None,
    changes: Iterable[ChangeRow] = (),
    notices: Iterable[str] = (),
) -> Exported:
    """Return the public record of a source with the change record given."""
    desk = open_desk(source, texts)
    rules = standing(desk)
    drawings = export_draws(source.draws, desk.day)
    work, record = _record(desk, rules, drawings)
    record = replace(
        record,
        notices=tuple(notices),
        bureau=bureau_words(source.registers.bureau),
        policies={year: policy_words(content) for year, content in source.policies.items()},
        files={
            **source.draws,
            **source.pictures,
            **{f"policy/{year}.toml": content for year, content in source.policies.items()},
        },
        objects=_with_history(_with_visits_counted(record.objects, work, rules, desk.day), tuple(changes)),
        tombstones=_dated(record.tombstones, tuple(changes)),
        changes=tuple(changes),
        targets=rules.targets,
        next_dates=(*drawings.next_dates, *_plan_dates(record, desk.day)),
    )
    record = replace(record, statistics=statistics_of(record), withheld=withheld_of(desk, record))
    found = [
        *desk.gate.findings,
        *find_faults(source.registers, source.as_of),
        *unclassified(_all_tables(desk)),
    ]
    findings = [*found, *_unclosed(record, desk), *public_log_faults(desk)]
    told = dict.fromkeys(finding.as_text() for finding in findings if finding.level != "error")
    return Exported(record, desk, tuple(findings), (*desk.warnings, *told))


def export_rows(
    source: Source, texts: FreeText, drawings: Drawings | None = None, memo: Memo | None = None
) -> PublicRecord:
    """Return only the rows of a source that the change record compares; quick, for states of the past."""
    desk = open_desk(source, texts, memo)
    return _record(desk, Standing({}, None, ()), drawings or summary_of(source.draws))[1]


def _record(desk: Desk, rules: Standing, drawings: Drawings) -> tuple[Fieldwork, PublicRecord]:
    objects = export_objects(desk, rules.classes)
    work = export_fieldwork(desk, drawings)
    return (
        work,
        PublicRecord(
            as_of=desk.day,
            objects=objects,
            items=export_items(desk),
            plan=export_plan(desk),
            plan_changes=export_plan_changes(desk),
            draws=tuple(drawings.draws),
            strata=tuple(drawings.strata),
            drawn=with_visits(drawings.drawn, work),
            visits=tuple(work.visits.values()),
            results=tuple(work.results.values()),
            followups=tuple(work.followups),
            corrections=tuple(work.corrections),
            tombstones=tuple(desk.tombstones),
        ),
    )


def _with_visits_counted(
    objects: tuple[ObjectRow, ...], work: Fieldwork, rules: Standing, day: str
) -> tuple[ObjectRow, ...]:
    counted = Counter(
        visit.public_id
        for visit in work.visits.values()
        if visit.nth is not None and visit.period[:4] == day[:4]
    )
    return tuple(replace(row, visits_this_year=counted[row.public_id], cap=rules.cap) for row in objects)


def _with_history(objects: tuple[ObjectRow, ...], changes: tuple[ChangeRow, ...]) -> tuple[ObjectRow, ...]:
    dates: dict[str, list[str]] = {}
    for change in changes:
        if change.table == "objects":
            dates.setdefault(change.target, []).append(change.date)
    return tuple(
        replace(
            row,
            first_published=min(dates.get(row.public_id, [row.first_published])),
            last_changed=max(dates.get(row.public_id, [row.first_published])),
        )
        for row in objects
    )


def _dated(tombstones: tuple[TombstoneRow, ...], changes: tuple[ChangeRow, ...]) -> tuple[TombstoneRow, ...]:
    """Return the tombstones with the day on which the change record says that they were set."""
    days = {change.target: change.date for change in changes if change.table == "tombstones"}
    return tuple(replace(row, date=days.get(row.public_id, row.date)) for row in tombstones)


def bureau_words(bureau: Bureau) -> dict[str, Any]:
    """Return what the site may know of the bureau; a new key of ``bureau.toml`` stays inside until it is named here."""
    return {
        "name": bureau.name,
        "short_name": bureau.short_name,
        "level": bureau.level,
        "region_code": bureau.region_code,
        "org_code": bureau.org_code,
        "demo": bureau.demo,
        "sections": list(bureau.sections),
        "departments": [{"name": department.name} for department in bureau.departments],
        "contact": asdict(bureau.contact),
        "footer": asdict(bureau.footer),
        "portal": asdict(bureau.portal),
        "witness": bureau.draw.witness,
    }


def _plan_dates(record: PublicRecord, day: str) -> list[NextDateRow]:
    periods = sorted({task.period for task in record.plan if task.period})
    spans = [parse_period(period) for period in periods]
    return [
        NextDateRow(span.start.isoformat(), f"{span.title}抽查开始")
        for span in spans
        if span.start.isoformat() >= day
    ]


def _all_tables(desk: Desk) -> Iterable[Any]:
    return desk.source.registers.tables.values()


def _unclosed(record: PublicRecord, desk: Desk) -> list[Finding]:
    """Return the totals in texts that are no published number and that nobody confirmed."""
    confirmed = read_signatures(desk.source.registers.folder).confirmed
    reason = "文字里的合计数不是公开数据里的任何一个数。"
    advice = "请改正；核实无误的，用 ./inv gate.confirm 登记这几个字。"
    return [
        Finding("gate.loose-total", total.place, None, "", total.context, reason, advice)
        for total in unmatched(texts_of(record), published_numbers(record), confirmed)
    ]
