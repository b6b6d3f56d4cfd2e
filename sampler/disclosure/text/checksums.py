"""Check digits of the numbers in the texts: GB 11643 (ID) and ISO 7812 (bank cards).

Credit codes (GB 32100) are judged by ``sampler.registers.codes``.
"""

from datetime import date

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_DIGITS = "10X98765432"
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)


def is_id_number(number: str) -> bool:
    """Say whether 18 characters are an ID number: region, real birth date, check digit.

    >>> is_id_number("11010519491231002X"), is_id_number("110105194912310021")
    (True, False)
    """
    return looks_like_id(number) and id_check_digit(number[:17]) == number[17].upper()


def id_check_digit(body: str) -> str:
    """Return the check digit of the first 17 digits (GB 11643, modulus 11-2)."""
    return ID_DIGITS[sum(int(digit) * weight for digit, weight in zip(body, ID_WEIGHTS, strict=True)) % 11]


def looks_like_id(number: str) -> bool:
    """Say whether 18 characters have the shape of an ID number, whatever the check digit."""
    if len(number) != 18 or not number[:17].isascii() or not number[:17].isdigit():
        return False
    if number[17] not in "0123456789Xx" or number[:2] not in PROVINCES:
        return False
    return is_birth_date(number[6:14])


def is_old_id_number(number: str) -> bool:
    """Say whether 15 digits are a first-generation ID number: region and birth date of the last century.

    >>> is_old_id_number("110105491231002")
    True
    """
    if len(number) != 15 or not number.isascii() or not number.isdigit() or number[:2] not in PROVINCES:
        return False
    return "01" <= number[2:4] <= "90" and number[4:6] != "00" and is_birth_date("19" + number[6:12])


def is_birth_date(digits: str) -> bool:
    """Say whether eight digits are a day between 1900 and 2099."""
    if not "1900" <= digits[:4] <= "2099":
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def passes_luhn(number: str) -> bool:
    """Say whether the last digit of a card number fits the others.

    >>> passes_luhn("6222020200112233442"), passes_luhn("4111111111111111")
    (False, True)
    """
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
