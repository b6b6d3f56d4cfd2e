"""Invoke in Chinese: the list of tasks, the help of one task, and every error of the command line."""

import difflib
import inspect
import re
import unicodedata
from collections.abc import Callable, Iterable

from invoke import Argument, Collection, Exit, ParseError, Program

CORE_HELP = {
    "command-timeout": "外部命令最多运行多少秒",
    "complete": "供命令行自动补全使用",
    "config": "Invoke 的运行配置文件",
    "debug": "显示调试信息",
    "dry": "只显示将要运行的外部命令，不运行",
    "echo": "运行外部命令前先显示它",
    "help": "显示总的说明，或某个任务的说明",
    "hide": "不显示外部命令的输出（stdout、stderr 或 both）",
    "list": "列出全部任务，或某一组任务",
    "list-depth": "列出任务时只显示前几级",
    "list-format": "列出的格式：flat、nested 或 json",
    "print-completion-script": "输出自动补全脚本（bash、zsh 或 fish）",
    "prompt-for-sudo-password": "开始时询问 sudo 密码",
    "pty": "在伪终端里运行外部命令",
    "version": "显示版本",
    "warn-only": "外部命令失败时只警告",
    "write-pyc": "允许写 .pyc 文件",
    "collection": "任务集合的名称",
    "no-dedupe": "同一任务可以重复运行",
    "search-root": "从哪个文件夹开始找任务",
}
"""Our words for Invoke's own options."""

TRANSLATIONS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (
        r"^'(?P<task>.+?)' did not receive required positional arguments: (?P<names>.+)$",
        lambda m: (
            f"任务 {m['task']} 还缺少：{m['names'].replace(chr(39), '')}。用 ./inv --help {m['task']} 查看写法。"
        ),
    ),
    (
        r"^Flag .*?'?(?P<flag>-{0,2}[\w-]+)'?.* needed value and was not given one!$",
        lambda m: f"选项 {m['flag']} 后面要写一个值。",
    ),
    (r"^Flag .* doesn't take any value!$", lambda _: "有一个选项不需要值，却写了值。请检查等号后面的内容。"),
    (
        r"^'(?P<value>.+)' is ambiguous when given after an optional-value flag$",
        lambda m: f"“{m['value']}”可以是选项的值，也可以是任务名。请用等号写明，例如 --选项=值。",
    ),
)
OPTIONAL_PLACE = {"verify": "--path"}
"""Tasks that may be followed by one word without its option; Invoke itself knows no optional positions."""
NUMBERS = {"draw.beacon": 2, "draw.resolve": 2}
"""Tasks whose last position is a line of several words, and where it begins: nobody should need quotes for it."""
VALUES = re.compile(r"\b(?:STRING|INT)\b")
"""How Invoke writes what an option takes."""
UNKNOWN = re.compile(r"^No idea what '(?P<word>.*)' is!$", re.DOTALL)


