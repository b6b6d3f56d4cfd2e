"""What all tests share: how hypothesis looks for examples, and one Chromium for a process."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

# The same examples in every run, so that a red run is red for everybody; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the system's Chromium, started without a window: two drivers in one process refuse each other."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield started
        started.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell under which versions of Python the draw was recomputed: a machine with one only proves less."""
    passed = terminalreporter.stats.get("passed", [])
    told = {value for report in passed for name, value in report.user_properties if name == "pythons"}
    for versions in sorted(told):
        terminalreporter.write_line(f"The draw was recomputed under Python {versions}.")
