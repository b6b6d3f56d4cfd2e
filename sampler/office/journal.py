"""The tamper-evident journal: every step that changes the data folder leaves one line.

``journal/<year>.jsonl`` holds canonical records. Each carries the digest of the record before it, in one chain over
all years, and for each file that changed the digest before and after. Before a step begins, its intention is
written to ``journal/pending.json``; a step that was killed is therefore found and put on record by the next one.
Files that changed between two steps, for example by hand in a spreadsheet, are put on record as such.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path

from sampler.draw import canon
from sampler.failure import SamplerError
from sampler.files import canonical_json, write_atomic

ENTRY_TAG = "journal/v1"
FOLDER = "journal"
PENDING = "pending.json"
BY_HAND = "（任务之外）"
DONE, FAILED, KILLED = "完成", "未完成", "中断"

Entry = dict[str, object]
State = dict[str, str]


def snapshot(data: Path) -> State:
    """Return the SHA-256 of every file of the data folder by its path; hidden files and the journal stay out."""
    files = sorted(path for path in data.rglob("*") if path.is_file())
    names = {path.relative_to(data): path for path in files}
    return {
        name.as_posix(): sha256(path.read_bytes()).hexdigest()
        for name, path in names.items()
        if name.parts[0] != FOLDER and not any(part.startswith((".", "~$")) for part in name.parts)
    }


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
    """Put a step on record, whatever becomes of it. The caller holds the folder's lock.

    First comes what happened before: a step that was killed, and files changed outside any step.
    """
    settle(data, as_of=as_of)
    before = snapshot(data)
    intention = {"task": task, "arguments": dict(arguments), "date": as_of.isoformat(), "who": who}
    pending = data / FOLDER / PENDING
    write_atomic(pending, canonical_json(intention))
    result = FAILED
    try:
        yield
        result = DONE
    finally:
        files = changes(before, snapshot(data))
        if files or result == DONE:
            append(data, {**intention, "files": files, "result": result})
        pending.unlink(missing_ok=True)


def settle(data: Path, *, as_of: date) -> tuple[str, ...]:
    """Put on record what no finished step accounts for; return the paths of the files concerned."""
    pending = data / FOLDER / PENDING
    records = entries(data)
    files = changes(known_state(records), snapshot(data))
    if pending.exists():
        intention = canon.read_page(pending.read_bytes(), what=f"{FOLDER}/{PENDING}")
        if files or not records:
            append(data, {**intention, "files": files, "result": KILLED})
        pending.unlink()
    elif files:
        first = not records
        entry = {"task": "（启用日志）" if first else BY_HAND, "arguments": {}, "who": ""}
        append(data, {**entry, "date": as_of.isoformat(), "files": files, "result": DONE})
    return tuple(change["path"] for change in files)


def require_intact(data: Path) -> None:
    """Raise SamplerError when the chain is broken: nothing may be added to a broken journal."""
    previous = ""
    for record in entries(data):
        if record.get("previous") != previous or record.get("digest") != digest_of(record):
            raise SamplerError(
                f"工作日志第 {record.get('number')} 条与前一条对不上。请先运行 ./inv journal.verify 查明，不要改动日志文件。"
            )
        previous = str(record["digest"])
