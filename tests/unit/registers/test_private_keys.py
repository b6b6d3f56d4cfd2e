"""Private keys never get into the records by mistake. With real git and real keys."""

import subprocess
from pathlib import Path

import pytest

from sampler.failure import SamplerError
from sampler.registers import write_table
from sampler.registers.private_keys import is_private_key
from sampler.release import signing
from sampler.workflow import keys
from sampler.workflow import registers as steps

ROOT = Path(__file__).resolve().parents[3]


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "数据"
    write_table(folder, "objects", [{"code": "XM-01", "name": "甲厂"}])
    (folder / "bureau.toml").write_text(
        '[registers]\nauthor = "执法科"\nauthor_mail = "zfk@example.org"\n', "utf-8"
    )
    git(tmp_path, "init", "-q")
    return folder


@pytest.fixture(params=["ssh", "sm2"])
def key(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "发布.txt"
    signing.make_key(path, sm2=request.param == "sm2")
    return path


def test_save_refuses_a_private_key_whatever_it_is_called(data, key):
    (data / "备注.txt").write_bytes(b"note\n" + key.read_bytes())
    with pytest.raises(SamplerError, match=r"备注\.txt"):
        steps.save(data, "存档")
    assert not git(data, "ls-files")
    assert not (data / ".gitignore").exists()
    (data / "备注.txt").unlink()
    assert "存档" in steps.save(data, "存档")


def test_a_public_key_may_be_saved(data, key):
    (data / "发布公钥.txt").write_bytes(key.with_name(key.name + ".pub").read_bytes())
    steps.save(data, "公钥")
    assert "gong" not in git(data, "ls-files")
    assert len(git(data, "ls-files", "-z").split("\0")) == 5


def test_a_saved_data_folder_ignores_what_is_called_like_a_key(data):
    steps.save(data, "存档")
    for name in ("a.key", "sub/a.pem", "id_ed25519", "a.p12", "~$a.xlsx"):
        (data / name).parent.mkdir(exist_ok=True)
        (data / name).write_bytes(b"x")
    with pytest.raises(SamplerError, match="没有需要保存"):
        steps.save(data, "再存")


def test_a_key_store_is_known_by_its_name(data):
    (data / ".gitignore").write_text("# own\n", "utf-8")
    (data / "发布.P12").write_bytes(b"\x30\x82")
    with pytest.raises(SamplerError, match=r"发布\.P12"):
        steps.save(data, "存档")


def test_a_file_named_like_a_pattern_of_git_is_that_file(data):
    (data / ":(top)*").write_bytes(b"x")
    (data.parent / "别的.txt").write_bytes(b"x")
    steps.save(data, "存档")
    assert git(data.parent, "-c", "core.quotepath=off", "status", "--porcelain").split() == ["??", "别的.txt"]


def test_the_check_before_a_commit_finds_a_key_that_was_added(data, key):
    (data / "随手.csv").write_bytes(key.read_bytes())
    assert keys.private_keys_in(data.parent) == []
    git(data.parent, "add", "-A")
    (data / "随手.csv").unlink()  # what counts is what would be committed
    assert keys.private_keys_in(data.parent) == ["发布.txt", "数据/随手.csv"]


def test_this_project_holds_no_private_key():
    assert keys.private_keys_in(ROOT) == []


@pytest.mark.parametrize(
    "kind",
    ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY"],
)
def test_every_usual_kind_of_key_is_known(kind):
    assert is_private_key("a", f"-----BEGIN {kind}-----\n".encode())
    assert not is_private_key("a", f"-----BEGIN {kind.replace('PRIVATE', 'PUBLIC')}-----\n".encode())
