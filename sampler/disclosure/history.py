"""The change record out of git: every state of the data folder, shown by today's rules, compared with the next.

Tables are parsed once per content and texts masked once, so that years are replayed in seconds. Only the last state of
a day counts: the record has days, never clock times, authors or hashes. Without git, or with a shallow clone, the record
begins later, and says so.
"""

import hashlib
import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from sampler.disclosure.changes import differences
from sampler.disclosure.draws import Drawings, summary_of
from sampler.disclosure.export import export_rows
from sampler.disclosure.freetext import FreeText
from sampler.disclosure.public import ChangeRow, PublicRecord
from sampler.disclosure.source import Source, is_public_draw_file, published_draws
from sampler.failure import FindingsError, SamplerError
from sampler.files import write_atomic
from sampler.registers import Registers, Table, schema_for
from sampler.registers.delimited import read_delimited
from sampler.registers.table import read_grid

TODAY = ("withhold", "consents", "reviews", "public_ids")
"""Tables that are always today's: what is withheld today is not shown for any day before."""
FORMAT = "changes/v1"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class State:
    """One state of the data folder."""

    day: str
    """Day of the last commit that made it."""

    files: Mapping[str, str]
    """Path → name of its content."""


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """The changes found, and what must be said of them."""

    changes: tuple[ChangeRow, ...]
    notices: tuple[str, ...] = ()


