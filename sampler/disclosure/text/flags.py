"""Doubts: what the rules did not mask and a person should look at before the text is published."""

import re

from sampler.disclosure.text.scene import Scene

DOUBTS = (
    ("疑似护照或证件号", re.compile(r"(?<![A-Z0-9a-z-])[EGDP][A-Z]?\d{8}(?![A-Z0-9a-z])")),
    ("疑似银行卡或长号码", re.compile(r"(?<![0-9A-Za-z.-])\d{15,60}(?![0-9A-Za-z.])")),
    ("疑似手机号的一部分", re.compile(r"(?:尾号|后四位|后六位|末四位|前三位)(?:为|是|:)?\d{3,6}")),
    (
        "提到商业秘密",
        re.compile(r"(?:配方(?!公示)|商业秘密|技术秘密|保密配比|客户名单|核心工艺参数|供货价|底价)"),
    ),
)


def find_doubts(scene: Scene) -> None:
    """Add a doubt for each odd thing that is neither kept nor taken."""
    for why, pattern in DOUBTS:
        for match in pattern.finditer(scene.text):
            if scene.is_free(match.start(), match.end()):
                scene.doubts.append(f"{why}：{match.group()}")
                break
