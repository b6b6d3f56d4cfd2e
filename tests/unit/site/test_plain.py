"""The step that spares plain text the search for marks changes nothing but the time."""

from markdown import Markdown
from mkdocs.config import load_config

from sampler.site.__main__ import PROJECT
from sampler.site.plain import PlainText

AWKWARD = r"""# 标题 *斜* 与 `码`

甲@@
乙 **粗** 丙_丁_戊 <b>x</b> &amp; &copy; a\*b ![p](x.png) [链](y.html "题") <https://a.invalid> <a@b.invalid>

| 甲 | *乙* |
|----|:----:|
| 平 | `x|` |
| [链](y.html) | 平 & 常 |

甲
: 释义 **粗**

!!! note "题"
    里面 _斜_
    第二行

<div markdown="1">里面 **粗**</div>

[脚]: z.html
引 [脚] 和 [甲][脚]
""".replace("@@", "  ")


def converted(text, config, *extra):
    names = [name for name in config.markdown_extensions if isinstance(name, str)]
    made = Markdown(extensions=[*names, *extra], extension_configs=config.mdx_configs or {})
    return made.convert(text)


def test_every_written_page_comes_out_the_same_with_and_without_the_step():
    config = load_config(str(PROJECT / "mkdocs.yml"))
    texts = [
        AWKWARD,
        *(path.read_text(encoding="utf-8") for path in sorted((PROJECT / "site_src").rglob("*.md"))),
    ]
    assert len(texts) > 40
    assert [t[:60] for t in texts if converted(t, config) != converted(t, config, PlainText())] == []


def test_the_plugin_adds_the_step_for_plain_mkdocs_too(public):
    config = load_config(str(PROJECT / "mkdocs.yml"))
    plugin = config.plugins["sampler"]
    plugin.config.public = str(public)
    assert [one for one in plugin.on_config(config).markdown_extensions if isinstance(one, PlainText)]
