"""No private key in what is about to be committed, wherever it lies."""

import shutil
import subprocess
from pathlib import Path

from sampler.registers.private_keys import BEGIN, STORES


def private_keys_in(folder: Path) -> list[str]:
    """Return the files in git's index that hold a private key or are a store of keys; none where there is no git."""
    if not shutil.which("git"):
        return []
    search = ["git", "grep", "--cached", "-z", "-l", "-a", "-E", "-e", BEGIN]
    stores = ["git", "ls-files", "-z", "--", *(f":(icase)*{end}" for end in STORES)]
    outs = [
        subprocess.run(words, cwd=folder, check=False, capture_output=True).stdout
        for words in (search, stores)
    ]
    return sorted({name for out in outs for name in out.decode("utf-8", "replace").split("\0") if name})
