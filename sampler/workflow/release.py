"""The last stretch: a scanned site becomes a package, and the package goes up."""

import json
from dataclasses import replace
from datetime import date as day
from pathlib import Path
from typing import Any

from sampler.failure import SamplerError
from sampler.files import canonical_json, write_atomic
from sampler.release import archive, check, deploy, package, paste, policy, remote, server, signing
from sampler.workflow import publish
from sampler.workflow.told import Told

SCANNED = "scanned.json"
"""Beside ``build/site``: the digest of the site and public record that the leak scan passed."""


def mark_scanned(build: Path) -> None:
    """Note which site the leak scan has passed; called right after a scan without findings."""
    digest = package.contents_digest(build / "site", build / "public")
    write_atomic(build / SCANNED, canonical_json({"contents": digest}))


def pack(
    build: Path,
    target: Path,
    *,
    previous: Path | None = None,
    key: Path | None = None,
    sm2: bool = False,
    data: Path | None = None,
) -> package.Release:
    """Write the package of ``build/site`` and ``build/public``. Raises SamplerError when it was not scanned.

    ``target`` is a zip or a folder of releases; in a folder the package is named by its release and follows the
    last one there. With ``data`` the finished zip itself goes through the leak scan before it gets its name.
    """
    source = _source(build)
    folder = target if target.suffix != ".zip" else target.parent
    if previous is None and folder is target:
        previous = archive.one_to_follow(folder, source.scanned)
    beside = folder / "release.zip.checking"
    release = package.pack(source, beside, previous=previous, key=key, sm2=sm2)
    if data is not None:
        publish.stop_on_leak(data, beside, as_of=day.fromisoformat(source.date))
    final = target if folder is not target else folder / f"{release.name}.zip"
    beside.replace(final)
    return replace(release, path=final)


def _source(build: Path) -> package.Source:
    site, public, mark = build / "site", build / "public", build / SCANNED
    for folder in (site, public):
        if not folder.is_dir():
            raise SamplerError(f"没有找到 {folder}。请先运行 ./inv build。")
    if not mark.is_file():
        raise SamplerError("站点还没有经过泄漏扫描，不能打包。请先运行 ./inv build。")
    bureau, record = (_read(public / name) for name in ("bureau.json", "record.json"))
    verifier = build / "verify.pyz"
    return package.Source(
        site,
        public,
        verifier if verifier.is_file() else None,
        str(_read(mark).get("contents", "")),
        str(record["as_of"]),
        prefix=str(bureau.get("portal", {}).get("path", "")) or "/",
        bureau=str(bureau.get("name", "")),
    )


def _read(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


def verify(path: Path, *, public_key: Path | None) -> check.Verified:
    """Check a package or an unpacked release."""
    if path.is_dir():
        return check.verify_folder(path, public_key=public_key)
    return check.verify_package(path, public_key=public_key)


def make_key(path: Path, *, sm2: bool = False) -> Told:
    """Make a signing key."""
    public = signing.make_key(path, sm2=sm2)
    return Told(
        f"已建立签名密钥 {path}（只有您能读，请妥善保管，不要放进 git）。\n公钥 {public} 请当面交给网站管理员。"
    )


def is_remote(target: str) -> bool:
    """Tell ``user@host:/folder`` from a folder here; ``D:/www`` is a folder.

    >>> [is_remote(text) for text in ("web@server:/www", "/www", "D:/www", "www")]
    [True, False, False, False]
    """
    return ":/" in target and not target[1:].startswith(":/")


def up(path: Path, target: str, *, public_key: Path | None, dry_run: bool) -> deploy.Deployed:
    """Deploy a package to a folder, or to ``user@host:/folder`` by rsync."""
    if is_remote(target):
        return remote.deploy(path, remote.place_of(target), public_key=public_key, dry_run=dry_run)
    return deploy.deploy(path, Path(target), public_key=public_key, dry_run=dry_run)


def back(target: str, *, to: str) -> deploy.Deployed:
    """Go back to an earlier release."""
    if is_remote(target):
        return remote.rollback(remote.place_of(target), to=to)
    return deploy.rollback(Path(target), to=to)


def paste_notice(site: Path, page: str, target: Path, *, address: str) -> Told:
    """Write the fragment, text file and attachments of one page, or of every notice, for a portal's editor."""
    pages = [page] if page else paste.notices(site)
    if not pages:
        raise SamplerError(f"{site} 里没有可以粘贴的公告。请先运行 ./inv build。")
    written = [path for name in pages for path in paste.write(site, name, target, address=address)]
    return Told("已写出：\n" + "\n".join(f"  {path}" for path in written))


def as_published(folder: Path, page: str, day: str, target: Path) -> Told:
    """Write a page as it was up on a day."""
    found = archive.as_published(folder, page, day)
    write_atomic(target, found.content)
    return Told(f"{day} 时的 {page} 已写到 {target}（出自发布包 {found.release.name}）。")


def difference(first: Path, second: Path, target: Path) -> Told:
    """Write one readable page about how two releases differ."""
    write_atomic(target, archive.difference(first, second).encode())
    return Told(f"两版的差别已写到 {target}。")


def chain(folder: Path, *, public_key: Path | None = None) -> Told:
    """List the kept releases, which one each follows, and every break in their chain."""
    found = archive.releases(folder, public_key=public_key)
    if not found:
        return Told(f"{folder} 里没有发布包。")
    names = {release.digest: release.name for release, _ in found}
    lines = []
    for release, path in found:
        follows = (
            f"上一版 {names.get(release.previous, release.previous[:12])}" if release.previous else "首次发布"
        )
        signed = "，签名有效" if release.signed else ""
        lines.append(f"{release.name}　{follows}，{release.files} 个文件{signed}　{path.name}")
    return Told("\n".join([*lines, *(archive.breaks(found) or ["发布链完整。"])]))


def nginx(site: Path, *, root: str, port: int, prefix: str) -> Told:
    """Return the nginx configuration of a built site."""
    return Told(server.nginx(policy.content_security_policy(site), root=root, port=port, prefix=prefix))
