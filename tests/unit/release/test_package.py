"""Packages: the same bytes from the same build, and every kind of damage is named."""

import gzip
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import brotli
import pytest

from sampler.failure import SamplerError
from sampler.release import check, deploy, listing, package, policy, signing


@pytest.fixture
def source(tmp_path: Path) -> package.Source:
    site, public = tmp_path / "site", tmp_path / "public"
    (site / "objects").mkdir(parents=True)
    (public / "tables").mkdir(parents=True)
    inline = "<script>document.title</script>"
    (site / "index.html").write_text(
        f'<html><head>{inline}</head><body style="color:red">首页 {"长" * 2000}</body></html>'
    )
    (site / "objects" / "e00001.html").write_text("<html>甲</html>")
    (public / "tables" / "objects.csv").write_text("public_id\ne00001\n")
    return package.Source(site, public, None, package.contents_digest(site, public), "2026-01-08")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    signing.make_key(tmp_path / "keys" / "release")
    return tmp_path / "keys" / "release"


def test_a_key_is_put_in_place_last_and_whole_so_that_an_interrupted_task_can_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = []

    def torn(path: Path, content: bytes, *, mode: int | None = None) -> None:
        put.append(path.name)
        if mode is not None:
            raise KeyboardInterrupt
        path.write_bytes(content)

    with monkeypatch.context() as patched:
        patched.setattr(signing, "write_atomic", torn)
        with pytest.raises(KeyboardInterrupt):
            signing.make_key(tmp_path / "key")
    assert put == ["key.pub", "key"]
    assert not (tmp_path / "key").exists()
    public = signing.make_key(tmp_path / "key")
    signature = signing.sign(b"x", tmp_path / "key")
    assert signing.is_signed(b"x", signature, public)


def test_the_same_build_gives_the_same_bytes(source: package.Source, key: Path, tmp_path: Path) -> None:
    first = package.pack(source, tmp_path / "a.zip", key=key)
    second = package.pack(source, tmp_path / "b.zip", key=key)
    assert first.path.read_bytes() == second.path.read_bytes()


def test_a_good_package_passes_with_its_signature(source: package.Source, key: Path, tmp_path: Path) -> None:
    release = package.pack(source, tmp_path / "a.zip", key=key)
    verified = check.verify_package(release.path, public_key=key.with_name("release.pub"))
    assert verified.signed
    assert verified.name == release.name


def test_sha256sum_itself_accepts_the_unpacked_package(source: package.Source, tmp_path: Path) -> None:
    release = package.pack(source, tmp_path / "a.zip")
    with zipfile.ZipFile(release.path) as file:
        file.extractall(tmp_path / "unpacked")
    subprocess.run(["sha256sum", "--check", "--quiet", listing.SUMS], cwd=tmp_path / "unpacked", check=True)


def test_a_site_changed_after_the_leak_scan_is_not_packed(source: package.Source, tmp_path: Path) -> None:
    (source.site / "index.html").write_text("别的内容")
    with pytest.raises(SamplerError, match="泄漏扫描"):
        package.pack(source, tmp_path / "a.zip")


def rewrite(path: Path, change: dict[str, bytes | None]) -> Path:
    """Return a copy of a package with members replaced, added, or (None) left out."""
    target = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            body = change.get(name, old.read(name))
            if body is not None:
                new.writestr(name, body)
        for name, added in change.items():
            if name not in old.namelist() and added is not None:
                new.writestr(name, added)
        new.comment = b"0" * package.SEAL_LENGTH
    unsealed = target.read_bytes()[: -package.SEAL_LENGTH]
    target.write_bytes(unsealed + package.seal_of(unsealed))
    return target


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"site/objects/e00001.html": b"<html>x</html>"}, "文件被改动：site/objects/e00001.html"),
        ({"site/objects/e00001.html": None}, "缺少文件：site/objects/e00001.html"),
        ({"site/new.html": b"x"}, "多出文件：site/new.html"),
        ({"../outside.html": b"x"}, "文件夹之外"),
        ({"SHA256SUMS": None}, "不是完整的发布包"),
    ],
)
def test_a_changed_package_is_refused_with_the_reason(
    source: package.Source, tmp_path: Path, change: dict[str, bytes | None], reason: str
) -> None:
    release = package.pack(source, tmp_path / "a.zip")
    with pytest.raises(SamplerError, match=reason):
        check.verify_package(rewrite(release.path, change))


def test_every_flipped_byte_is_refused(source: package.Source, key: Path, tmp_path: Path) -> None:
    release = package.pack(source, tmp_path / "a.zip", key=key)
    content = release.path.read_bytes()
    public_key = key.with_name("release.pub")
    assert len(content) > 3000
    for place in range(0, len(content), max(1, len(content) // 400)):
        damaged = tmp_path / "damaged.zip"
        damaged.write_bytes(content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1 :])
        with pytest.raises(SamplerError):
            check.verify_package(damaged, public_key=public_key)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.99])