class ChineseProgram(Program):
    """Invoke's program with Chinese help, Chinese errors and the nearest task for a misspelt one."""

    def core_args(self) -> list[Argument]:
        """Return Invoke's own options with Chinese help."""
        return [_with_chinese_help(argument) for argument in super().core_args()]

    def task_args(self) -> list[Argument]:
        """Return the options about finding tasks with Chinese help."""
        return [_with_chinese_help(argument) for argument in super().task_args()]

    def parse_tasks(self) -> None:
        """Parse the rest of the command line; tell a mistake in Chinese."""
        words = self.core.unparsed
        if words and words[0] in OPTIONAL_PLACE:
            self._name_the_place(words)
        if words and words[0] in NUMBERS:
            _join_line(words, NUMBERS[words[0]])
        if len(words) > 1 and words[1] in (
            "--help",
            "-h",
        ):  # else a task with a positional takes it for its file
            self.args["help"].value = words[0]
            words.clear()
        try:
            super().parse_tasks()
        except ParseError as error:
            raise Exit(self._explain(error), code=2) from error
        except ValueError as error:
            raise Exit(f"有一个选项的值不对（要写数字）：{error}", code=2) from error

    def _name_the_place(self, words: list[str]) -> None:
        """Put the option before the one word that stands without one, wherever among the options it stands."""
        valued = {
            f"--{name}" if len(name) > 1 else f"-{name}"
            for argument in self.collection[words[0]].get_arguments()
            for name in (argument.names[0].replace("_", "-"), *argument.names[1:])
            if argument.takes_value
        }
        for place, word in enumerate(words[1:], 1):
            if not word.startswith("-") and words[place - 1] not in valued:
                words.insert(place, OPTIONAL_PLACE[words[0]])
                return

    def parse_cleanup(self) -> None:
        """Answer ``--help`` and ``--list``; tell an unknown name in Chinese."""
        try:
            super().parse_cleanup()
        except ParseError as error:
            raise Exit(self._explain(error), code=2) from error
        except Exit as error:
            if error.message and "not found" in error.message:
                raise Exit(
                    f"没有叫“{self.args.list.value}”的一组任务。用 ./inv --list 查看全部。", code=2
                ) from error
            raise

    def _explain(self, error: ParseError) -> str:
        message = str(error)
        unknown = UNKNOWN.match(message)
        if unknown:
            return self._explain_unknown(unknown["word"], error.context)
        for pattern, translate in TRANSLATIONS:
            found = re.match(pattern, message, re.DOTALL)
            if found:
                return translate(found)
        return f"命令行看不懂：{message}"

    def _explain_unknown(self, word: str, context: object) -> str:
        if word.startswith("-"):
            known = list(getattr(context, "flags", {})) + list(self.initial_context.flags)
            what, where = "选项", "./inv --help 任务名"
        else:
            known = list(self.collection.task_names) + [
                alias for names in self.collection.task_names.values() for alias in names
            ]
            what, where = "任务", "./inv --list"
        near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
        hint = f"是不是要写 {near[0]}？" if near else ""
        return f"没有叫“{word}”的{what}。{hint}用 {where} 查看全部{what}。"

    def print_help(self) -> None:
        """Print the general help."""
        print(
            "用法：./inv [选项] 任务 [任务的选项] …\n\n不写任务时，显示本季度进行到哪一步、下一步做什么。\n\n选项：\n"
        )
        self.print_columns(self.initial_context.help_tuples())
        self.list_tasks()

    def print_task_help(self, name: str) -> None:
        """Print the help of one task."""
        options = self.parser.contexts[name].help_tuples()
        places = [_place(one) for one in self.collection[name].get_arguments() if one.positional]
        print(f"用法：{' '.join(['./inv', name, *places])}{' [选项]' if options else ''}\n")
        for line in (inspect.getdoc(self.collection[name]) or "").splitlines():
            print(f"  {line}".rstrip())
        if options:
            print("\n选项：\n")
            self.print_columns(options)

    def task_list_opener(self, extra: str = "") -> str:
        """Return the heading of the list of tasks."""
        return (
            f"“{self.list_root}”的任务" if self.list_root else "全部任务（./inv --help 任务名 查看详细说明）"
        )

    def display_with_columns(self, pairs: Iterable[tuple[str, str | None]], extra: str = "") -> None:
        """Print the tasks, one group after another."""
        print(f"{self.task_list_opener(extra)}：\n")
        self.print_columns(pairs)

    def print_columns(self, tuples: Iterable[tuple[str, str | None]]) -> None:
        """Print two columns; a Chinese character counts as two places."""
        rows = [
            (VALUES.sub(lambda found: "值" if found[0] == "STRING" else "数", left), right)
            for left, right in tuples
        ]
        width = max((_width(left) for left, _ in rows), default=0)
        for left, right in rows:
            print(f"  {left}{' ' * (width - _width(left))}   {right or ''}".rstrip())
        print("")


def _join_line(words: list[str], begin: int) -> None:
    """Make one word of the numbers that stand one after another without quotes."""
    if any(word.startswith("-") for word in words[1 : begin + 1]):
        return
    end = next((n for n, word in enumerate(words) if n > begin and word.startswith("-")), len(words))
    words[begin:end] = [" ".join(words[begin:end])] if words[begin:end] else []


def _place(argument: Argument) -> str:
    """Return the word that stands for a position in the usage: the first words of its help."""
    return f"〈{re.split('[，；（。]', argument.help or argument.name or '')[0]}〉"


def _with_chinese_help(argument: Argument) -> Argument:
    argument.help = CORE_HELP.get(argument.name or "", argument.help or "")
    return argument


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def program(namespace: Collection, version: str) -> ChineseProgram:
    """Return the program over one set of tasks."""
    return ChineseProgram(name="阳光抽查", binary="./inv", version=version, namespace=namespace)
