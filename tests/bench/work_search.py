"""The first query in a real Chromium: bytes and time, beside the search of stock mkdocs-material."""

import subprocess
import sys
import time

from tests.bench import chromium, work_site
from tests.unit.site.corpus import firm

HOW_MANY = 3


def prepare(folder, size):
    from sampler.disclosure.public import write_public
    from sampler.site.index import index
    from tests.unit.site.corpus import corpus

    record = corpus(size)
    write_public(record, folder / "public")
    work_site.ours(folder, size)()
    if size <= 3_000:
        work_site.write_markdown(folder / "mkdocs", index(record))
        (folder / "mkdocs" / "mkdocs.yml").write_text(work_site.MKDOCS, encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "-q"],
            cwd=folder / "mkdocs",
            env=work_site.QUIET,
            check=True,
        )


def asked(site, start, box, hit, ours):
    """Return work: the first query on a page just opened; what was fetched for it, and how long until a result shows."""

    def work():
        weights, waits = [], []
        with chromium.served(site) as address, chromium.page() as page:
            for n in range(HOW_MANY):
                row, urls = firm(7 + 13 * n), []
                page.context.clear_cookies()
                page.on("request", lambda request, urls=urls: urls.append(request.url))
                page.goto(address + start)
                page.wait_for_load_state("networkidle")
                if ours:
                    urls.clear()
                began = time.perf_counter()
                page.locator(box).first.click()
                page.locator(box).first.press_sequentially(row.code)
                page.locator(hit).first.wait_for()
                waits.append(time.perf_counter() - began)
                weights.append(chromium.weight(site, [url for url in urls if ours or "search" in url]))
        return {"wall": min(waits), "cpu": min(waits), "kb": round(max(weights) / 1024, 1)}

    return work


def ours(folder, size):
    return asked(folder / "out-ours", "index.html", "#find", "#find-list [role=option]", ours=True)


def material(folder, size):
    return asked(
        folder / "mkdocs" / "site",
        "index.html",
        "input.md-search__input",
        ".md-search-result__item",
        ours=False,
    )


WORK = {"ours": ours, "material": material}
