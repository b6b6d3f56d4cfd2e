"""The door to Jinja2 and markdown-it: templates in, HTML out.

Undefined names stop the build, everything is escaped, and Markdown that staff wrote inside data may hold no HTML.
"""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from sampler.site import display, wording

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Render = Callable[..., str]


def renderer(templates: Path, *, ahead: bool = False) -> Render:
    """Return ``render(template, **values)`` over the folder of page templates.

    ``ahead`` compiles them all at once, so that processes forked afterwards need not do it each for itself.
    """
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,  # one build, one state of the templates
    )
    environment.filters |= {
        "clip": display.clip,
        "tone": display.tone,
        "anchor": display.anchor,
        "meaning": wording.meaning,
        "period": wording.period_words,
        "markdown": markdown,
    }

    if ahead:
        for name in environment.list_templates(["html"]):
            environment.get_template(name)
    common = dict(environment.globals)

    def render(template: str, **values: Any) -> str:
        found = environment.get_template(template)
        context = found.new_context(
            common | values, shared=True
        )  # a third of the time of found.render(values)
        try:
            return "".join(found.root_render_func(context))
        except TemplateError:
            return found.render(values)  # fails again, and names the line of the template

    return render


@functools.cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # late: few records hold Markdown, and starting costs

    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")


def markdown(text: str) -> Markup:
    """Return Markdown written by staff as HTML. HTML inside it is shown, not obeyed.

    >>> str(markdown("**好** <b>")).strip()
    '<p><strong>好</strong> &lt;b&gt;</p>'
    """
    return Markup(_parser().render(text))  # noqa: S704  # markdown-it escapes everything with html=False