def change_record(
    source: Source,
    now: PublicRecord,
    data: Path,
    *,
    texts: FreeText,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> ChangeRecord:
    """Return every change up to ``now``, the record of the folder as it is. ``texts`` masks by today's rules."""
    git = Git(data)
    states, notices = git.states(source.as_of)
    states = [state for state in states if state.day < source.as_of.isoformat()]
    replay = Replay(source, git, texts, cache)
    changes: list[ChangeRow] = []
    last: State | None = None
    for number, state in enumerate(states, start=1):
        changes += replay.between(last, state)
        last = state
        if progress:
            progress(number, len(states))
    before = replay.record(last) if last else None
    changes += differences(before, now, source.as_of.isoformat())
    git.close()
    first = min((row.date for row in changes), default="")
    begins = [f"变动记录从 {first} 开始。"] if first else []
    return ChangeRecord(tuple(dict.fromkeys(changes)), (*notices, *begins))


class Git:
    """The history of a data folder, read through git; empty when there is none."""

    def __init__(self, data: Path) -> None:
        """Look for the history of ``data``."""
        self.data = data
        self.reader: subprocess.Popen[bytes] | None = None

    def states(self, as_of: date) -> tuple[list[State], tuple[str, ...]]:
        """Return the last state of each day up to ``as_of``, oldest first, and what is missing."""
        said = self._ask("rev-parse", "--is-shallow-repository")
        if said is None:
            return [], ("这份数据没有变更历史，变动记录只有今天的状态。",)
        log = self._ask("log", "--reverse", "--first-parent", "--format=%H %as", "--", ".") or ""
        days: dict[str, str] = {}
        latest = ""
        for line in log.splitlines():
            commit, day = line.split()
            latest = max(latest, day)
            if latest <= as_of.isoformat():
                days[latest] = commit
        shallow = (
            ("这份数据的历史不完整（只取了最近一段），更早的变动没有列出。",)
            if said.strip() == "true"
            else ()
        )
        return [State(day, self._files(commit)) for day, commit in days.items()], shallow

    def _files(self, commit: str) -> dict[str, str]:
        listed = self._ask("ls-tree", "-r", "-z", commit, "--", ".") or ""
        entries = (entry.partition("\t") for entry in listed.split("\0") if entry)
        return {path: head.split()[2] for head, _, path in entries if is_needed(path)}

    def content(self, name: str) -> bytes:
        """Return the bytes of a content by its name."""
        if self.reader is None:
            command = ["git", "-C", str(self.data), "cat-file", "--batch"]
            self.reader = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        stdin, stdout = self.reader.stdin, self.reader.stdout
        if stdin is None or stdout is None:
            raise SamplerError("读不出历史数据。请检查 git 是否可用。")
        stdin.write(name.encode() + b"\n")
        stdin.flush()
        size = int(stdout.readline().split()[2])
        return stdout.read(size + 1)[:-1]

    def close(self) -> None:
        """End the reading process."""
        if self.reader is not None:
            self.reader.communicate()
            self.reader = None

    def _ask(self, *words: str) -> str | None:
        command = ["git", "-C", str(self.data), "-c", "core.quotePath=false", *words]
        try:
            done = subprocess.run(command, capture_output=True, check=False)
        except FileNotFoundError:
            return None
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def is_needed(path: str) -> bool:
    """Say whether a file of the data folder can change the public record."""
    return is_public_draw_file(path) or (path.endswith(".csv") and schema_for(path) is not None)


class Replay:
    """Turns states into public rows, each content read once."""

    def __init__(self, source: Source, git: Git, texts: FreeText, cache: Path | None) -> None:
        """Take today's decisions from ``source``."""
        self.source, self.git, self.texts, self.cache = source, git, texts, cache
        self.today = {key: table for key, table in source.registers.tables.items() if key[0] in TODAY}
        self.tables: dict[tuple[str, str], Table | None] = {}
        self.records: dict[str, PublicRecord] = {}
        self.memo: dict[tuple[object, ...], object] = {}
        self.drawings: dict[tuple[tuple[str, str], ...], Drawings] = {}
        self.rules = self._rules()

    def between(self, old: State | None, new: State) -> tuple[ChangeRow, ...]:
        """Return the changes from one state to the next, from the cache when it knows them."""
        place = self._cached(old, new)
        if place and place.is_file():
            return tuple(ChangeRow(**row) for row in json.loads(place.read_bytes()))
        changes = differences(self.record(old) if old else None, self.record(new), new.day)
        if place:
            write_atomic(place, json.dumps([asdict(row) for row in changes], ensure_ascii=False).encode())
        return changes

    def record(self, state: State) -> PublicRecord:
        """Return the public rows of one state."""
        name = self._name(state)
        if name not in self.records:
            if len(self.records) > 2:
                self.records.clear()
            self.records[name] = export_rows(
                self._source(state), self.texts, self._drawings(state), self.memo
            )
        return self.records[name]

    def _source(self, state: State) -> Source:
        tables = dict(self.today)
        for path, content in sorted(state.files.items()):
            found = schema_for(path)
            if found and found[0].name not in TODAY and found[0].family != "settings":
                table = self._table(path, content)
                if table is not None:
                    tables[found[0].name, found[1]] = table
        registers = Registers(self.source.registers.folder, self.source.registers.bureau, tables)
        day = date.fromisoformat(state.day)
        return replace(self.source, registers=registers, draws={}, as_of=day)

    def _drawings(self, state: State) -> Drawings:
        folders: dict[str, dict[str, str]] = {}
        for path, name in sorted(state.files.items()):
            if is_public_draw_file(path):
                folders.setdefault(path.rpartition("/")[0], {})[path] = name
        found = Drawings()
        for files in folders.values():
            one = self._drawing(tuple(files.items()))
            found.draws += one.draws
            found.opened |= one.opened
        return found

    def _drawing(self, files: tuple[tuple[str, str], ...]) -> Drawings:
        if files not in self.drawings:
            contents = {path: self.git.content(name) for path, name in files}
            self.drawings[files] = summary_of(published_draws(contents))
        return self.drawings[files]

    def _table(self, path: str, content: str) -> Table | None:
        key = (path, content)
        if key not in self.tables:
            found = schema_for(path)
            try:
                grid = read_delimited(path, self.git.content(content))
                self.tables[key] = read_grid(grid, found[0], found[1])[0] if found else None
            except FindingsError:
                self.tables[key] = None
        return self.tables[key]

    def _rules(self) -> str:
        digest = hashlib.sha256(FORMAT.encode())
        for path in sorted(Path(__file__).parent.rglob("*.py")):
            digest.update(path.read_bytes())
        for key, table in sorted(self.today.items()):
            digest.update(repr((key, table.rows)).encode())
        people = [
            (row["code"], row["name"], row.get("person"))
            for row in self.source.registers.table("objects").rows
        ]
        digest.update(repr(people).encode())
        return digest.hexdigest()

    def _name(self, state: State) -> str:
        return hashlib.sha256(repr((self.rules, state.day, sorted(state.files.items()))).encode()).hexdigest()

    def _cached(self, old: State | None, new: State) -> Path | None:
        if self.cache is None:
            return None
        pair = f"{self._name(old) if old else ''} {self._name(new)}"
        return self.cache / f"{hashlib.sha256(pair.encode()).hexdigest()}.json"
