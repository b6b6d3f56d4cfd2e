"""The last stretch: a scanned site becomes a package, and the package goes up."""

import json
from dataclasses import dataclass
from pathlib import Path

from sampler.failure import SamplerError
from sampler.files import canonical_json, write_atomic
from sampler.release import archive, check, deploy, package, paste, remote, server, signing

SCANNED = "scanned.json"
"""Beside ``build/site``: the digest of the site that the leak scan passed."""


@dataclass(frozen=True, slots=True)
class Text:
    """A few lines for the screen."""

    text: str

    def as_text(self) -> str:
        """Return the lines."""
        return self.text


def mark_scanned(build: Path) -> None:
    """Note which site the leak scan has passed; called right after a scan without findings."""
    write_atomic(build / SCANNED, canonical_json({"site": package.site_digest(build / "site")}))


def pack(build: Path, target: Path, *, previous: Path | None, key: Path | None) -> package.Release:
    """Write the package of ``build/site`` and ``build/public``. Raises SamplerError when it was not scanned."""
    site, public, mark = build / "site", build / "public", build / SCANNED
    for folder in (site, public):
        if not folder.is_dir():
            raise SamplerError(f"没有找到 {folder}。请先运行 ./inv build。")
    if not mark.is_file():
        raise SamplerError("站点还没有经过泄漏扫描，不能打包。请先运行 ./inv gate.scan。")
    scanned = str(json.loads(mark.read_text(encoding="utf-8"))["site"])
    date = str(json.loads((public / "bureau.json").read_text(encoding="utf-8"))["as_of"])
    verifier = build / "verify.pyz"
    source = package.Source(site, public, verifier if verifier.is_file() else None, scanned, date)
    return package.pack(source, target, previous=previous, key=key)


def verify(path: Path, *, public_key: Path | None) -> check.Verified:
    """Check a package or an unpacked release."""
    if path.is_dir():
        return check.verify_folder(path, public_key=public_key)
    return check.verify_package(path, public_key=public_key)


def make_key(path: Path) -> Text:
    """Make a signing key."""
    public = signing.make_key(path)
    return Text(
        f"已建立签名密钥 {path}（只有您能读，请妥善保管，不要放进 git）。\n公钥 {public} 请当面交给网站管理员。"
    )


def up(path: Path, target: str, *, public_key: Path | None, dry_run: bool) -> deploy.Deployed:
    """Deploy a package to a folder, or to ``user@host:/folder`` by rsync."""
    if ":/" in target:
        return remote.deploy(path, remote.place_of(target), public_key=public_key, dry_run=dry_run)
    return deploy.deploy(path, Path(target), public_key=public_key, dry_run=dry_run)


def back(target: str, *, to: str) -> deploy.Deployed:
    """Go back to an earlier release."""
    if ":/" in target:
        return remote.rollback(remote.place_of(target), to=to)
    return deploy.rollback(Path(target), to=to)


def paste_notice(site: Path, page: str, target: Path, *, address: str) -> Text:
    """Write the fragment, text file and attachments of one page for a portal's editor."""
    written = paste.write(site, page, target, address=address)
    return Text("已写出：\n" + "\n".join(f"  {path}" for path in written))


def as_published(folder: Path, page: str, day: str, target: Path) -> Text:
    """Write a page as it was up on a day."""
    found = archive.as_published(folder, page, day)
    write_atomic(target, found.content)
    return Text(f"{day} 时的 {page} 已写到 {target}（出自发布包 {found.release.name}）。")


def difference(first: Path, second: Path, target: Path) -> Text:
    """Write one readable page about how two releases differ."""
    write_atomic(target, archive.difference(first, second).encode())
    return Text(f"两版的差别已写到 {target}。")


def chain(folder: Path) -> Text:
    """List the kept releases and every break in their chain."""
    found = archive.releases(folder)
    lines = [f"{release.name}（{release.files} 个文件）" for release, _ in found]
    return Text("\n".join([*lines, *(archive.breaks(found) or ["发布链完整。"])]))


def nginx(site: Path, *, root: str, port: int, prefix: str) -> Text:
    """Return the nginx configuration of a built site."""
    return Text(server.nginx(server.content_security_policy(site), root=root, port=port, prefix=prefix))
