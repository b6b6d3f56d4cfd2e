"""The whole road of both bureaus: from the registers to a scanned site, twice, and stopped by a wrong line."""

import csv
import io
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from sampler.demo import county, zone
from sampler.failure import FindingsError
from sampler.release import listing
from sampler.workflow import build, verify

ROOT = Path(__file__).resolve().parents[2]
BUREAUS = {
    "county": (ROOT / "data", county.LAST),
    "zone": (ROOT / "tests" / "bureaus" / "hengshui-gaoxin-2023", zone.LAST),
}
NEVER_SHOWN = {
    "registers/objects.csv": ("负责人", "联系电话"),
    "registers/inspectors.csv": ("姓名", "执法证号", "联系电话"),
    "registers/experts.csv": ("姓名", "联系电话"),
}
"""Columns of the shipped registers whose values may stand nowhere in a site, whatever the schemas say."""


@dataclass(frozen=True)
class Road:
    """One bureau's finished build."""

    data: Path
    out: Path
    as_of: date


@pytest.fixture(scope="module", params=list(BUREAUS))
def road(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Road:
    """Build one bureau in a copy, so that the shipped data stay as they are."""
    source, as_of = BUREAUS[request.param]
    folder = tmp_path_factory.mktemp(str(request.param))
    data = folder / "data"
    shutil.copytree(source, data)
    build.build(data, folder / "build", as_of=as_of)
    return Road(data, folder / "build", as_of)


@pytest.mark.xdist_group("road")
def test_the_road_ends_in_a_site_with_every_kind_of_page(road: Road) -> None:
    site = road.out / "site"
    for name in ("index.html", "items.html", "changes.html", "verify.html", "data.html"):
        assert (site / name).is_file()
    year = road.as_of.year
    for quarter in range(1, 5):
        assert (site / "results" / f"{year}Q{quarter}.html").is_file()
        assert (site / "draws" / f"{year}Q{quarter}.html").is_file()
    with (road.out / "public" / "tables" / "objects.csv").open(encoding="utf-8-sig", newline="") as file:
        ids = [next(iter(row.values())) for row in csv.DictReader(file)]
    assert len(ids) > 80
    assert all((site / "objects" / f"{number}.html").is_file() for number in ids)


@pytest.mark.xdist_group("road")
def test_building_twice_gives_the_same_bytes(road: Road, tmp_path: Path) -> None:
    build.build(road.data, tmp_path / "again", as_of=road.as_of)
    for part in ("public", "site"):
        assert listing.digests_of(tmp_path / "again" / part) == listing.digests_of(road.out / part)


@pytest.mark.xdist_group("road")
def test_every_draw_of_the_year_is_recomputed_from_the_public_files_alone(road: Road) -> None:
    command = [
        sys.executable,
        str(road.out / "verify.pyz"),
        "verify",
        str(road.out / "public"),
        "--as-of",
        str(road.as_of),
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert told.returncode == 0, told.stdout + told.stderr
    assert f"{road.as_of.year}Q4" in told.stdout


@pytest.mark.xdist_group("road")
def test_an_auditor_recomputes_everything_from_the_private_files(road: Road) -> None:
    report = verify.private(road.data, as_of=road.as_of)
    assert report.failed == (), report.as_text()


@pytest.mark.xdist_group("road")
def test_no_private_value_stands_anywhere_in_the_site(road: Road) -> None:
    secrets = {
        value
        for name, headers in NEVER_SHOWN.items()
        for row in csv.DictReader(io.StringIO((road.data / name).read_text("utf-8")))
        for header in headers
        if len(value := row.get(header, "")) >= 3
    }
    assert len(secrets) > 60
    found = [
        (name, secret)
        for name, body in contents(road.out / "site")
        for secret in secrets
        if secret.encode() in body and not is_a_firm_of_that_name(secret, road)
    ]
    assert found == []


def contents(folder: Path) -> list[tuple[str, bytes]]:
    """Return every file, those inside archives too."""
    found = []
    for name, path in listing.files_of(folder).items():
        body = path.read_bytes()
        found.append((name, body))
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as file:
                found += [(f"{name}!{part}", file.read(part)) for part in file.namelist()]
    return found


def is_a_firm_of_that_name(secret: str, road: Road) -> bool:
    """A person's name may also be part of another firm's public name."""
    with (road.data / "registers" / "objects.csv").open(encoding="utf-8", newline="") as file:
        return any(secret in row["名称"] and row["对象类型"] == "企业" for row in csv.DictReader(file))


@pytest.mark.xdist_group("road")
def test_the_site_is_built_where_no_private_file_exists(road: Road, tmp_path: Path) -> None:
    for name in ("sampler", "templates", "site_src"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "mkdocs.yml", tmp_path)
    shutil.copytree(road.out / "public", tmp_path / "public")
    command = [sys.executable, "-m", "sampler.site", "public", "site"]
    subprocess.run(
        command, cwd=tmp_path, check=True, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(tmp_path)}
    )
    assert listing.digests_of(tmp_path / "site") == listing.digests_of(road.out / "site")


@pytest.mark.xdist_group("road")
def test_a_wrong_line_stops_the_road_before_anything_is_written(road: Road, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(road.data, data)
    path = data / "registers" / "objects.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    code = lines[5].split(",")[0]
    lines[5] = lines[5].replace(code, code[:-1] + ("1" if code[-1] != "1" else "2"), 1)
    path.write_text("".join(lines), "utf-8")
    before = listing.digests_of(data)
    with pytest.raises(FindingsError) as stopped:
        build.build(data, tmp_path / "build", as_of=road.as_of)
    (finding, *_) = [
        one for one in stopped.value.findings if (one.file, one.row) == ("registers/objects.csv", 6)
    ]
    assert finding.column
    assert finding.reason
    assert finding.suggestion
    assert listing.digests_of(data) == before
    assert not (tmp_path / "build").exists()
