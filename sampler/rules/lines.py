"""Where each key of a TOML file stands, so that a mistake can be told with its line.

``tomllib`` reads the values; this scanner only follows the structure (tables, keys, arrays, inline tables, strings) and
notes the line of every path, such as ``("抽查", 0, "应抽")``. It is given only text that ``tomllib`` has accepted.
"""

import re
from dataclasses import dataclass

Path = tuple[str | int, ...]
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL)
_PLAIN = re.compile(r"[^,\]}\n#]+")


@dataclass
class _Scanner:
    text: str
    place: int = 0

    def __post_init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def line(self) -> int:
        return self.text.count("\n", 0, self.place) + 1

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.place)
        if match is None:
            return ""
        self.place = match.end()
        return match[0]

    def at(self, mark: str) -> bool:
        return self.text.startswith(mark, self.place)

    def document(self) -> None:
        table: Path = ()
        while self.skip(_SPACE) is not None and self.place < len(self.text):
            if self.at("[["):
                self.place += 2
                table = self.array_table(self.resolved(self.key("]]")))
            elif self.at("["):
                self.place += 1
                table = self.resolved(self.key("]"))
                self.lines[table] = self.line()
            else:
                self.pair(table)

    def array_table(self, path: Path) -> Path:
        number = self.counts.get(path, 0)
        self.counts[path] = number + 1
        self.lines.setdefault(path, self.line())
        self.lines[(*path, number)] = self.line()
        return (*path, number)

    def resolved(self, path: Path) -> Path:
        """Return the path with the number of the open entry behind each array of tables it passes."""
        whole: Path = ()
        for index, part in enumerate(path):
            whole = (*whole, part)
            if whole in self.counts and index < len(path) - 1:
                whole = (*whole, self.counts[whole] - 1)
        return whole

    def key(self, end: str) -> Path:
        parts: list[str] = []
        while not self.at(end) and self.place < len(self.text):
            self.skip(_BLANK)
            quoted = self.skip(_STRING)
            parts.append(quoted[1:-1] if quoted else self.skip(_BARE))
            self.skip(_BLANK)
            if self.at("."):
                self.place += 1
        self.place += len(end)
        return tuple(parts)

    def pair(self, table: Path) -> None:
        line = self.line()
        path = (*table, *self.key("="))
        for length in range(len(table) + 1, len(path) + 1):
            self.lines.setdefault(path[:length], line)
        self.skip(_BLANK)
        self.value(path)

    def value(self, path: Path) -> None:
        if self.at("["):
            self.place += 1
            self.members(path, "]")
        elif self.at("{"):
            self.place += 1
            self.members(path, "}")
        elif not self.skip(_STRING):
            self.skip(_PLAIN)

    def members(self, path: Path, end: str) -> None:
        number = 0
        while self.skip(_SPACE) is not None and not self.at(end) and self.place < len(self.text):
            if self.at(","):
                self.place += 1
            elif end == "}":
                self.pair(path)
            else:
                self.lines[(*path, number)] = self.line()
                self.value((*path, number))
                number += 1
        self.place += 1


def lines_of(text: str) -> dict[Path, int]:
    r"""Return the line of every table, key and array entry.

    >>> lines_of('[["类别"]]\n"名称" = "重点"\n"值" = [\n  "a",\n]\n')[("类别", 0, "值", 0)]
    4
    """
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines
