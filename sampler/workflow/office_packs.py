"""Task packs and forms out of the office: private files under the build folder."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sampler.files import replace_folder
from sampler.office.forms import facts_of, open_forms
from sampler.office.packs import open_folder, pack_name, pack_sheets, visits_by_lead
from sampler.office.samples import write_samples
from sampler.registers import read_registers
from sampler.registers.workbook import write_workbook

Progress = Callable[[int, int], None] | None


@dataclass(frozen=True, slots=True)
class Written:
    """Files that were made."""

    folder: Path
    """Where they lie."""

    files: int
    """How many."""

    note: str = ""
    """What else to say."""

    def as_text(self) -> str:
        """Return one or two Chinese lines."""
        return f"已生成 {self.files} 个文件，在 {self.folder}。" + (f"\n{self.note}" if self.note else "")


def packs(
    data: Path, period: str, *, out: Path, forms: Path | None, as_of: date, progress: Progress = None
) -> Written:
    """Write one workbook for each inspector in charge, and the forms of each visit where templates are given.

    The folder is filled beside its place and swapped, so a killed run leaves the packs of the run before.
    """
    registers = read_registers(data)
    folder = open_folder(registers)
    teams = visits_by_lead(registers, period)
    total = len(teams) + sum(map(len, teams.values())) * (forms is not None)
    target, done = out / "packs" / period, 0
    templates = open_forms(forms) if forms is not None else []

    def tell() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, total)

    def fill(place: Path) -> None:
        for lead, visits in teams.items():
            name = pack_name(folder, period, lead)
            (place / f"{name}.xlsx").write_bytes(write_workbook(pack_sheets(folder, period, lead, visits)))
            tell()
            for visit in visits if templates else ():
                own = place / name / visit["visit_id"]
                own.mkdir(parents=True)
                for form in templates:
                    (own / form.name).write_bytes(form.fill(facts_of(registers, folder, visit, as_of)))
                tell()

    replace_folder(target, fill)
    count = sum(1 for path in target.rglob("*") if path.is_file())
    note = "" if forms else "没有生成文书：用 --forms 指明文书模板的文件夹（例如 templates/forms）。"
    return Written(target, count, note)


def samples(folder: Path) -> Written:
    """Write the sample templates that are not there yet."""
    files = write_samples(folder)
    return Written(folder, len(files), "这些是样本，须由本机关法制机构替换为正式文书后使用。")