def test_a_transfer_that_was_cut_is_refused(source: package.Source, tmp_path: Path, part: float) -> None:
    release = package.pack(source, tmp_path / "a.zip")
    content = release.path.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(content[: int(len(content) * part)])
    with pytest.raises(SamplerError, match="重新传送"):
        check.verify_package(cut)


def test_another_key_is_refused(source: package.Source, key: Path, tmp_path: Path) -> None:
    release = package.pack(source, tmp_path / "a.zip", key=key)
    stranger = signing.make_key(tmp_path / "keys" / "stranger")
    with pytest.raises(SamplerError, match="签名不对"):
        check.verify_package(release.path, public_key=stranger)


def test_an_sm2_signature_is_made_and_checked(source: package.Source, tmp_path: Path) -> None:
    secret, public = tmp_path / "sm2.pem", tmp_path / "sm2.pub.pem"
    subprocess.run(["openssl", "ecparam", "-genkey", "-name", "SM2", "-noout", "-out", secret], check=True)
    subprocess.run(
        ["openssl", "ec", "-in", secret, "-pubout", "-out", public], check=True, capture_output=True
    )
    secret.chmod(0o600)
    signature = signing.sign(b"sums", secret, sm2=True)
    assert signing.is_signed(b"sums", signature, public)
    assert not signing.is_signed(b"other", signature, public)


def test_a_key_others_can_read_is_not_used(source: package.Source, key: Path, tmp_path: Path) -> None:
    key.chmod(0o644)
    with pytest.raises(SamplerError, match="chmod 600"):
        package.pack(source, tmp_path / "a.zip", key=key)


def test_releases_form_a_chain_and_tell_what_changed(source: package.Source, tmp_path: Path) -> None:
    first = package.pack(source, tmp_path / "a.zip")
    (source.site / "objects" / "e00002.html").write_text("<html>乙</html>")
    (source.site / "objects" / "e00001.html").unlink()
    later = package.Source(
        source.site, source.public, None, package.contents_digest(source.site, source.public), "2026-01-09"
    )
    second = package.pack(later, tmp_path / "b.zip", previous=first.path)
    assert check.verify_package(second.path).previous == first.digest
    with zipfile.ZipFile(second.path) as file:
        told = file.read("更新说明.txt").decode()
    assert "新增页面 1 个" in told
    assert "撤下页面 1 个" in told
    assert "objects/e00002.html" in told


def test_the_policy_names_every_inline_script_and_nothing_unsafe(source: package.Source) -> None:
    rules = policy.content_security_policy(source.site)
    assert rules.count("'sha256-") == 2
    assert "'unsafe-inline'" not in rules
    assert "'unsafe-eval'" not in rules


def packed(source: package.Source, tmp_path: Path, number: int) -> package.Release:
    (source.site / "index.html").write_text(f"<html>第 {number} 版</html>")
    day = f"2026-01-{number + 1:02d}"
    made = package.Source(
        source.site, source.public, None, package.contents_digest(source.site, source.public), day
    )
    return package.pack(made, tmp_path / f"{number}.zip")


def test_deploying_switches_keeps_five_and_rolls_back(source: package.Source, tmp_path: Path) -> None:
    target = tmp_path / "www"
    releases = [packed(source, tmp_path, number) for number in range(7)]
    for release in releases:
        deploy.deploy(release.path, target, dry_run=False)
        assert "版" in (target / "current" / "site" / "index.html").read_text()
    assert deploy.current(target) == releases[-1].name
    assert deploy.kept(target) == [release.name for release in releases[-5:]]
    assert deploy.rollback(target).name == releases[-2].name
    assert "第 5 版" in (target / "current" / "site" / "index.html").read_text()


def test_a_dry_run_changes_nothing(source: package.Source, tmp_path: Path) -> None:
    release = packed(source, tmp_path, 1)
    deployed = deploy.deploy(release.path, tmp_path / "www")
    assert "演练" in deployed.as_text()
    assert deploy.current(tmp_path / "www") == ""
    assert not (tmp_path / "www" / "releases").exists()


def test_an_older_package_is_refused(source: package.Source, tmp_path: Path) -> None:
    old, new = packed(source, tmp_path, 1), packed(source, tmp_path, 2)
    deploy.deploy(new.path, tmp_path / "www", dry_run=False)
    with pytest.raises(SamplerError, match="rollback"):
        deploy.deploy(old.path, tmp_path / "www", dry_run=False)
    assert deploy.current(tmp_path / "www") == new.name


def test_what_an_interrupted_deploy_left_does_not_matter(source: package.Source, tmp_path: Path) -> None:
    release = packed(source, tmp_path, 1)
    leftover = tmp_path / "www" / "releases" / f".{release.name}.part"
    leftover.mkdir(parents=True)
    (leftover / "half").write_text("x")
    deploy.deploy(release.path, tmp_path / "www", dry_run=False)
    assert deploy.current(tmp_path / "www") == release.name
    assert not leftover.exists()


