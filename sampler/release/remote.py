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
from sampler.release.deploy import KEEP, Deployed, refuse_older
from sampler.release.history import NAME

HOST = re.compile(r"^(?:[A-Za-z0-9_][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9._-]*$")

BEGIN = """set -eu
cd {folder}
exec 9>.lock
if command -v flock >/dev/null; then flock -n 9 || {{ echo "另一个任务正在修改这个文件夹，请等它结束后再试" >&2; exit 1; }}; fi
now=
[ ! -L current ] || now=$(basename "$(readlink current)")
whole() {{
    echo "${{2#???????????}}" | grep -qxF "$(sha256sum < "$1/SHA256SUMS" | cut -c1-12)"
    (cd "$1" && sha256sum --check --quiet --strict SHA256SUMS)
    [ "$(find "$1" -type f ! -name SHA256SUMS ! -name SHA256SUMS.sig | wc -l)" = "$(wc -l < "$1/SHA256SUMS")" ]
}}
up() {{
    touch history.txt
    [ -z "$now" ] || [ "$(tail -n 1 history.txt)" = "$now" ] || echo "$now" >> history.txt
    ln -sfn "releases/$1" .current.new
    cp history.txt .history.txt.new
    [ "$(tail -n 1 history.txt)" = "$1" ] || echo "$1" >> .history.txt.new
    mv -T .current.new current
    mv .history.txt.new history.txt
}}
"""
SWITCH = """name={name}
if [ -d "releases/$name" ]; then whole "releases/$name" "$name"
else whole "releases/.$name.part" "$name"; mv "releases/.$name.part" "releases/$name"; fi
up "$name"
rm -rf releases/.*.part
awk '{{ last[$0] = NR }} END {{ for (name in last) print last[name], name }}' history.txt | sort -rn | cut -d' ' -f2 |
while read -r name; do [ ! -d "releases/$name" ] || echo "$name"; done | tail -n +{first} |
while read -r name; do rm -rf "releases/$name"; echo "$name"; done
"""
BACK = """to={name}
was=$now last=$now
[ ! -s history.txt ] || last=$(tail -n 1 history.txt)
before() {{
    {{ cat history.txt; echo "$1"; }} | awk '
    {{ for (i = 1; i <= n; i++) if (stack[i] == $0) {{ n = i; next }} stack[++n] = $0 }}
    END {{ while (--n > 0) print stack[n] }}' |
    while read -r name; do [ ! -d "releases/$name" ] || {{ echo "$name"; break; }}; done
}}
if [ -z "$to" ] && [ "$last" != "$now" ] && [ "$(before "$last")" = "$now" ]; then to=$now was=$last; fi
[ -n "$to" ] || to=$(before "$now")
[ -n "$to" ] || {{ echo "没有更早的一版可以退回" >&2; exit 1; }}
[ -d "releases/$to" ] || {{ echo "没有 $to 这一版" >&2; exit 1; }}
whole "releases/$to" "$to"
up "$to"
echo "$was $to"
"""
STATE = """mkdir -p {folder}/releases
cd {folder}
[ ! -L current ] || {{ basename "$(readlink current)"; cat current/release.json; }}
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
    state = STATE if not dry_run else f"[ ! -d {{folder}} ] || {{{{ {STATE}}}}}"
    before, _, manifest = _on_server(place, state.format(folder=folder)).partition("\n")
    refuse_older(before, manifest.encode(), verified)
    if dry_run:
        return Deployed(verified.name, before, (), dry_run=True, signed=verified.signed)
    with tempfile.TemporaryDirectory() as unpacked:
        with zipfile.ZipFile(package) as file:
            file.extractall(unpacked)  # names were checked: none leaves the folder
        check.verify_folder(Path(unpacked), public_key=public_key)
        _send(Path(unpacked), place, verified.name)
    script = BEGIN.format(folder=folder) + SWITCH.format(name=verified.name, first=KEEP + 1)
    removed = _on_server(place, script, switches=True).split()
    return Deployed(verified.name, before, tuple(removed), dry_run=False, signed=verified.signed)


def rollback(place: Place, *, to: str = "") -> Deployed:
    """Switch back to the release before, or to the one named; it is checked on the server first."""
    if to and not NAME.match(to):
        raise SamplerError(f"版本名“{to}”不对。请写成 2026-01-08-0123456789ab 这样的版本名。")
    script = BEGIN.format(folder=shlex.quote(place.folder)) + BACK.format(name=shlex.quote(to))
    words = _on_server(place, script, switches=True).split()
    return Deployed(words[-1], words[0] if len(words) > 1 else "", (), dry_run=False)


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


def _on_server(place: Place, script: str, *, switches: bool = False) -> str:
    done = subprocess.run(
        [*place.ssh, place.host, "sh", "-s"], input=script.encode(), capture_output=True, check=False
    )
    if switches and not 0 <= done.returncode < 255:  # ssh itself ended, and not the script
        raise SamplerError(
            f"与 {place.host} 的连接在切换时断开，不能确定是否已经切换（网站不会不完整）。请打开网站看一看，没有切换的，再运行一次。"
        )
    if done.returncode != 0:
        raise SamplerError(f"服务器 {place.host} 上的一步没有成功，网站没有改动：{_last(done.stderr)}。")
    return done.stdout.decode("utf-8", "replace").strip()


def _last(stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "没有说明原因"
