"""Deadlines as a calendar file that phones and mail programs read (RFC 5545).

No library is needed for all-day events (the tests read them with one): text is escaped, lines end with CR LF and are folded at 75 octets.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sampler.office.clock import Deadline


def as_calendar(entries: Iterable[Deadline], as_of: date, name: str) -> bytes:
    """Return the deadlines as an iCalendar file, one all-day event each."""
    stamp = f"{as_of:%Y%m%d}T000000Z"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//sampler//office//ZH",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for entry in entries:
        if entry.due:
            day = date.fromisoformat(entry.due)
            text = f"{entry.kind} {entry.subject}" + (f"（{entry.team}）" if entry.team else "")
            identity = "-".join((entry.subject, entry.kind)).encode().hex()
            lines += [
                "BEGIN:VEVENT",
                f"UID:{identity}@sampler",
                f"DTSTAMP:{stamp}",
                f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            ]
            lines += [f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{_escaped(text)}"]
            lines += [f"DESCRIPTION:{_escaped(entry.detail)}", "TRANSP:TRANSPARENT", "END:VEVENT"]
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line)).encode()


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(line: str) -> Iterator[str]:
    """Yield the pieces of a line, none over 75 octets; a character is never cut."""
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > 75:
            yield piece
            piece = " "
        piece += sign
    yield piece
