import pytest

from sampler.disclosure.emblem import emblem_files
from sampler.failure import SamplerError
from sampler.registers.bureau import Bureau, Footer

PNG = b"\x89PNG\r\n\x1a\nrest"


def bureau(name, link=""):
    return Bureau(footer=Footer(emblem=name, emblem_link=link))


def test_a_bureau_without_a_mark_has_no_picture(tmp_path):
    assert emblem_files(tmp_path, Bureau()) == {}


def test_the_picture_beside_bureau_toml_goes_into_the_public_record(tmp_path):
    (tmp_path / "emblem.png").write_bytes(PNG)
    assert emblem_files(tmp_path, bureau("emblem.png", "https://mark.example/1")) == {
        "bureau/emblem.png": PNG
    }


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.png", "找不到"),
        ("../objects.csv", "不能用"),
        ("a/b.png", "不能用"),
        ("drawn.svg", "不能用"),
        ("page.png", "不是 png 图片"),
        ("large.png", "太大"),
    ],
)
def test_what_is_no_small_picture_is_refused_in_chinese(tmp_path, name, said):
    (tmp_path / "page.png").write_bytes(b"<html>")
    (tmp_path / "large.png").write_bytes(PNG + b"x" * 200_000)
    with pytest.raises(SamplerError, match=said):
        emblem_files(tmp_path, bureau(name))


def test_a_link_that_is_no_web_address_is_refused(tmp_path):
    (tmp_path / "emblem.png").write_bytes(PNG)
    with pytest.raises(SamplerError, match="网址"):
        emblem_files(tmp_path, bureau("emblem.png", "javascript:alert(1)"))
