"""Invented codes with right check characters: credit codes (GB 32100), ID numbers (GB 11643), phones.

The region codes (999901, 999902), the mobile prefix 154 0000 and the area code 0399 belong to nobody.
"""

from sampler.demo.chance import Chance

CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PREFIX = {"企业": "91", "网点": "91", "个体工商户": "92", "事业单位": "12"}


def credit_code(chance: Chance, kind: str, region: str, *words: object) -> str:
    """Return an 18-character credit code for one invented firm of a kind.

    >>> credit_code(Chance("a"), "企业", "999901", 1)[:10]
    '91999901MA'
    """
    letters = [c for c in CODE_LETTERS if c not in "IO"]
    body = "MA" + "".join(chance.pick(letters, "code", *words, place) for place in range(6))
    return with_credit_check(PREFIX[kind] + region + with_organisation_check(body))


def with_organisation_check(body: str) -> str:
    """Add the ninth character of an organisation code (GB 11714).

    >>> with_organisation_check("00001234")
    '000012343'
    """
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(ORGANISATION_LETTERS.index(c) * w for c, w in zip(body, weights, strict=True))
    return body + "0123456789X"[(11 - total % 11) % 11]


def with_credit_check(body: str) -> str:
    """Add the eighteenth character of a credit code (GB 32100).

    >>> with_credit_check("91350100M000100Y4")
    '91350100M000100Y43'
    """
    total = sum(CODE_LETTERS.index(c) * pow(3, place, 31) for place, c in enumerate(body))
    return body + CODE_LETTERS[(31 - total % 31) % 31]


def identity_number(chance: Chance, region: str, *words: object) -> str:
    """Return an 18-digit ID number with a right check digit, of a region that does not exist."""
    year, month, day = (
        chance.between(low, high, "id", low, *words) for low, high in ((1965, 1999), (1, 12), (10, 28))
    )
    body = f"{region}{year}{month:02}{day}{chance.digits(3, 'id', *words)}"
    return with_identity_check(body)


def with_identity_check(body: str) -> str:
    """Add the eighteenth character of an ID number (GB 11643).

    >>> with_identity_check("11010519491231002")
    '11010519491231002X'
    """
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(c) * w for c, w in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def mobile(chance: Chance, *words: object) -> str:
    """Return a mobile number of a prefix that was never given out."""
    return "1540000" + chance.digits(4, "mobile", *words)


def landline(area: str, chance: Chance, *words: object) -> str:
    """Return a landline number in an area code that does not exist."""
    return f"{area}-555{chance.digits(4, 'landline', *words)}"


def document_number(words: str, year: int, number: int | str) -> str:
    """Return the number of a document as offices write it: words, year in its brackets, number."""
    return f"{words}〔{year}〕{number}号"  # noqa: RUF001  # the brackets of document numbers
