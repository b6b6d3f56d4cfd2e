"""The public site: pages, search, charts, downloads and feeds, made from the public record alone.

The room sees :mod:`sampler.disclosure.public` and nothing else of the package, so it can't leak what it can't see.
mkdocs builds the pages people wrote and one shell per family; :func:`sampler.site.build.stamp_site` fills them.
"""
