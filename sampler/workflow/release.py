"""The last stretch: a scanned site becomes a package, and the package goes up."""

import json
from dataclasses import dataclass
from pathlib import Path

from sampler.failure import SamplerError
from sampler.release import check, deploy, package, server, signing

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
    from sampler.files import canonical_json, write_atomic

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


def up(path: Path, target: Path, *, public_key: Path | None, dry_run: bool) -> deploy.Deployed:
    """Deploy a package to a folder."""
    return deploy.deploy(path, target, public_key=public_key, dry_run=dry_run)


def back(target: Path, *, to: str) -> deploy.Deployed:
    """Go back to an earlier release."""
    return deploy.rollback(target, to=to)


def nginx(site: Path, *, root: str, port: int, prefix: str) -> Text:
    """Return the nginx configuration of a built site."""
    return Text(server.nginx(server.content_security_policy(site), root=root, port=port, prefix=prefix))
