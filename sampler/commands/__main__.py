"""Start the program: what ``./inv`` runs."""

import os
import sys

from sampler.commands.namespace import namespace
from sampler.commands.program import program


def main() -> None:
    """Run the tasks named on the command line, whatever the surroundings say about characters."""
    if sys.getfilesystemencoding() != "utf-8" and os.name == "posix":
        surroundings = {**os.environ, "PYTHONUTF8": "1"}
        words = [sys.executable, "-m", "sampler.commands", *sys.argv[1:]]
        os.execve(sys.executable, words, surroundings)  # noqa: S606  # ourselves, once more
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # both are text files here
    program(namespace(), version="1.0.0").run([sys.argv[0], *map(readable, sys.argv[1:])])


def readable(word: str) -> str:
    r"""Return a word of the command line as text, also where the terminal writes GB18030.

    >>> readable(os.fsdecode("--by=局长".encode("gb18030")))
    '--by=局长'
    """
    if not any("\udc80" <= sign <= "\udcff" for sign in word):
        return word
    written = os.fsencode(word)
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return word


if __name__ == "__main__":
    main()
