"""Check digits by hand from the standards, against the common library where both apply."""

from stdnum.cn import ric, uscc

from sampler.disclosure.text import checksums


def test_the_examples_of_the_standard_are_right() -> None:
    assert checksums.is_id_number("11010519491231002X")
    assert checksums.is_credit_code("91350100M000100Y43")


def test_one_wrong_digit_is_seen() -> None:
    assert not checksums.is_id_number("110105194912310028")
    assert not checksums.is_credit_code("91350100M000100Y44")


def test_a_day_that_never_was_is_no_birth_date() -> None:
    assert not checksums.looks_like_id("110105194902300021")


def test_whatever_the_common_library_accepts_is_accepted() -> None:
    for number in ("360426199101010071", "11010519491231002X"):
        assert ric.is_valid(number) <= checksums.is_id_number(number)
    for code in ("91110000600037341L", "91350100M000100Y43"):
        assert uscc.is_valid(code) <= checksums.is_credit_code(code)


def test_codes_that_begin_with_a_letter_are_valid_too() -> None:
    body = "N2130133MF1234567"
    last = next(char for char in checksums.CREDIT_ALPHABET if checksums.is_credit_code(body + char))
    assert checksums.is_credit_code(body + last)
