"""统一社会信用代码 by GB 32100-2015, worked out by hand, and the bureau's own codes.

The eighteenth character makes the weighted sum of all a multiple of 31; the letters I, O, S, V and Z are not used.
The first letter names the registering body: 1–9, and A, N and Y, which common libraries reject.
"""

import re
from operator import mul

from sampler.registers.cells import Problem

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODIES = "123456789ANY"
_VALUE = {char: value for value, char in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_SHAPE = re.compile(rf"[{BODIES}][{ALPHABET}]\d{{6}}[{ALPHABET}]{{10}}")
_LOOKALIKE = str.maketrans("IOSVZ", "105U2")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check_character(body: str) -> str:
    """Return the eighteenth character for the first seventeen.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    return ALPHABET[-sum(map(mul, map(_VALUE.__getitem__, body), _WEIGHTS)) % 31]


def is_credit_code(code: str) -> bool:
    """Return whether ``code`` is a valid 统一社会信用代码.

    >>> is_credit_code("91350100M000100Y43"), is_credit_code("91350100M000100Y44")
    (True, False)
    """
    return bool(_SHAPE.fullmatch(code)) and check_character(code[:17]) == code[17]


def judge_code(code: str, own: "re.Pattern[str]") -> Problem | None:
    """Return what is wrong with an object code, where ``own`` is the pattern of the bureau's codes."""
    if is_credit_code(code) or own.fullmatch(code):
        return None
    if re.fullmatch(r"[0-9A-Z]{18}", code):
        return _wrong_credit_code(code)
    if re.fullmatch(r"\d{15}", code):
        return _problem(
            "这是 15 位的旧注册号，不是统一社会信用代码。", "请按营业执照填写 18 位的统一社会信用代码。"
        )
    if re.fullmatch(r"[0-9A-Z]{14,22}", code):
        reason = f"有 {len(code)} 位；统一社会信用代码应为 18 位。"
        return _problem(reason, "请对照营业执照，检查有没有漏掉或多出一位。")
    return Problem(
        "registers.wrong-code",
        "既不是统一社会信用代码，也不是本局自编代码的写法。",
        "请对照营业执照填写；没有营业执照的，用本局自编代码，例如 ZJ-0001（写法在 bureau.toml 的 registers.code_pattern 里规定）。",
    )


def _wrong_credit_code(code: str) -> Problem:
    if _is_id_number(code):
        return _problem("这是公民身份号码，不能当作对象代码。", "请填写统一社会信用代码，或用本局自编代码。")
    folded = code.translate(_LOOKALIKE)
    if folded != code:
        hint = f"是不是 {folded}？" if is_credit_code(folded) else ""
        return _problem("统一社会信用代码里没有 I、O、S、V、Z 这几个字母。", f"{hint}请对照营业执照改正。")
    if not _SHAPE.fullmatch(code):
        return _problem(
            "不符合 GB 32100 的写法：第一位是登记机关，第 3 至 8 位是行政区划的数字。", "请对照营业执照改正。"
        )
    right = check_character(code[:17])
    return _problem(
        f"校验不对：按前 17 位推算，最后一位应是 {right}。", "可能抄错了一位，请对照营业执照改正。"
    )


def _is_id_number(code: str) -> bool:
    if not re.fullmatch(r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]", code):
        return False
    return "10X98765432"[sum(map(mul, map(int, code[:17]), _ID_WEIGHTS)) % 11] == code[17]


def _problem(reason: str, suggestion: str) -> Problem:
    return Problem("registers.credit-code", reason, suggestion)
