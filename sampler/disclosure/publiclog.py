"""Texts inside files that leave as they are: reasons in the log of a draw, the note of a manifest.

They are hashed into the chain, so they can't be masked. If one names a person, the export stops until two people
release it; the step that writes such a reason should be told so beforehand.
"""

from collections.abc import Iterator

from sampler.disclosure.desk import Desk
from sampler.disclosure.freetext import RELEASE
from sampler.draw.events import read_log
from sampler.draw.manifest import read_manifest
from sampler.failure import Finding

FIELD = "理由"


def public_log_faults(desk: Desk) -> list[Finding]:
    """Return a finding for each text of a public log that the gate would mask."""
    findings = []
    for path, text in _texts(desk):
        question = desk.gate.texts.verbatim(text, path, FIELD)
        if question.masked.spans and question.answer != RELEASE:
            reason = "这段话在公开的抽取记录里，不能改动，但像是写了个人信息。"
            findings.append(
                Finding(
                    "gate.public-log",
                    path,
                    None,
                    FIELD,
                    "",
                    reason,
                    "请两人审核（./inv gate.review）后再导出。",
                )
            )
    return findings


def _texts(desk: Desk) -> Iterator[tuple[str, str]]:
    for path, content in sorted(desk.source.draws.items()):
        if path.endswith("/events.jsonl"):
            reasons = dict.fromkeys(event.get("reason") for event in read_log(content))
            yield from ((path, reason) for reason in reasons if reason)
        if path.endswith("/manifest.json") and (note := read_manifest(content).note):
            yield path, note
