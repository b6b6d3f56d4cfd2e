"""Check digits by hand from the standards, against the common library where both apply."""

from stdnum.cn import ric

from sampler.disclosure.text import checksums


def test_the_examples_of_the_standard_are_right() -> None:
    assert checksums.is_id_number("11010519491231002X")


def test_one_wrong_digit_is_seen() -> None:
    assert not checksums.is_id_number("110105194912310028")


def test_a_day_that_never_was_is_no_birth_date() -> None:
    assert not checksums.looks_like_id("110105194902300021")


def test_whatever_the_common_library_accepts_is_accepted() -> None:
    for number in ("360426199101010071", "11010519491231002X"):
        assert ric.is_valid(number) <= checksums.is_id_number(number)
