"""What the pages, the README and the program itself tell people to type."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINE = re.compile(r"\./inv ([a-z][a-z.]*[a-z])((?: +[^\s`，。；：、）（“”\"'<|]+)*)")
"""A command with what stands behind it, up to the end of the words or of the code."""

HARMLESS = {
    "check.data",
    "classes",
    "doctor",
    "due",
    "plan.check",
    "policy.check",
    "quotas",
    "status",
    "targets",
}
"""Tasks that write nothing and need little time."""


def sources() -> list[Path]:
    """Return everything that may name a command."""
    found = [
        ROOT / "README.md",
        ROOT / ".github" / "CONTRIBUTING.md",
        *(ROOT / "site_src").rglob("*.md"),
        *(ROOT / "templates").rglob("*.*"),
    ]
    found += [*(ROOT / "sampler").rglob("*.py"), *(ROOT / "data").glob("*.md")]
    return [path for path in found if path.suffix in {".md", ".py", ".html", ".yml", ".txt"}]


def lines(paths: list[Path]) -> list[tuple[Path, str, list[str]]]:
    """Return each command with its words; a comment behind it is no part of it."""
    found = []
    for path in paths:
        for name, rest in LINE.findall(path.read_text("utf-8")):
            words = rest.partition(" #")[0].split()
            found.append((path.relative_to(ROOT), name, [word for word in words if word not in {"…", "-->"}]))
    return found
