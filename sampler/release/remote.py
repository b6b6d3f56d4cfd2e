"""Deploy by rsync over ssh: the same steps as on a local folder, done on the server by its own shell.

The server needs sh, rsync and sha256sum, nothing of ours. Files arrive beside what is up, are checked there
against SHA256SUMS, and one rename switches to them; a transfer that breaks off changes nothing.
"""

import re
import shlex
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from sampler.failure import SamplerError
from sampler.release import check
from sampler.release.deploy import KEEP, Deployed

HOST = re.compile(r"^(?:[A-Za-z0-9_][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9._-]*$")

SWITCH = """set -eu
cd {folder}
cd releases/.{name}.part
sha256sum --check --quiet --strict SHA256SUMS
cd ../..
[ -d releases/{name} ] || mv releases/.{name}.part releases/{name}
rm -rf releases/.{name}.part
ln -s releases/{name} .current.new.$$
mv -T .current.new.$$ current
echo {name} >> history.txt
"""
BACK = """set -eu
cd {folder}
now=$(basename "$(readlink current)")
to={name}
[ -n "$to" ] || to=$(grep -vxF "$now" history.txt | tail -n 1)
cd "releases/$to"
sha256sum --check --quiet --strict SHA256SUMS
cd ../..
ln -s "releases/$to" .current.new.$$
mv -T .current.new.$$ current
echo "$to" >> history.txt
echo "$now $to"
"""
CLEAR = """set -eu
cd {folder}
now=$(basename "$(readlink current)")
awk '{{ last[$0] = NR }} END {{ for (name in last) print last[name], name }}' history.txt | sort -rn | cut -d' ' -f2 |
while read -r name; do [ ! -d "releases/$name" ] || echo "$name"; done | tail -n +{first} |
while read -r name; do [ "$name" = "$now" ] || {{ rm -rf "releases/$name"; echo "$name"; }}; done
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder on a server, and how to reach it."""

    host: str
    """``user@host`` or a name from the ssh configuration."""

    folder: str
    """Absolute path of the folder that holds ``releases`` and ``current``."""

    ssh: tuple[str, ...] = ("ssh", "-o", "BatchMode=yes")
    """The ssh command with its options."""


def place_of(text: str, *, ssh: tuple[str, ...] = ("ssh", "-o", "BatchMode=yes")) -> Place:
    """Return the place written as ``host:/folder``; raise SamplerError on anything else."""
    host, colon, folder = text.partition(":")
    if not colon or not HOST.match(host) or not folder.startswith("/") or "\n" in folder:
        raise SamplerError(f"服务器位置“{text}”看不懂。请写成 用户名@服务器:/绝对路径。")
    return Place(host, folder, ssh)


def deploy(package: Path, place: Place, *, public_key: Path | None = None, dry_run: bool = True) -> Deployed:
    """Check, send, check there, switch. Raises SamplerError, with nothing switched, when any step fails."""
    verified = check.verify_package(package, public_key=public_key)
    folder = shlex.quote(place.folder)
    before = _on_server(
        place, f"mkdir -p {folder}/releases && (readlink {folder}/current || true)"
    ).rpartition("/")[2]
    if before and before[:10] > verified.date:
        raise SamplerError(
            f"现在上线的是 {before}，比这个发布包（{verified.name}）新。要退回旧版，请用 ./inv release.rollback。"
        )
    if dry_run:
        return Deployed(verified.name, before, (), dry_run=True)
    with tempfile.TemporaryDirectory() as unpacked:
        with zipfile.ZipFile(package) as file:
            file.extractall(unpacked)  # names were checked: none leaves the folder
        _send(Path(unpacked), place, verified.name)
    _on_server(place, SWITCH.format(folder=folder, name=verified.name))
    removed = _on_server(place, CLEAR.format(folder=folder, first=KEEP + 1)).split()
    return Deployed(verified.name, before, tuple(removed), dry_run=False)


def rollback(place: Place, *, to: str = "") -> Deployed:
    """Switch back to the release before, or to the one named; it is checked on the server first."""
    words = _on_server(place, BACK.format(folder=shlex.quote(place.folder), name=shlex.quote(to))).split()
    return Deployed(words[1], words[0], (), dry_run=False)


def _send(folder: Path, place: Place, name: str) -> None:
    target = f"{place.host}:{place.folder}/releases/.{name}.part/"
    command = [
        "rsync",
        "-rt",
        "--delete",
        "--chmod=D755,F644",
        "-s",
        "-e",
        shlex.join(place.ssh),
        f"{folder}/",
        target,
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        raise SamplerError(
            f"传送到 {place.host} 没有完成，网站没有改动：{_last(done.stderr)}。可以再运行一次，会接着传。"
        )


def _on_server(place: Place, script: str) -> str:
    done = subprocess.run(
        [*place.ssh, place.host, "sh", "-s"], input=script.encode(), capture_output=True, check=False
    )
    if done.returncode != 0:
        raise SamplerError(f"服务器 {place.host} 上的一步没有成功，网站没有改动：{_last(done.stderr)}。")
    return done.stdout.decode("utf-8", "replace").strip()


def _last(stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "没有说明原因"
