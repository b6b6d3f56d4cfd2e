"""The tamper-evident journal: every step that changes the data folder leaves one line.

``journal/<year>.jsonl`` holds canonical records. Each carries the digest of the record before it, in one chain over
all years, and for each file that changed the digest before and after. Before a step begins, its intention is
written to ``journal/pending.json``, and ``journal/undo`` keeps what it changes until its record is written: a step that
fails or is killed is taken back and leaves the state before it.
Files that changed between two steps, for example by hand in a spreadsheet, are put on record as such.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path

from sampler import undo
from sampler.draw import canon
from sampler.failure import SamplerError
from sampler.files import canonical_json, write_atomic

ENTRY_TAG = "journal/v1"
FOLDER = "journal"
PENDING = "pending.json"
UNDO = "undo"
BY_HAND = "（任务之外）"
DONE, FAILED, KILLED = "完成", "未完成", "中断"

Entry = dict[str, object]
State = dict[str, str]


def snapshot(data: Path) -> State:
    """Return the SHA-256 of every file of the data folder by its path; hidden files and the journal stay out."""
    names = {path.relative_to(data): path for path in _files(data)}
    return {
        name.as_posix(): sha256(names[name].read_bytes()).hexdigest()
        for name in sorted(names)
        if name.parts[0] != FOLDER and not name.name.startswith((".", "~$"))
    }


def _files(data: Path) -> Iterator[Path]:
    """Yield every file, not those of hidden folders such as git's."""
    for folder, folders, names in os.walk(data):
        folders[:] = [name for name in folders if not name.startswith((".", "~$"))]
        yield from (Path(folder, name) for name in names)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[dict[str, str]]:
    """Return each file that differs, with its digest before and after; empty text = no file.

    >>> changes({"a": "1", "b": "2"}, {"b": "3"})
    [{'after': '', 'before': '1', 'path': 'a'}, {'after': '3', 'before': '2', 'path': 'b'}]
    """
    names = sorted(set(before) | set(after))
    return [
        {"after": after.get(name, ""), "before": before.get(name, ""), "path": name}
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]


def entries(data: Path) -> list[Entry]:
    """Return all records in order; raise SamplerError when a line is not a canonical record."""
    found: list[Entry] = []
    for path in journal_files(data):
        text = canon.read_text(path.read_bytes(), what=f"{FOLDER}/{path.name}")
        if text and not text.endswith("\n"):
            raise SamplerError(f"{FOLDER}/{path.name} 的最后一条不完整。")
        for number, line in enumerate(text.split("\n")[:-1], 1):
            found.append(canon.read_record(line, what=f"{FOLDER}/{path.name} 第 {number} 行"))
    return found


def journal_files(data: Path) -> list[Path]:
    """Return the files of the journal, oldest first."""
    return sorted((data / FOLDER).glob("[0-9][0-9][0-9][0-9].jsonl"))


def known_state(records: Sequence[Entry]) -> State:
    """Return the digest of each file as the journal knows it."""
    state: State = {}
    for record in records:
        for change in files_of(record):
            state[change["path"]] = change["after"]
    return {path: digest for path, digest in state.items() if digest}


def files_of(record: Entry) -> list[dict[str, str]]:
    """Return the changed files of one record."""
    files = record.get("files")
    listed = [change for change in files if isinstance(change, dict)] if isinstance(files, list) else []
    return [{key: str(change.get(key, "")) for key in ("path", "before", "after")} for change in listed]


def digest_of(record: Entry) -> str:
    """Return the digest a record must carry."""
    return canon.digest(ENTRY_TAG, canon.record({key: v for key, v in record.items() if key != "digest"}))


def append(data: Path, entry: Mapping[str, object]) -> Entry:
    """Chain an entry (date, who, task, arguments, files, result) to the journal and return the record."""
    records = entries(data)
    day = str(entry["date"])
    if records and day < str(records[-1]["date"]):
        day = str(records[-1]["date"])
    record: Entry = {
        **entry,
        "date": day,
        "number": len(records) + 1,
        "previous": str(records[-1]["digest"]) if records else "",
    }
    if day != entry["date"]:
        record["said"] = str(entry["date"])
    record["digest"] = digest_of(record)
    path = data / FOLDER / f"{day[:4]}.jsonl"
    old = path.read_bytes() if path.exists() else b""
    write_atomic(path, old + canon.record(record).encode() + b"\n")
    return record


@contextmanager
def recording(
    data: Path, *, task: str, arguments: Mapping[str, str], as_of: date, who: str = ""
) -> Iterator[None]:
    """Do a step wholly or not at all and put it on record. The caller holds the folder's lock.

    First comes what happened before: a step that was killed is taken back, files changed outside any step are noted.
    """
    recover(data)
    settle(data, as_of=as_of)
    before = snapshot(data)
    intention = {"task": task, "arguments": dict(arguments), "date": as_of.isoformat(), "who": who}
    number = len(entries(data)) + 1
    write_atomic(data / FOLDER / PENDING, canonical_json({**intention, "number": number}))
    try:
        with undo.keeping(data, data / FOLDER / UNDO):
            yield
        append(data, {**intention, "files": changes(before, snapshot(data)), "result": DONE})
    except BaseException:
        _take_back(data, number)
        if len(entries(data)) < number and (files := changes(before, snapshot(data))):
            append(data, {**intention, "files": files, "result": FAILED})
        _forget(data)
        raise
    _forget(data)


def recover(data: Path) -> str:
    """Take back a step that was killed and put it on record; return what happened in Chinese, empty when nothing did.

    The caller holds the folder's lock. A step whose record was written is done; only its notes are removed.
    """
    _sweep(data)
    pending = data / FOLDER / PENDING
    if not pending.exists():
        return ""
    intention = dict(canon.read_page(pending.read_bytes(), what=f"{FOLDER}/{PENDING}"))
    number, records, told = int(str(intention.pop("number"))), entries(data), ""
    if len(records) < number:
        back = _take_back(data, number)
        files = changes(known_state(records), snapshot(data))
        told = f"上一次办理 {intention.get('task')} 时被中断，已恢复到它办理之前的样子，没有丢失数据。"
        if back or files:
            append(data, {**intention, "files": files, "result": KILLED})
    _forget(data)
    return told


def _sweep(data: Path) -> None:
    """Remove what was being written beside its place when a task was killed; nobody else writes now."""
    for path in _files(data):
        if path.name.startswith(".") and path.name.endswith(".part"):
            path.unlink(missing_ok=True)


def settle(data: Path, *, as_of: date) -> None:
    """Put on record what changed outside any step."""
    records = entries(data)
    if files := changes(known_state(records), snapshot(data)):
        task = BY_HAND if records else "（启用日志）"
        entry = {"task": task, "arguments": {}, "who": "", "date": as_of.isoformat()}
        append(data, {**entry, "files": files, "result": DONE})


def _take_back(data: Path, number: int) -> tuple[str, ...]:
    """Take back a step whose record would have this number; nothing when the record is there."""
    return undo.take_back(data, data / FOLDER / UNDO) if len(entries(data)) < number else ()


def _forget(data: Path) -> None:
    undo.forget(data / FOLDER / UNDO)
    (data / FOLDER / PENDING).unlink(missing_ok=True)