def test_a_release_damaged_on_the_server_is_not_switched_to(source: package.Source, tmp_path: Path) -> None:
    first, second = packed(source, tmp_path, 1), packed(source, tmp_path, 2)
    target = tmp_path / "www"
    deploy.deploy(first.path, target, dry_run=False)
    deploy.deploy(second.path, target, dry_run=False)
    (target / "releases" / first.name / "site" / "index.html").write_text("换掉了")
    with pytest.raises(SamplerError, match="文件被改动"):
        deploy.rollback(target)
    assert deploy.current(target) == second.name


def test_a_link_in_the_site_is_not_packed(source: package.Source, tmp_path: Path) -> None:
    (source.site / "link.html").symlink_to("/etc/hostname")
    with pytest.raises(SamplerError, match="链接"):
        package.pack(source, tmp_path / "a.zip")
    shutil.rmtree(tmp_path / "site")


def test_pages_come_with_gzip_and_brotli_beside_them(source: package.Source, tmp_path: Path) -> None:
    with zipfile.ZipFile(package.pack(source, tmp_path / "a.zip").path) as file:
        page = file.read("site/index.html")
        assert gzip.decompress(file.read("site/index.html.gz")) == page
        assert brotli.decompress(file.read("site/index.html.br")) == page
        assert "site/objects/e00001.html.gz" not in file.namelist()


def test_without_the_brotli_library_there_is_only_gzip(
    source: package.Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    release = package.pack(source, tmp_path / "a.zip")
    with zipfile.ZipFile(release.path) as file:
        assert not [name for name in file.namelist() if name.endswith(".br")]
    assert check.verify_package(release.path).name == release.name


def test_a_package_whose_site_the_scan_has_not_seen_is_refused(
    source: package.Source, tmp_path: Path
) -> None:
    """Whoever makes sums and seal anew still has no scan of these pages."""
    release = package.pack(source, tmp_path / "a.zip")
    with zipfile.ZipFile(release.path) as file:
        sums = listing.read_sums(file.read(listing.SUMS))
    page = b"<html>other</html>"
    sums["site/objects/e00001.html"] = listing.digest(page)
    changed: dict[str, bytes | None] = {
        "site/objects/e00001.html": page,
        listing.SUMS: listing.write_sums(sums),
    }
    with pytest.raises(SamplerError, match="泄漏扫描"):
        check.verify_package(rewrite(release.path, changed))


def test_going_back_twice_goes_back_twice_and_a_new_release_follows_what_is_up(
    source: package.Source, tmp_path: Path
) -> None:
    target = tmp_path / "www"
    a, b, c, d = (packed(source, tmp_path, number) for number in range(4))
    for release in (a, b, c):
        deploy.deploy(release.path, target, dry_run=False)
    assert [deploy.rollback(target).name for _ in range(2)] == [b.name, a.name]
    with pytest.raises(SamplerError, match="没有更早的一版"):
        deploy.rollback(target)
    deploy.rollback(target, to=b.name)
    deploy.deploy(d.path, target, dry_run=False)
    assert deploy.rollback(target).name == b.name


def test_the_release_before_is_older_even_on_the_same_day(source: package.Source, tmp_path: Path) -> None:
    first = package.pack(source, tmp_path / "a.zip")
    (source.site / "index.html").write_text("改")
    later = replace(source, scanned=package.contents_digest(source.site, source.public))
    second = package.pack(later, tmp_path / "b.zip", previous=first.path)
    deploy.deploy(second.path, tmp_path / "www", dry_run=False)
    with pytest.raises(SamplerError, match="rollback"):
        deploy.deploy(first.path, tmp_path / "www", dry_run=False)


def test_a_damaged_release_that_is_not_up_is_unpacked_again(source: package.Source, tmp_path: Path) -> None:
    first, second = packed(source, tmp_path, 1), packed(source, tmp_path, 1)
    place = tmp_path / "www" / "releases" / first.name
    place.mkdir(parents=True)
    (place / "half").write_text("x")
    deploy.deploy(second.path, tmp_path / "www", dry_run=False)
    assert deploy.current(tmp_path / "www") == second.name


def test_a_release_put_in_the_place_of_another_is_not_switched_to(
    source: package.Source, tmp_path: Path
) -> None:
    first, second = packed(source, tmp_path, 1), packed(source, tmp_path, 2)
    target = tmp_path / "www"
    for release in (first, second):
        deploy.deploy(release.path, target, dry_run=False)
    place = target / "releases" / first.name
    shutil.rmtree(place)
    shutil.copytree(target / "releases" / second.name, place)
    with pytest.raises(SamplerError, match="没有切换"):
        deploy.rollback(target)
