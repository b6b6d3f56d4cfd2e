"""What only an auditor can check: registers → frame, who was left out, the pool, the teams, the journal."""

import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from sampler.draw import verify
from sampler.draw.checks import DrandCheck
from sampler.draw.report import FAIL, OK, UNABLE, Check, Report
from sampler.failure import SamplerError
from sampler.office import audit as journal
from sampler.workflow.draws_audit_frame import eligible, pool, sealed
from sampler.workflow.draws_audit_teams import teams
from sampler.workflow.draws_folder import Folder, folders


def audit(
    data: Path,
    *,
    as_of: date,
    drand: DrandCheck | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Return the checks of the public files together with those only the private files allow."""
    files = {
        path.relative_to(data).as_posix(): path.read_bytes()
        for path in (data / "draws").rglob("*")
        if path.is_file()
    }
    found = list(verify.verify(files, as_of=as_of.isoformat(), drand=drand).checks)
    every = folders(data)
    for number, folder in enumerate(every, start=1):
        found += inside(data, folder)
        if progress:
            progress(number, len(every))
    return Report((*found, _journal(data)), scope="private")


def inside(data: Path, folder: Folder) -> list[Check]:
    """Return the checks of the private files of one draw; a file that can't be read is a failure, not a crash."""
    steps: tuple[tuple[str, Callable[[], Iterable[Check]]], ...] = (
        ("sealed", lambda: [sealed(folder)]),
        ("eligible", lambda: [eligible(data, folder)]),
        ("pool", lambda: [pool(data, folder)]),
        ("roster", lambda: teams(folder)),
    )
    found: list[Check] = []
    for code, step in steps:
        try:
            found += step()
        except (SamplerError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
            found.append(Check(code, folder.draw, FAIL, f"内部文件读不出来：{error}"))
    return found


def _journal(data: Path) -> Check:
    findings = journal.verify(data)
    errors = [finding.as_text() for finding in findings if finding.level == "error"]
    if errors:
        return Check("journal", "", FAIL, "；".join(errors))
    if not (data / "journal").is_dir():
        return Check("journal", "", UNABLE, "没有办理日志")
    return Check("journal", "", OK, f"办理日志环环相扣，{len(findings)} 处任务之外的改动")
