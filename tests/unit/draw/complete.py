"""Two draws with everything a draw can have: witness, wholly withheld pool, teams by the bureau's own rules, experts, a replaced
object, slices, a re-assignment, a masked name, both opened to the end, the second after the first in the chain."""

from datetime import date
from pathlib import Path

from sampler.demo.witnessing import signed
from sampler.draw import witness
from sampler.registers import read_registers, write_table
from sampler.workflow import draws
from tests.unit.draw.conftest import files_of
from tests.unit.draw.small_bureau import enter, inspected, to_commit, value, write_bureau

SECRET = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
"""The secret key of the first known answer of RFC 8032: a witness whom everybody can be."""
PUBLIC = "AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
WITNESS = f'[draw]\nwitness = "县公证处"\nwitness_key = "ssh-ed25519 {PUBLIC}"\n'
TEAMS = "[teams]\ncap = 6\ncap_limit = 12\nexperts = true\n"
LAST = date(2025, 7, 25)


def write_complete(data: Path) -> Path:
    """Write the bureau and carry both draws through."""
    write_bureau(data)
    path = data / "bureau.toml"
    path.write_text(path.read_text(encoding="utf-8") + WITNESS + TEAMS, encoding="utf-8", newline="\n")
    items = [{**row, "speciality": "水"} for row in read_registers(data).table("items").rows]
    write_table(data, "items", items)
    people = [{**row, "specialities": "水"} for row in read_registers(data).table("inspectors").rows]
    write_table(data, "inspectors", people)
    experts = [{"expert_id": f"ZJ-{n}", "name": f"{'蒋沈韩'[n]}示例", "specialities": "水"} for n in range(3)]
    write_table(data, "experts", experts)
    _carry(data, "2025Q1", date(2024, 12, 20), date(2025, 4, 20))
    _carry(data, "2025Q2", date(2025, 3, 20), LAST)
    return data


def _carry(data: Path, draw: str, frozen: date, last: date) -> None:
    plan = to_commit(data, draw, frozen)
    _witnessed(data, draw, date.fromordinal(frozen.toordinal() + 1))
    known = date.fromisoformat(max(slot.ladder[0].date for slot in plan.draw))
    enter(data, draw, plan.draw, known)
    draws.run(data, draw, as_of=known)
    place, unit = draws.drawn_codes(draws.existing(data, draw))[0]
    draws.confirm(data, draw, as_of=known, gone={unit.code: "已关闭"})
    later = date.fromisoformat(max(slot.ladder[0].date for slot in plan.assign))
    enter(data, draw, plan.assign, later)
    draws.assign(data, draw, as_of=later)
    _one_ill(data, draw, later)
    inspected(data, draw)
    draws.open_units(data, draw, as_of=last)
    draws.open_all(data, draw, as_of=last)
    assert place.drawn


def _witnessed(data: Path, draw: str, day: date) -> None:
    folder = data / "draws" / draw
    book, path = b"", data.parent / "见证簿.txt"
    if path.exists():
        book = path.read_bytes()
    content = (folder / "manifest.json").read_bytes()
    grown, entry = witness.enter(book, content, witness="县公证处", date=day.isoformat())
    path.write_bytes(grown)
    draws.add_witness(data, draw, entry.record(), signed(SECRET, entry.record()), as_of=day)


def _one_ill(data: Path, draw: str, day: date) -> None:
    """One of the first team falls ill; the visit gets a new team from a beacon announced for it."""
    visit = read_registers(data).table("visits", draws.period_of(draw)).rows[0]
    rung = draws.plan_after(day, (), name="x").draw[0].ladder[0]
    draws.announce_text(data, draw, f"{rung.source} {rung.edition} {rung.date}", as_of=day)
    later = date.fromisoformat(rung.date)
    draws.add_beacon(data, draw, f"2 {value(rung)}", as_of=later)
    ill = visit["team"].split("；")[0]
    draws.reassign(data, draw, {visit["visit_id"]: ([ill], "请假")}, as_of=later)


def public_files(data: Path) -> dict[str, bytes]:
    """Return what a citizen gets."""
    files = {f"draws/{path}": content for path, content in files_of(data / "draws").items()}
    return {path: content for path, content in files.items() if "/sealed/" not in path}
