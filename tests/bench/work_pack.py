"""A release: packed, signed and noted, beside a plain zip of the same files signed by the same program."""

import subprocess
import zipfile

from tests.bench import work_scan


def prepare(folder, size):
    from sampler.workflow import release

    work_scan.prepare(folder, size)
    release.mark_scanned(folder)
    release.make_key(folder / "key")


def ours(folder, size):
    from sampler.workflow import release

    def work():
        target = folder / "ours.zip"
        target.unlink(missing_ok=True)
        release.pack(folder, target, key=folder / "key")
        return {"mib": round(target.stat().st_size / 2**20, 1)}

    return work


def plain(folder, size):
    def work():
        target = folder / "plain.zip"
        (folder / "plain.zip.sig").unlink(missing_ok=True)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for part in ("site", "public"):
                for path in sorted((folder / part).rglob("*")):
                    packed.write(path, path.relative_to(folder))
        sign = ["ssh-keygen", "-Y", "sign", "-q", "-f", str(folder / "key"), "-n", "file", str(target)]
        subprocess.run(sign, check=True, capture_output=True)
        return {"mib": round(target.stat().st_size / 2**20, 1)}

    return work


WORK = {"ours": ours, "zip": plain}
