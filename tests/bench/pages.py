"""`python -m tests.bench.pages`: what a first visit of each page costs in Chromium, one Markdown table.

Bytes as transferred, with nothing cached; first and largest contentful paint and layout shift as the
browser reports them (W3C Paint Timing, Largest Contentful Paint, Layout Instability); medians of the runs.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from indexer.updating.update import update
from tests.conftest import CHROMIUM, CORPUS, FLAGS, copied, serving

PAGES = {
    "front page": "/",
    "results": "/search?q=總統",
    "nothing found": "/search?q=量子電腦&country=日本",
    "overview": "/overview",
    "report": "/reports/2016-singapore-world-cities-summit",
    "longest report, hits marked": "/reports/2016-dominican-republic-inauguration?q=總統&hit=1",
    "references": "/reports/2016-singapore-world-cities-summit/cite",
    "people": "/people",
    "person": "/people/lawrence-wong",
    "glossary": "/glossary",
}
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
_WATCH = """
window.seen = { shift: 0, largest: 0 };
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.seen.shift += entry.value; })
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.seen.largest = entry.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
"""
_READ = """() => ({ ...window.seen,
  first: performance.getEntriesByName("first-contentful-paint")[0].startTime })"""

Figures = dict[str, float]


def visit(browser: Browser, address: str, width: str) -> Figures:
    """Bytes and requests, first and largest paint (ms), layout shift, of one visit with an empty cache."""
    wide, high = WIDTHS[width]
    context = browser.new_context(viewport={"width": wide, "height": high}, locale="zh-TW")
    context.add_init_script(_WATCH)
    page = context.new_page()
    sizes: list[float] = []
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    read = page.evaluate(_READ)
    context.close()
    return {"bytes": sum(sizes), "requests": len(sizes), **read}


def rows(browser: Browser, site: str, runs: int) -> Iterator[tuple[str, str, Figures]]:
    """(page, width, medians); the pages take turns."""
    found: dict[tuple[str, str], list[Figures]] = {}
    for _ in range(runs):
        for name, path in PAGES.items():
            for width in WIDTHS:
                found.setdefault((name, width), []).append(visit(browser, site + path, width))
    for (name, width), visits in found.items():
        yield name, width, {figure: median(visit[figure] for visit in visits) for figure in visits[0]}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="visits of each page (5)")
    options = parser.parse_args()
    if not CHROMIUM:
        print("Skipped: Chromium is not installed.")
        return
    with TemporaryDirectory() as folder:
        update([copied(CORPUS, Path(folder) / "corpus")], Path(folder) / "index")
        with serving(Path(folder) / "index") as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            print(
                "| page | width | kB | requests | FCP ms | LCP ms | CLS |\n| --- | --- | --- | --- | --- | --- | --- |"
            )
            for name, width, at in rows(browser, site, options.runs):
                figures = f"{at['bytes'] / 1000:.1f} | {at['requests']:.0f} | {at['first']:.0f} | {at['largest']:.0f}"
                print(f"| {name} | {width} | {figures} | {at['shift']:.4f} |")
            browser.close()


if __name__ == "__main__":
    main()
