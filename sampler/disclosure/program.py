"""From a data folder to a public folder: read, replay the history, export, check, write whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sampler.disclosure.desk import texts_for
from sampler.disclosure.export import Exported, export, export_rows
from sampler.disclosure.history import change_record
from sampler.disclosure.public import TABLES, PublicRecord, write_public
from sampler.disclosure.source import read_source
from sampler.failure import SamplerError

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What an export wrote."""

    record: PublicRecord
    out: Path
    warnings: tuple[str, ...]

    def as_text(self) -> str:
        """Return it in Chinese."""
        counts = "，".join(f"{table.title} {len(self.record.rows(table.name))}" for table in TABLES[:10])
        lines = [f"公开数据已写入 {self.out}（截至 {self.record.as_of}）：{counts}。"]
        return "\n".join([*lines, *(f"  注意：{text}" for text in self.warnings)])


def exported(
    data: Path, *, as_of: date, cache: Path | None = None, progress: Progress | None = None
) -> Exported:
    """Return the export of a data folder with its change record, not yet checked and not written."""
    source = read_source(data, as_of)
    texts = texts_for(source)
    now = export_rows(source, texts)
    found = change_record(source, now, data, texts=texts, cache=cache, progress=progress)
    return export(source, texts=texts, changes=found.changes, notices=found.notices)


def export_folder(
    data: Path, out: Path, *, as_of: date, cache: Path | None = None, progress: Progress | None = None
) -> Told:
    """Write the public record of ``data`` into ``out``; raise with everything that stops it."""
    if out.resolve() == data.resolve() or data.resolve() in out.resolve().parents:
        raise SamplerError("公开数据不能写进内部数据文件夹。请另选一个位置。")
    result = exported(data, as_of=as_of, cache=cache, progress=progress)
    write_public(result.checked(), out)
    return Told(result.record, out, result.warnings)
