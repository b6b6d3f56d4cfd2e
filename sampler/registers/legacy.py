"""Old and foreign workbooks (.xls, .et, .ods): the only module that knows python-calamine.

The library reads in a process of its own with limits on memory and time, so that a hostile file ends there and here
becomes a refusal. Run as ``python -m sampler.registers.legacy FILE``, it writes the sheets as JSON.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sampler.failure import FindingsError, SamplerError
from sampler.registers import binary, opendocument
from sampler.registers.beside import Beside
from sampler.registers.delimited import MAX_BYTES, refused
from sampler.registers.grid import Grid, Merge, text_of
from sampler.registers.hostile import broken, open_package

SECONDS = 60
MEMORY = 900 * 1024 * 1024
MAX_CELLS = 8_000_000
_TOO_MANY, _NO_LIBRARY, _LOCKED = 3, 4, 5


def read_legacy(file: str, content: bytes) -> list[Grid]:
    """Return every sheet of an .xls, .et or .ods file; raise FindingsError when it cannot be read."""
    if len(content) > MAX_BYTES:
        raise refused(file, "registers.too-large", "文件超过 200 MB。", "请把它拆成几份。")
    if content[:2] == b"PK":
        open_package(file, content).close()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"workbook{'.ods' if content[:2] == b'PK' else '.xls'}"
        path.write_bytes(content)
        sheets = _read_apart(file, path)
    return [_grid(file, sheet) for sheet in sheets]


def _grid(file: str, sheet: dict[str, Any]) -> Grid:
    merges = tuple(Merge(*edges) for edges in sheet["merges"])
    formulas = frozenset((row, place) for row, place in sheet["formulas"])
    hidden = tuple(sheet["hidden"])
    return Grid(file, sheet["rows"], sheet["name"], merges, formulas, hidden, shown=sheet["shown"])


def _read_apart(file: str, path: Path) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "sampler.registers.legacy", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise _too_many(file) from None
    if done.returncode == _NO_LIBRARY:
        raise SamplerError(
            f"{file}：没有安装读取 .xls、.ods 和 .et 的部件。请在 Excel 或 WPS 里另存为 .xlsx，再试一次。"
        )
    if done.returncode == _TOO_MANY or done.returncode < 0:  # killed by the limit on memory
        raise _too_many(file)
    if done.returncode == _LOCKED:
        raise refused(file, "registers.password", "文件设了打开密码。", "请去掉密码，另存以后再试一次。")
    if done.returncode != 0:
        raise broken(file)
    sheets: list[dict[str, Any]] = json.loads(done.stdout)
    return sheets


def _too_many(file: str) -> FindingsError:
    return refused(
        file,
        "registers.too-many-cells",
        "文件声明的行或格子太多，读不完。",
        "请把有内容的部分复制到新的工作簿，另存为 .xlsx，再试一次。",
    )


def _read(path: str) -> list[dict[str, Any]]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    if not path.endswith(".ods"):
        binary.refuse_locked(Path(path).read_bytes())
    try:
        book = CalamineWorkbook.from_path(path)
    except CalamineError as error:
        sys.exit(_TOO_MANY if "limit" in str(error).lower() else 1)
    entries = book.sheets_metadata
    sheets = {
        place: {
            **_sheet(book.get_sheet_by_name(entry.name)),
            "shown": entry.visible == SheetVisibleEnum.Visible,
        }
        for place, entry in enumerate(entries)
        if entry.typ == SheetTypeEnum.WorkSheet
    }
    found = _beside(path, list(sheets.values()))
    for place, sheet in sheets.items():
        _put_beside(sheet, found[place] if place < len(found) else Beside())
    return list(sheets.values())


def _beside(path: str, sheets: list[dict[str, Any]]) -> list[Beside]:
    """Return what the library does not tell: formulas, percent signs, errors, hidden rows."""
    if not path.endswith(".ods"):
        return binary.read_beside(Path(path).read_bytes())
    height = max((len(sheet["rows"]) for sheet in sheets), default=0)
    width = max((len(row) for sheet in sheets for row in sheet["rows"]), default=0)
    return opendocument.read_beside(path, height + 1, width + 1)


def _put_beside(sheet: dict[str, Any], beside: Beside) -> None:
    rows = sheet["rows"]
    for (row, place), text in beside.texts.items():
        if row < len(rows):
            rows[row].extend([""] * (place + 1 - len(rows[row])))
            rows[row][place] = text
    sheet.update(formulas=beside.formulas, hidden=beside.hidden)


def _sheet(sheet: Any) -> dict[str, Any]:
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        sys.exit(_TOO_MANY)
    rows = [[text_of(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for row in rows:
        while row and not row[-1]:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    ranges = sheet.merged_cell_ranges or []
    merges = [
        (top, left, min(bottom, len(rows) - 1), right)
        for (top, left), (bottom, right) in ranges
        if top < len(rows)
    ]
    return {"name": sheet.name, "rows": rows, "merges": merges}


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Write the sheets of the workbook named on the command line as JSON."""
    try:
        import python_calamine  # noqa: F401  # only to know whether it is there
    except ImportError:
        sys.exit(_NO_LIBRARY)
    _limit_memory()
    try:
        sheets = _read(sys.argv[1])
    except binary.LockedError:
        sys.exit(_LOCKED)
    sys.stdout.buffer.write(json.dumps(sheets, ensure_ascii=True).encode())


if __name__ == "__main__":
    main()
