"""Private keys have no place among the data: whoever reads the history once could sign for the bureau for ever.

A key is known by the line it begins with (OpenSSH, PEM, PuTTY), wherever that line stands and whatever the file is called;
key stores without such a line are known by their name.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from sampler.failure import SamplerError

BEGIN = r"-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----|PuTTY-User-Key-File-[0-9]+:|AGE-SECRET-KEY-[1]"
"""The same words for Python and for ``git grep -E``."""
STORES = (".p12", ".pfx", ".jks", ".keystore", ".kdbx")
_BEGIN = re.compile(BEGIN.encode())

IGNORED = """# 由 ./inv save 写入：这些文件不进保存记录。
*.key
*.pem
*.p12
*.pfx
*.ppk
id_rsa
id_ecdsa
id_ed25519
.lock
*.part
~$*
.~lock.*
"""
"""What git leaves out of a data folder."""


def is_private_key(name: str, content: bytes) -> bool:
    r"""Tell whether a file is, or holds, a private key.

    >>> is_private_key("说明.txt", b"-----BEGIN OPENSSH PRIVATE " + b"KEY-----\n"), is_private_key("a.pub", b"ssh-ed25519 AAAA")
    (True, False)
    """
    return name.lower().endswith(STORES) or _BEGIN.search(content) is not None


def refuse_private_keys(folder: Path, names: Iterable[str]) -> None:
    """Raise SamplerError naming every one of these files that is a private key."""
    files = ((name, folder / name) for name in names)
    found = [name for name, path in files if path.is_file() and is_private_key(name, path.read_bytes())]
    if found:
        raise SamplerError(
            f"这些文件是私钥，不能保存进记录：{'、'.join(found)}。没有保存，也没有改动任何文件。\n"
            "请把它移到数据文件夹以外、只有本人能读的地方，再保存一次。"
        )
