"""The thin plugin that lets plain ``mkdocs build`` and ``mkdocs serve`` make the whole site.

All it does is call :func:`sampler.site.build.stamp_site` on the built folder.
"""

import os
from pathlib import Path

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin

from sampler.failure import SamplerError
from sampler.site.build import stamp_site
from sampler.site.plain import PlainText


class SamplerConfig(Config):  # type: ignore[no-untyped-call]  # mkdocs leaves its hook untyped
    """What ``mkdocs.yml`` says about the plugin. Paths are relative to that file."""

    public = config_options.Type(str, default="build/public")
    templates = config_options.Type(str, default="templates/pages")
    workers = config_options.Type(int, default=0)


class SamplerPlugin(BasePlugin[SamplerConfig]):  # type: ignore[no-untyped-call]  # mkdocs leaves its hook untyped
    """Stamps the public record into the built shells."""

    only_shells = False
    """True leaves the stamping to the caller, who does it beside the build."""

    failure: SamplerError | None = None
    """What stopped the stamping."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Watch the public record and the templates, so that ``mkdocs serve`` reloads on a change of either."""
        root = Path(config.config_file_path or ".").resolve().parent
        self.public, self.templates = (
            root / os.environ.get("SAMPLER_PUBLIC", self.config.public),
            root / self.config.templates,
        )
        watched = [self.public, self.templates, self.templates.parent / "theme"]
        config.watch.extend(str(path) for path in watched if path.exists())
        config.markdown_extensions.append(PlainText())  # Markdown takes objects as well as names
        return config

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Fill the shells in the built folder."""
        if self.only_shells:
            return
        try:
            stamp_site(self.public, Path(config.site_dir), self.templates, workers=self.config.workers)
        except SamplerError as error:
            self.failure = error
            raise PluginError(str(error)) from error
