"""Pieces of policies that the tests of several rooms begin with."""


def two_classes(key: str, general: str, condition: str = '重点监管 = "是"') -> str:
    """Return 重点 and 一般 with what is drawn of each; the text is the same to the byte each time."""
    return f"""[["类别"]]
"名称" = "重点"
"条件" = '{condition}'
[["类别"]]
"名称" = "一般"
"条件" = "其余"
[["抽查"]]
"名称" = "重点"
"对象" = "重点"
"应抽" = "{key}"
[["抽查"]]
"名称" = "一般"
"对象" = "一般"
"应抽" = "{general}"
"""


def two_stages(firms: str) -> str:
    """Return townships first, then firms of the townships drawn."""
    return f"""[["抽查"]]
"名称" = "抽乡镇"
"抽取单元" = "乡镇"
"应抽" = "2个"
[["抽查"]]
"名称" = "抽企业"
"上一阶段" = "抽乡镇"
"归属列" = "乡镇"
"应抽" = "{firms}"
"""
