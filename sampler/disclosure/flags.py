"""More doubts for the review, from a word segmenter that a bureau may switch on. It raises flags and never masks.

``[publication] flags = "jieba"`` in ``bureau.toml``; the library is an extra that is installed on purpose.
"""

from collections.abc import Callable

from sampler.failure import SamplerError

PERSON_TAGS = frozenset({"nr", "nrfg", "nrt"})


def flags_named(name: str) -> Callable[[str], tuple[str, ...]]:
    """Return the flagger of that name; raise when there is none or its library is missing."""
    if name != "jieba":
        raise SamplerError(f"bureau.toml 的 publication.flags 不认识“{name}”。可以写 jieba，或者删去这一行。")
    try:
        import jieba.posseg  # loads a large dictionary
    except ImportError as error:
        raise SamplerError(
            "bureau.toml 要求用 jieba 提示疑点，但没有安装它。请安装 sampler[flags]，或删去 publication.flags。"
        ) from error

    def flags(text: str) -> tuple[str, ...]:
        words = jieba.posseg.cut(text)
        found = (str(pair.word) for pair in words if pair.flag in PERSON_TAGS and 2 <= len(pair.word) <= 4)
        return tuple(dict.fromkeys(f"分词认为是人名：{word}" for word in found if "某" not in word))

    return flags
