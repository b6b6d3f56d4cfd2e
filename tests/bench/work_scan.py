"""The leak scan of a finished site, beside grep looking for the same private values as they stand."""

from tests.bench import work_export
from tests.bench.command import Command
from tests.bench.quarter import LAST


def prepare(folder, size):
    """Make registers, a quarter, public record, site and verifier."""
    from sampler.workflow import draws_pyz, site

    work_export.prepare(folder, size)
    work_export.ours(folder, size)()
    site.build(folder / "public", folder / "site")
    draws_pyz.build(folder / "verify.pyz")
    (folder / "needles.txt").write_text(needles(private(folder)[0]), encoding="utf-8")


def needles(secrets):
    """Return the private values as grep wants them: one a line; short ones would be everywhere."""
    values = {one.value for one in secrets.values if len(one.value) >= 4 and "\n" not in one.value}
    return "\n".join(sorted(values)) + "\n"


def private(folder):
    from sampler.disclosure.export import export
    from sampler.disclosure.private import allowed_numbers, secrets_of
    from sampler.disclosure.source import read_source

    desk = export(read_source(folder / "data", LAST)).desk
    return secrets_of(desk, folder / "data"), allowed_numbers(desk)


def ours(folder, size):
    from sampler.disclosure.scan import scan

    secrets, allowed = private(folder)

    def work():
        found = scan(folder / "site", secrets, allowed=allowed)
        assert found.clean

    return work


def grep(folder, size):
    return Command(["grep", "-rFlc", "-f", str(folder / "needles.txt"), str(folder / "site")], fine=(0, 1))


WORK = {"ours": ours, "grep": grep}
