"""What is wrong with a policy file, gathered while it is read: single values, and a finding for each that can't be read."""

from datetime import date

from sampler.failure import Finding, SamplerError
from sampler.rules.amount import Amount
from sampler.rules.document import Document
from sampler.rules.expression import Always, Condition, parse
from sampler.rules.lines import Path as KeyPath
from sampler.rules.wording import read_amount

_UNREAD = Amount("", "exactly", "undecided")


class Notes:
    """Reads single values of a document and keeps what is wrong with them."""

    def __init__(self, document: Document) -> None:
        """Start without findings."""
        self.document = document
        self.findings: list[Finding] = []

    def wrong(self, code: str, path: KeyPath, reason: str, suggestion: str = "", *, value: str = "") -> None:
        """Keep a finding."""
        self.findings.append(self.document.finding(code, path, reason, suggestion, value=value))

    def condition(self, text: str | None, path: KeyPath) -> Condition:
        """Return the condition a text writes; without a text, everything."""
        if text is None:
            return Always()
        try:
            return parse(text)
        except SamplerError as error:
            self.wrong("condition", path, str(error), value=text)
            return Always()

    def amount(self, text: str, path: KeyPath) -> Amount:
        """Return the amount a text writes."""
        try:
            return read_amount(text)
        except SamplerError as error:
            self.wrong("amount", path, str(error), value=text)
            return _UNREAD

    def day(self, text: str, path: KeyPath) -> date:
        """Return the date a text writes."""
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.wrong("date", path, "日期看不懂。", "请写成 2025-01-10。", value=text)
            return date(2000, 1, 1)
