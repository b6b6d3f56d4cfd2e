"""The many ways people write one number, each masked whole whatever stands around it; and their harmless twins."""

import pytest

from sampler.disclosure.text import TextGate
from sampler.disclosure.text.spans import DOB, IM_ID, LANDLINE, PLATE

FORMS = {
    LANDLINE: (
        "0311-82639107", "(0311)82639107", "（0311）8263-9107", "0734.2856319", "0734－2856319", "0734~2856319", "+86 (311) 82639107",
        "TEL：86-311-82639107", "0086 311 82639107", "0311-82639107转分机8012", "0311-82639107*8012", "小灵通82639107", "宅：82639107",
        "业务咨询8263 9107", "夜间值班6120120", "留2218360一个号码", "审核：南宫某/5128962", "0311－８２６３９１０７", "电话零三一一八二六三九一零七",
    ),
    PLATE: (
        "冀A·D12345", "冀AF12345", "冀A-6W817", "冀A•6W817", "冀a6w817", "冀 A 6W817", "冀A\n6W817", "冀A6W8I7", "冀牌A61J35", "（冀）B12345",
        "冀B_12345", "冀O·A0001", "冀B·1234挂", "冀B1234警", "冀B·１２３４５",
    ),
    IM_ID: (
        "QQ 号 8837221", "Q Q 8837221", "QQ为八八三七二二一", "QQ－8837221", "QQ（微信同号）8837221", "企鹅 8837221", "微信为laogou77",
        "微.信 laogou77", "w信 laogou77", "V X laogou77", "薇❤：laogou77", "绿泡泡laogou77", "卫星号：laogou77", "Telegram：@laogou77",
        "账号laogou77（微信）", "laogou77是他微信号",
    ),
    DOB: ("生年月日 1990-1-1", "1990-01-01（出生）", "1990年1月1日出生", "出生日期19900101", "一九九零年一月一日出生"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "form"), [(kind, form) for kind, forms in FORMS.items() for form in forms])
@pytest.mark.parametrize("frame", ["现场留有{}。", "{}", "问：还有吗？\n答：{}，别的没有。"])
def test_a_number_is_masked_in_every_form(kind: str, form: str, frame: str) -> None:
    found = TextGate().mask(frame.format(form))
    assert [span.type for span in found.spans] == [kind]
    assert not found.review


@pytest.mark.parametrize(
    "harmless",
    [
        "卫星遥感图斑编号：2023001234",
        "设计流量Q：12000m³/d",
        "限值0.7342856",
        "阀门型号WX-200A",
        "冀环办字函〔2023〕12345号",
        "QQ群里有人反映异味",
    ],
)
def test_what_only_looks_like_one_stays(harmless: str) -> None:
    found = TextGate().mask(f"现场看到{harmless}。")
    assert (found.text, found.review) == (f"现场看到{harmless}。", ())
