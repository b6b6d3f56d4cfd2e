"""The theme without its icons: mkdocs looks at each file of a theme by ten patterns, and ten thousand of them are icons."""

import os

from jinja2 import Environment, FileSystemLoader
from mkdocs.theme import Theme

ICONS = ".icons"


class _Loader(FileSystemLoader):
    """Finds every template, icons too, but does not name the icons when asked what there is."""

    def list_templates(self) -> list[str]:
        """Return the names of all templates but the icons."""
        found: set[str] = set()
        for root in self.searchpath:
            for folder, inside, files in os.walk(root):
                inside[:] = [name for name in inside if name != ICONS]
                found.update(os.path.relpath(os.path.join(folder, name), root) for name in files)
        return sorted(name.replace(os.sep, "/") for name in found)


def without_icons(theme: Theme) -> None:
    """Let the theme's environments list no icons."""
    make = theme.get_env

    def get_env() -> Environment:
        environment = make()
        environment.loader = _Loader(theme.dirs)
        return environment

    theme.get_env = get_env  # type: ignore[method-assign]  # the theme offers no other way in
