"""Signatures of a release: ``ssh-keygen -Y`` by default, SM2 with SM3 by ``openssl`` as an option.

Both are on the webmaster's computer or not needed at all; no key ever lies inside a package.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from sampler.failure import SamplerError
from sampler.files import write_atomic

NAMESPACE = "sampler-release"
IDENTITY = "release"
SM2_ID = "distid:1234567812345678"
"""The default user id of GM/T 0009, which every SM2 implementation knows."""


def make_key(path: Path, *, sm2: bool = False) -> Path:
    """Make a key pair without passphrase, Ed25519 or SM2, at ``path`` and ``path.pub``; the secret part is 0600.

    Interrupted, it leaves no secret key, so that it can be run again: the secret key is put in place last, whole.
    """
    if path.exists():
        raise SamplerError(f"{path} 已经存在。为免覆盖旧密钥，请换一个名称。")
    path.parent.mkdir(parents=True, exist_ok=True)
    public = path.with_name(path.name + ".pub")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "key"
        shown = made.with_name("key.pub")
        if sm2:
            _run(["openssl", "ecparam", "-genkey", "-name", "SM2", "-noout", "-out", str(made)])
            _run(["openssl", "ec", "-in", str(made), "-pubout", "-out", str(shown)])
        else:
            _run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", IDENTITY, "-f", str(made)])
        write_atomic(public, shown.read_bytes())
        write_atomic(path, made.read_bytes(), mode=0o600)
    return public


def sign(content: bytes, key: Path, *, sm2: bool = False) -> bytes:
    """Return the detached signature of ``content``. Raises SamplerError when the key cannot be used."""
    if not key.is_file():
        raise SamplerError(f"找不到签名密钥 {key}。可以用 ./inv release.key {key} 建立一个。")
    if os.name == "posix" and key.stat().st_mode & 0o077:
        raise SamplerError(f"签名密钥 {key} 别人也能读。请先运行：chmod 600 {key}")
    with tempfile.TemporaryDirectory() as folder:
        message = Path(folder) / "message"
        message.write_bytes(content)
        if sm2:
            signature = Path(folder) / "signature"
            command = ["openssl", "dgst", "-sm3", "-sigopt", SM2_ID, "-sign", str(key)]
            _run([*command, "-out", str(signature), str(message)])
            return signature.read_bytes()
        _run(["ssh-keygen", "-q", "-Y", "sign", "-n", NAMESPACE, "-f", str(key), str(message)])
        return message.with_name("message.sig").read_bytes()


def is_signed(content: bytes, signature: bytes, public_key: Path) -> bool:
    """Tell whether ``signature`` is the signature of ``content`` by ``public_key`` (ssh ``.pub`` or SM2 PEM)."""
    if not public_key.is_file():
        raise SamplerError(f"找不到公钥 {public_key}。请向发布单位索取，不要用发布包里带来的公钥。")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "signature").write_bytes(signature)
        if public_key.read_bytes().startswith(b"-----BEGIN"):
            return _is_signed_sm2(content, folder, public_key)
        key = " ".join(public_key.read_text(encoding="utf-8", errors="replace").split()[:2])
        (folder / "signers").write_text(f'{IDENTITY} namespaces="{NAMESPACE}" {key}\n', encoding="utf-8")
        command = ["ssh-keygen", "-q", "-Y", "verify", "-f", str(folder / "signers"), "-I", IDENTITY]
        command += ["-n", NAMESPACE, "-s", str(folder / "signature")]
        return _code(command, content) == 0


def _is_signed_sm2(content: bytes, folder: Path, public_key: Path) -> bool:
    (folder / "message").write_bytes(content)
    command = ["openssl", "dgst", "-sm3", "-sigopt", SM2_ID, "-verify", str(public_key)]
    return _code([*command, "-signature", str(folder / "signature"), str(folder / "message")]) == 0


def _run(command: list[str]) -> None:
    done = _start(command)
    if done.returncode != 0:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SamplerError(
            f"签名程序 {command[0]} 没有成功：{reason[-1] if reason else '没有说明原因'}。请检查密钥文件。"
        )


def _code(command: list[str], given: bytes = b"") -> int:
    return _start(command, given).returncode


def _start(command: list[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    if shutil.which(command[0]) is None:
        raise SamplerError(f"没有找到程序 {command[0]}。请安装后再试（Debian：openssh-client 或 openssl）。")
    return subprocess.run(command, input=given, capture_output=True, check=False)
