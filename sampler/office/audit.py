"""The check of the journal: the chain, the files as they are, and the git history."""

import re
import subprocess
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from sampler.failure import Finding, SamplerError
from sampler.office.journal import (
    BY_HAND,
    FOLDER,
    KILLED,
    PENDING,
    Entry,
    changes,
    digest_of,
    entries,
    files_of,
    journal_files,
    known_state,
    snapshot,
)
from sampler.registers import read_bureau


def verify(data: Path) -> list[Finding]:
    """Return what is wrong with the journal, and as warnings every file that was changed outside the tasks."""
    try:
        records = entries(data)
    except SamplerError as error:
        return [
            Finding("journal.unreadable", FOLDER, reason=str(error), suggestion="请从备份或 git 历史恢复。")
        ]
    findings = [*_check_chain(records), *_check_steps(records)]
    if (data / FOLDER / PENDING).exists():
        reason = "有一步办理被中断，还没有记入日志。"
        findings.append(
            Finding("journal.pending", f"{FOLDER}/{PENDING}", reason=reason, suggestion="请重新办理那一步。")
        )
    findings += _check_files(data, records)
    return findings + _of_invented_data(data, list(_check_git(data, records)))


def _of_invented_data(data: Path, found: list[Finding]) -> list[Finding]:
    """Tell in one line that invented data were made anew; for a bureau's own data every finding stays."""
    if not (any(finding.code == "journal.rewritten" for finding in found) and read_bureau(data).demo):
        return found
    reason = "这是演示数据，重新生成过，git 历史里有从前生成的版本。"
    advice = "正式数据出现这种情况必须查明。"
    return [Finding("journal.made-anew", FOLDER, reason=reason, suggestion=advice, level="warning")]


def _check_chain(records: Sequence[Entry]) -> Iterator[Finding]:
    previous, state = "", dict[str, str]()
    for place, record in enumerate(records, 1):
        where = f"{FOLDER}/{str(record.get('date', ''))[:4]}.jsonl"
        if record.get("digest") != digest_of(record):
            yield _error("journal.changed", where, place, "内容与它的摘要不符，写入后被改动过。")
        if record.get("previous") != previous or record.get("number") != place:
            yield _error("journal.broken", where, place, "与前一条接不上，有记录被删除、插入或调换。")
        for change in files_of(record):
            if state.get(change["path"], "") != change["before"]:
                yield _error("journal.gap", where, place, f"{change['path']} 的前后摘要接不上。")
            state[change["path"]] = change["after"]
        previous = str(record.get("digest", ""))


def _error(code: str, where: str, place: int, reason: str) -> Finding:
    return Finding(code, where, None, f"第 {place} 条", "", reason, "请与 git 历史核对，查明是谁改动的。")


def _check_steps(records: Sequence[Entry]) -> Iterator[Finding]:
    """Name what was put on record as changed by hand, and steps that were killed."""
    for record in records:
        if record.get("task") == BY_HAND:
            for change in files_of(record):
                reason = f"在 {record.get('date')} 之前在任务之外被改动。"
                yield Finding(
                    "journal.by-hand",
                    change["path"],
                    None,
                    "",
                    "",
                    reason,
                    "如不是有意修改，请查明。",
                    "warning",
                )
        elif record.get("result") == KILLED:
            reason = f"{record.get('date')} 的 {record.get('task')} 被中断过，已记录。"
            yield Finding(
                "journal.killed", FOLDER, None, f"第 {record.get('number')} 条", "", reason, "", "warning"
            )


def _check_files(data: Path, records: Sequence[Entry]) -> Iterator[Finding]:
    for change in changes(known_state(records), snapshot(data)):
        reason = "不见了。" if not change["after"] else "与日志里最后一次的摘要不符，在任务之外被改动。"
        advice = "有意修改的，下一步办理时会自动记入日志；否则请恢复。"
        yield Finding("journal.outside", change["path"], None, "", "", reason, advice, "warning")


def _check_git(data: Path, records: Sequence[Entry]) -> Iterator[Finding]:
    """Compare every version in git with the journal; a folder outside git has nothing to compare."""
    versions = list(_git_versions(data))
    current = {path.name: path.read_bytes() for path in journal_files(data)}
    seen = {(c["path"], c[side]) for r in records for c in files_of(r) for side in ("before", "after")}
    told = set[str]()
    started = False
    for path, content in versions:
        folder, _, name = path.partition("/")
        started = started or folder == FOLDER
        if folder == FOLDER and name.endswith(".jsonl"):
            if not current.get(name, b"").startswith(content) and path not in told:
                reason = "git 历史里的版本不是现在这份的开头：日志被改写过。"
                yield Finding(
                    "journal.rewritten", path, None, "", "", reason, "请用 git 历史里的版本恢复并查明。"
                )
                told.add(path)
        elif started and (path, sha256(content).hexdigest()) not in seen and path not in told:
            reason = "git 历史里有一个版本没有在日志里出现过，是在任务之外改动并提交的。"
            yield Finding(
                "journal.unknown-version", path, None, "", "", reason, "如不是有意修改，请查明。", "warning"
            )
            told.add(path)


def _git_versions(data: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (path relative to data, content) of every version of every file in the git history."""
    top = _git(data, "rev-parse", "--show-prefix")
    if top is None:
        return
    prefix = top.decode().strip()
    log = (
        _git(data, "log", "--format=", "--raw", "--no-abbrev", "--no-renames", "--reverse", "-z", "--", ".")
        or b""
    )
    cells = log.decode().strip("\0\n").split("\0")
    for meta, path in zip(cells[::2], cells[1::2], strict=False):
        blob = meta.split()[3] if meta.startswith(":") else ""
        name = path.removeprefix(prefix)
        if re.fullmatch(r"0*", blob) or any(part.startswith(".") for part in name.split("/")):
            continue
        content = _git(data, "cat-file", "blob", blob)
        if content is not None:
            yield name, content


def _git(data: Path, *arguments: str) -> bytes | None:
    try:
        done = subprocess.run(["git", *arguments], cwd=data, capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None
