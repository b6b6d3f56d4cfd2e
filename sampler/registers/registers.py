"""All tables of a data folder, read at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sampler.failure import Finding, FindingsError, SamplerError
from sampler.registers.bureau import FILE, Bureau, parse_bureau
from sampler.registers.delimited import read_delimited
from sampler.registers.schema import Schema, schema_for, schema_named, schemas
from sampler.registers.table import Row, Table, read_grid

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Registers:
    """What staff wrote, in canonical text."""

    folder: Path
    """The data folder."""

    bureau: Bureau
    """Particulars of the bureau."""

    tables: Mapping[tuple[str, str], Table]
    """Tables by schema name and part."""

    findings: tuple[Finding, ...] = ()
    """Warnings of reading."""

    def table(self, name: str, part: str = "") -> Table:
        """Return one table; a file that does not exist is an empty table."""
        found = self.tables.get((name, part)) or self.tables.get(("events", name))
        return found or Table(schema_named(name), part)

    def parts(self, name: str) -> tuple[str, ...]:
        """Return the parts a table has, in order."""
        return tuple(sorted(part for found, part in self.tables if found == name))

    def all(self, name: str) -> tuple[Row, ...]:
        """Return the rows of all parts of a table, in order of the parts."""
        if not schema_named(name).part:
            return self.table(name).rows
        return tuple(row for part in self.parts(name) for row in self.table(name, part).rows)

    def event_kinds(self) -> tuple[str, ...]:
        """Return the kinds of events there are: ``penalties``, ``complaints`` … and those the bureau added."""
        known = {schema.name for schema in schemas() if schema.family == "events" and not schema.part}
        return tuple(sorted(known | set(self.parts("events"))))

    def events(self, kind: str) -> tuple[Row, ...]:
        """Return the events of one kind."""
        return self.table(kind).rows if kind in self.event_kinds() else ()


def read_registers(data: Path) -> Registers:
    """Return everything in the data folder; raise FindingsError with all mistakes of reading."""
    registers, findings = gather(data)
    errors = [finding for finding in findings if finding.level == "error"]
    if errors:
        raise FindingsError(errors)
    return registers


def gather(data: Path, progress: Progress | None = None) -> tuple[Registers, list[Finding]]:
    """Return what could be read of the data folder and everything that is wrong."""
    if not data.is_dir():
        raise SamplerError(f"没有数据文件夹 {data}。请用 --data 指明它在哪里。")
    names = [FILE] if (data / FILE).is_file() else []
    names += [path.relative_to(data).as_posix() for path in _csv_files(data)]
    return gather_files(data, {name: (data / name).read_bytes for name in names}, progress)


def gather_files(
    data: Path, files: Mapping[str, Callable[[], bytes]], progress: Progress | None = None
) -> tuple[Registers, list[Finding]]:
    """Return what could be read of these files (path in the data folder → its bytes) and everything that is wrong."""
    findings: list[Finding] = []
    bureau = Bureau()
    if FILE in files:
        try:
            bureau = parse_bureau(files[FILE]())
        except FindingsError as error:
            findings += error.findings
    tables: dict[tuple[str, str], Table] = {}
    for place, name in enumerate(sorted(files)):
        if progress:
            progress(place, len(files))
        found = schema_for(name)
        if found is None:
            findings += [_stranger(name)] if name.endswith(".csv") else []
        elif found[0].family != "settings":
            tables[found[0].name, found[1]], problems = _read(name, files[name], *found)
            findings += problems
    warnings = tuple(finding for finding in findings if finding.level != "error")
    return Registers(data, bureau, tables, warnings), findings


def table_files(data: Path) -> Iterator[tuple[Path, Schema, str]]:
    """Yield each table file of the data folder with its schema and part, sorted by path."""
    for path in _csv_files(data):
        found = schema_for(path.relative_to(data).as_posix())
        if found is not None and found[0].family != "settings":
            yield path, *found


def _read(name: str, load: Callable[[], bytes], schema: Schema, part: str) -> tuple[Table, list[Finding]]:
    try:
        return read_grid(
            read_delimited(name, load()), schema, part
        )  # the bytes are gone before the cells are read
    except FindingsError as error:
        return Table(schema, part, file=name), list(error.findings)


def _csv_files(data: Path) -> list[Path]:
    folders = {"", *(schema.path.rpartition("/")[0] for schema in schemas() if schema.family != "settings")}
    return sorted(path for folder in folders for path in (data / folder).glob("*.csv") if path.is_file())


def _stranger(name: str) -> Finding:
    folder = name.rpartition("/")[0]
    places = "、".join(schema.path for schema in schemas() if schema.path.rpartition("/")[0] == folder)
    reason = "不认识这个文件，没有读它。"
    hint = f"这个文件夹里可以放：{places}。" if places else "表要放在各自的文件夹里。"
    return Finding("registers.unknown-file", name, None, "", "", reason, f"请核对文件名。{hint}", "warning")
