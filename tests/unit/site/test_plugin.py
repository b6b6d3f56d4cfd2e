from mkdocs.config import load_config

from sampler.site.__main__ import PROJECT


def test_serve_watches_data_templates_and_theme(public):
    config = load_config(str(PROJECT / "mkdocs.yml"))
    plugin = config.plugins["sampler"]
    plugin.config.public = str(public)
    watched = plugin.on_config(config).watch
    assert {str(public), str(PROJECT / "templates" / "pages"), str(PROJECT / "templates" / "theme")} <= set(
        watched
    )


def test_no_plugin_but_our_own_and_no_outside_font():
    config = load_config(str(PROJECT / "mkdocs.yml"))
    assert list(config.plugins) == ["sampler"]
    assert config.theme["font"] is False
    assert config.use_directory_urls is False
