"""What a freeze was made from: a copy kept inside, and the list of its digests that the manifest commits to."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from sampler.draw import canon
from sampler.workflow.draws_folder import Folder

NOTHING = "none"
MADE = ("exclusions.csv", "frozen.json", "quotas.json")


def write_inputs(data: Path, folder: Folder, key: bytes) -> None:
    """Keep a copy of everything the freeze was made from, and the list of its digests with the salts.

    The salts are derived from the key, so that the list itself can be committed to without being guessed.
    """
    files = {path.relative_to(data).as_posix(): path.read_bytes() for path in input_files(data)}
    salt = canon.digest("salt/v1", key.hex(), folder.draw)
    pool = folder.read("sealed/pool/units.csv")
    inputs = {
        "files": [[name, canon.digest_bytes(content)] for name, content in sorted(files.items())],
        "pool": canon.digest_bytes(pool) if pool else NOTHING,
        "pool_files": made(folder, "sealed/pool") if pool else {},
        **made(folder, "sealed"),
        "units": canon.digest_bytes(folder.read("sealed/units.csv")),
        "salt": salt,
    }
    folder.write("sealed/inputs.json", canon.page(inputs))
    folder.write("sealed/inputs.zip", packed(files))


def made(folder: Folder, where: str) -> dict[str, str]:
    """Return the digests of what a freeze made inside, by the name without its ending."""
    return {name.partition(".")[0]: canon.digest_bytes(folder.read(f"{where}/{name}")) for name in MADE}


def input_files(data: Path) -> list[Path]:
    """Return the files a freeze depends on: registers, events, policy, plans, decisions, results so far."""
    found = [path for pattern in ("*.toml", "*/*.toml", "*/*.csv") for path in data.glob(pattern)]
    return sorted(path for path in found if path.relative_to(data).parts[0] not in ("draws", "journal"))


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip archive that is the same each time, on every machine: nothing is compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name])
    return buffer.getvalue()
