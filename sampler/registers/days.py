"""Days as people write them: 2025-03-01, 2025.3.1, 2025年3月1日, 20250301, a spreadsheet's day number."""

import re
from datetime import date, timedelta

_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT_DATE = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.0+)?")
_MONTH = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*月?(?:份)?")
_PART = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_FOREVER = frozenset(["长期", "长期有效", "永久", "永久有效", "无固定期限"])


def parse_day(text: str) -> date | None:
    """Return the day a text means, or None; spreadsheet day numbers count from 1899-12-30.

    >>> parse_day("45717"), parse_day("2025/2/30")
    (datetime.date(2025, 3, 1), None)
    """
    match = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    if match:
        try:
            return date(*(int(number) for number in match.groups()))
        except ValueError:
            return None
    if _SERIAL.fullmatch(text):
        return date(1899, 12, 30) + timedelta(days=int(float(text)))
    return None


def why_no_day(text: str) -> tuple[str, str]:
    """Return why a text is not one day, and what to do.

    >>> why_no_day("2025年3月")[0], why_no_day("2024.3.1-2029.2.28")[0]
    ('只有年和月，没有日。', '写了两个日期，这里只能填一个。')
    """
    if _MONTH.fullmatch(text):
        return "只有年和月，没有日。", "请补上日，写成 2025-03-01 这样的形式。"
    if len(_PART.findall(text)) == 2:
        return "写了两个日期，这里只能填一个。", "请只填表头要的那一天，写成 2025-03-01 这样的形式。"
    if text in _FOREVER:
        return "不是日期。", "长期有效的，请空着；必填时填一个很晚的日期，例如 2099-12-31。"
    return "不是有效的日期。", "请写成 2025-03-01 这样的形式。"
