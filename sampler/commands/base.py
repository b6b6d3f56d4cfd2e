"""What every task shares: the decorator, the common options, the one way to print, the progress bar.

This is the only place that asks the clock: ``--as-of`` stands in for it everywhere.
"""

import functools
import inspect
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

import invoke

from sampler import files, workflow
from sampler.failure import SamplerError

DATA = {"data": "数据文件夹（默认 data；别的局用自己的文件夹）"}
AS_OF = {"as_of": "按哪一天办理，例如 2025-09-24（默认今天）"}
YES = {"yes": "不再询问，直接办理"}

Task = TypeVar("Task", bound=Callable[..., Any])
SHOW_AFTER_SECONDS = 2.0


class Report(Protocol):
    """Whatever a step hands back to be shown."""

    def as_text(self) -> str:
        """Return the report as plain Chinese text."""


def task(
    *,
    help: dict[str, str] | None = None,
    name: str | None = None,
    changes_data: bool = False,
    **options: Any,
) -> Callable[[Task], Any]:
    """Return Invoke's task decorator with our way of failing.

    A SamplerError, and a disk that refuses to write, is told in Chinese on standard error and ends the program with
    exit code 1; any other exception is our own bug and keeps its traceback. Help for options the task does not have is left out.
    A task that changes data has the folder to itself from its first reading to its last writing.
    """

    def decorate(function: Task) -> Any:
        known = set(inspect.signature(function).parameters)
        texts = {key: text for key, text in (help or {}).items() if key in known}
        body = _complete(_alone(function) if changes_data else function)
        made: Any = invoke.task(_told_in_chinese(body), help=texts, name=name, klass=Explained, **options)
        made.changes_data = changes_data
        return made

    return decorate


class Explained(invoke.Task[Any]):
    """A task that can be asked for its options again and again: Invoke's own uses up its help texts the first time."""

    def get_arguments(self, ignore_unknown_help: bool | None = None) -> list[Any]:
        """Return the options with their help; a sign that is no letter is no short form."""
        texts = dict(self.help)
        try:
            found = super().get_arguments(ignore_unknown_help)
        finally:
            self.help = texts
        for one in found:
            one.names = tuple(name for name in one.names if name[0].isalpha())
        return found


def _complete(function: Task) -> Task:
    """Invoke hands None to an option without a default that was not written; say which one is missing instead."""
    needed = [one.name for one in inspect.signature(function).parameters.values() if one.default is one.empty]

    @functools.wraps(function)
    def run(*arguments: Any, **options: Any) -> Any:
        missing = [f"--{name.replace('_', '-')}" for name in needed if options.get(name, "") is None]
        if missing:
            raise SamplerError(f"还缺少 {'、'.join(missing)}。写法见 ./inv --help 任务名。")
        return function(*arguments, **options)

    return run  # type: ignore[return-value]  # same signature, kept by functools.wraps


def _alone(function: Task) -> Task:
    signature = inspect.signature(function)

    @functools.wraps(function)
    def run(*arguments: Any, **options: Any) -> Any:
        bound = signature.bind(*arguments, **options)
        bound.apply_defaults()
        with workflow.step.alone(folder(bound.arguments["data"])):
            return function(*arguments, **options)

    return run  # type: ignore[return-value]  # same signature, kept by functools.wraps


def _told_in_chinese(function: Task) -> Task:
    @functools.wraps(function)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return function(*arguments, **options)
        except SamplerError as error:
            raise invoke.Exit(str(error), code=1) from error
        except OSError as error:
            if error.errno not in files.REASONS:
                raise
            where = f" {error.filename}" if error.filename else ""
            text = f"不能写入{where}：{files.reason(error)}。请检查磁盘空间和权限，再办理一次；没有办完的不会留下。"
            raise invoke.Exit(text, code=1) from error

    return run  # type: ignore[return-value]  # same signature, kept by functools.wraps


def say(report: str | Report) -> None:
    """Print a text or a report to standard output, in UTF-8 whatever the terminal's locale says."""
    text = report if isinstance(report, str) else report.as_text()
    sys.stdout.write(text.rstrip("\n") + "\n")
    sys.stdout.flush()  # what is shown stands before what is asked or refused


def day(text: str) -> date:
    """Return the date of ``--as-of``; without it, today. Raise SamplerError on anything but YYYY-MM-DD."""
    if not text:
        return date.today()  # noqa: DTZ011  # the bureau's own calendar day, at the edge
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SamplerError(f"日期“{text}”看不懂。请写成 年-月-日，例如 2025-09-24。") from error


def folder(text: str) -> Path:
    """Return an existing data folder, what a killed task left in it taken back; SamplerError when there is none."""
    path = Path(text)
    if not path.is_dir():
        raise SamplerError(f"找不到数据文件夹 {text}。请检查名称，或用 --data 指定另一个文件夹。")
    if told := workflow.step.recovered(path):
        sys.stderr.write(f"{told}\n")
    return path


def confirm(question: str, *, yes: bool) -> None:
    """Ask before a step that cannot be taken back; raise SamplerError on anything but 是/y."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise SamplerError(f"{question}\n这里不能询问。确认要办理时请加上 --yes。")
    if input(f"{question}（是/否）").strip().lower() not in {"是", "y", "yes"}:
        raise SamplerError("已取消，没有改动任何文件。")


def asking(question: str, *, yes: bool) -> Callable[[], None]:
    """Return what a step calls to ask, once nothing but the answer is missing."""
    return functools.partial(confirm, question, yes=yes)


def progress(title: str) -> Callable[[int, int], None]:
    """Return a callback ``(done, total)`` that shows a bar once the step has lasted two seconds.

    Nothing is shown when standard error is not a terminal.
    """
    return _Bar(title)


class _Bar:
    """A progress bar that stays silent while the step is quick."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.began = time.monotonic()
        self.bar: Any = None
        self.row: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are finished."""
        if not sys.stderr.isatty() or time.monotonic() - self.began < SHOW_AFTER_SECONDS:
            return
        if self.bar is None:
            self._start(total)
        self.bar.update(self.row, completed=done, total=total)
        if done >= total:
            self.bar.stop()

    def _start(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self.bar = Progress(console=Console(stderr=True), transient=True)
        self.row = self.bar.add_task(self.title, total=total)
        self.bar.start()
