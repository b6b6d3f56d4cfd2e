"""Work that is a program of its own."""

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Facts = Mapping[str, object]


@dataclass(frozen=True)
class Command:
    """A program: its peak counts, not that of the process that starts it."""

    words: list[str]
    facts: Callable[[], Facts] = field(default=dict)
    """Told after it has ended."""

    cwd: Path | None = None
    env: Mapping[str, str] | None = None
    fine: tuple[int, ...] = (0,)
    """Exit codes that are no failure."""

    def __call__(self) -> Facts:
        done = subprocess.run(self.words, cwd=self.cwd, env=self.env, capture_output=True, check=False)
        if done.returncode not in self.fine:
            raise SystemExit((done.stderr or done.stdout).decode("utf-8", "replace")[-2000:])
        return {}
