"""The road to the public: export as its own program, review, leak scan, sign-off; nothing leaves while something is open."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from http.server import ThreadingHTTPServer
from pathlib import Path

from sampler.disclosure import ids, review, review_server, signatures
from sampler.disclosure import selftest as selftest_room
from sampler.disclosure.export import Exported, export
from sampler.disclosure.freetext import HIDE, Question
from sampler.disclosure.private import allowed_numbers, secrets_of
from sampler.disclosure.public import read_public
from sampler.disclosure.report import GateReport, gate_report
from sampler.disclosure.scan import ScanReport, scan
from sampler.disclosure.source import read_source
from sampler.disclosure.totals import Total, published_numbers, unmatched
from sampler.failure import SamplerError
from sampler.files import replace_folder
from sampler.registers import read_registers, write_table
from sampler.registers.rows import Row
from sampler.workflow.step import changing
from sampler.workflow.told import Told

Progress = Callable[[int, int], None] | None
Build = Callable[[Path, Path], object]


def export_public(data: Path, out: Path, *, as_of: date, cache: Path | None = None) -> Told:
    """Give new objects their public ids, then run the export as a program of its own. Raises with its message."""
    give_ids(data, as_of)
    command = [sys.executable, "-m", "sampler.disclosure", str(data), str(out), "--as-of", as_of.isoformat()]
    command += ["--cache", str(cache)] if cache else []
    done = subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    if done.returncode == 1 and "Traceback" not in done.stderr:
        raise SamplerError(done.stderr.strip())
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Told(done.stdout.strip())


def give_ids(data: Path, as_of: date) -> None:
    """Append a public id for every object that may be public and has none."""
    registers = read_registers(data)
    ledger = ids.complete_ledger(registers, as_of)
    if len(ledger.of) > len(registers.table("public_ids").rows):
        with changing(data, task="gate.export", arguments={}, as_of=as_of):
            write_table(data, "public_ids", ids.ledger_rows(ledger))


def report(data: Path, *, as_of: date) -> GateReport:
    """Return what the gate masks, what waits and what is due, without writing anything."""
    return gate_report(_exported(data, as_of))


def scan_target(data: Path, target: Path, *, as_of: date, progress: Progress = None) -> ScanReport:
    """Read a built folder or a package for every private value of the data folder."""
    if not target.exists():
        raise SamplerError(f"找不到要检查的 {target}。请先生成站点或打包。")
    result, known = _exported(data, as_of), signatures.read_signatures(data)
    allowed = {**allowed_numbers(result.desk), **known.allowed}
    return scan(
        target, secrets_of(result.desk, data), allowed=allowed, signed=known.signed, progress=progress
    )


def stop_on_leak(data: Path, target: Path, *, as_of: date, progress: Progress = None) -> Told:
    """Scan what is about to be published; when anything is suspected, put it aside and raise."""
    found = scan_target(data, target, as_of=as_of, progress=progress)
    if found.clean:
        return Told(found.as_text())
    aside = target.with_name(f"{target.name}-不能公开")
    if aside.exists():
        raise SamplerError(f"{found.as_text()}\n请先删除 {aside}，改正后重新生成。")
    target.rename(aside)
    raise SamplerError(f"{found.as_text()}\n已把它移到 {aside}，改正后请重新生成。")


def sign(data: Path, target: Path, *, digest: str, note: str, by: str, as_of: date) -> Told:
    """Sign for the unreadable files of a target whose digest begins so."""
    waiting = scan_target(data, target, as_of=as_of).unsigned
    chosen = (
        [(path, whole) for path, _, whole in waiting if whole.startswith(digest)] if len(digest) >= 8 else []
    )
    if not chosen:
        raise SamplerError(
            f"没有等待签字、摘要以“{digest}”开头（至少 8 位）的文件。请用 ./inv gate.scan 查看。"
        )
    with changing(data, task="gate.sign", arguments={"digest": digest}, as_of=as_of):
        for path, whole in chosen:
            signatures.sign(data, digest=whole, path=path, note=note, by=by, as_of=as_of)
    return Told(f"已登记：{'、'.join(path for path, _ in chosen)}。")


def allow(data: Path, *, value: str, reason: str, by: str, as_of: date) -> Told:
    """Put on record that a number that looks private may be published."""
    with changing(data, task="gate.allow", arguments={"reason": reason}, as_of=as_of):
        signatures.allow(data, value=value, reason=reason, by=by, as_of=as_of)
    return Told("已登记。下次检查不再提示这个号码。")


def confirm(data: Path, *, words: str, reason: str, by: str, as_of: date) -> Told:
    """Put on record that a total in a text is right although no published number equals it."""
    with changing(data, task="gate.confirm", arguments={"words": words, "reason": reason}, as_of=as_of):
        signatures.confirm(data, words=words, reason=reason, by=by, as_of=as_of)
    return Told("已登记。这句话里的合计数下次不再提示。")


def waiting(data: Path, *, as_of: date) -> tuple[Question, ...]:
    """Return the texts that a person has to look at."""
    rows = read_registers(data).table("reviews").rows
    return review.to_look_at(_exported(data, as_of).questions, rows)


def answer(data: Path, question: Question, given: review.Answer) -> None:
    """Store one answer."""
    with changing(data, task="gate.review", arguments={"answer": given.answer}, as_of=given.day):
        rows = read_registers(data).table("reviews").rows
        write_table(data, "reviews", review.answered(rows, question, given))


def hide_all(data: Path, *, person: str, as_of: date) -> Told:
    """Answer 隐去 to everything that waits, in one step that writes once."""
    found = [question for question in waiting(data, as_of=as_of) if question.waits]
    if not found:
        return Told("没有等待审核的文字。")
    arguments = {"answer": HIDE, "count": str(len(found)), "by": person}
    with changing(data, task="gate.review", arguments=arguments, as_of=as_of):
        rows: Sequence[Row] = read_registers(data).table("reviews").rows
        for question in found:
            rows = review.answered(rows, question, review.Answer(question.digest, HIDE, person, as_of))
        write_table(data, "reviews", rows)
    return Told(f"已对 {len(found)} 段文字答复“隐去”。")


def review_page(data: Path, *, as_of: date, token: str, port: int = 0) -> ThreadingHTTPServer:
    """Return the review server, ready to run on this computer only."""
    questions = {
        f"{question.digest} {question.table} {question.field}": question
        for question in _exported(data, as_of).questions
    }

    def show(said: str) -> str:
        rows = read_registers(data).table("reviews").rows
        done = {(row["digest"], row["table"], row["field"], row.get("rules", "")) for row in rows}
        listed = review.to_look_at(questions.values(), rows)
        listed = tuple(q for q in listed if (q.digest, q.table, q.field, q.rules) not in done or not q.waits)
        rest = [q for q in questions.values() if q.masked.spans and q not in listed]
        return review.page(listed, rest, token=token, said=said)

    def take(key: str, word: str, person: str) -> str:
        if key not in questions:
            raise SamplerError("没有这段文字，可能已经改过。请刷新页面。")
        answer(data, questions[key], review.Answer(questions[key].digest, word, person, as_of))
        return f"已记下：{word}。"

    return review_server.serve(show, take, token=token, port=port)


def selftest(data: Path, work: Path, *, as_of: date, build: Build | None) -> selftest_room.SelfTest:
    """Plant canaries in a copy of the data, export and build it, and say what became of each.

    ``build`` makes a site from a public folder; without it only the public record is looked at. ``work`` must not exist.
    """
    if work.exists():
        raise SamplerError(f"{work} 已经存在。请先删除它，或换一个文件夹。")
    found: list[selftest_room.SelfTest] = []
    replace_folder(work, lambda beside: found.append(_selftest(data, beside, as_of, build)))
    return found[0]


def _selftest(data: Path, work: Path, as_of: date, build: Build | None) -> selftest_room.SelfTest:
    copy, public, site = work / "data", work / "public", work / "site"
    shutil.copytree(data, copy, ignore=shutil.ignore_patterns(".git", ".lock"))
    canaries = selftest_room.plant(copy, as_of)
    stopped = _stops_on_a_public_cell(copy, public, as_of)
    hide_all(copy, person="自检", as_of=as_of)
    export_public(copy, public, as_of=as_of)
    verdicts = [*stopped, *selftest_room.looked_for(canaries, public)]
    if build:
        build(public, site)
        verdicts += [replace(v, kind=f"站点：{v.kind}") for v in selftest_room.looked_for(canaries, site)]
    return selftest_room.SelfTest((*verdicts, *selftest_room.forms_caught(work / "planted")))


def _stops_on_a_public_cell(data: Path, public: Path, as_of: date) -> list[selftest_room.Verdict]:
    """Put a number into a public cell, see the export stop, and take it out again."""
    rows = [dict(row) for row in read_registers(data).table("items").rows]
    if not rows:
        return []
    write_table(data, "items", [{**rows[0], "basis": f"联系{selftest_room.PHONE}"}, *rows[1:]])
    try:
        export_public(data, public, as_of=as_of)
        outcome = selftest_room.LOST
    except SamplerError as error:
        outcome = selftest_room.STOPPED if "检查依据" in str(error) else selftest_room.LOST
    write_table(data, "items", rows)
    return [selftest_room.Verdict("公开列里的手机号", outcome)]


def totals(public: Path, files: list[Path]) -> Told:
    """Check every total in texts against the published numbers; raise with those that match none."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in files}
    loose = unmatched(texts, published_numbers(read_public(public)))
    if loose:
        raise SamplerError("\n".join(["下列合计数不是公开数据里的任何一个数：", *map(_total_line, loose)]))
    return Told(f"检查了 {len(files)} 篇文字，合计数都与公开数据一致。")


def _total_line(total: Total) -> str:
    return f"  {total.place}：{total.number}（…{total.context}…）"


def _exported(data: Path, as_of: date) -> Exported:
    return export(read_source(data, as_of))
