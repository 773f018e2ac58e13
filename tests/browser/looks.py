"""What a page looks like in a browser: its schemes, contrasts, and texts that reach over an edge."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.sync_api import Page

from .conftest import Visitor

CONTRAST = """
selector => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  const paint = colour => { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); };
  const luminance = () => {
    const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return [...document.querySelectorAll(selector)].map(element => {
    const around = [];
    for (let at = element; at; at = at.parentElement) around.unshift(at);
    paint("white");
    for (const at of around) paint(getComputedStyle(at).backgroundColor);
    const back = luminance();
    paint(getComputedStyle(element).color);
    const front = luminance();
    return (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
  });
}
"""
"""The contrast of text with what is behind it (WCAG 2), for each element."""


IS_UNCOVERED = """
id => {
  const box = document.getElementById(id).getBoundingClientRect();
  const top = document.elementFromPoint(box.left + 5, box.top + box.height / 2);
  return top !== null && top.closest(`[id="${id}"]`) !== null;
}
"""

OVERFLOWING = """
width => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (!text.parentElement.closest(".di-report, .di-list") || text.parentElement.closest(".di-code")) continue;
    let scroller = text.parentElement;
    while (scroller && !/auto|scroll/.test(getComputedStyle(scroller).overflowX)) scroller = scroller.parentElement;
    const range = document.createRange();
    range.selectNodeContents(text);
    const ends = Math.max(...[...range.getClientRects()].map(box => box.right));
    if (ends > width + 1 && !(scroller && scroller.closest(".di-report, .di-list"))) found.push(text.data.slice(0, 60));
  }
  return found;
}
"""
"""The texts that reach over the edge, and that nobody can scroll to."""


def open_diffs(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")


SCHEMES = {
    "material-default": ("material", "document.body.dataset.mdColorScheme = 'default'"),
    "material-slate": ("material", "document.body.dataset.mdColorScheme = 'slate'"),
    "mkdocs-light": ("mkdocs", "document.documentElement.dataset.bsTheme = 'light'"),
    "mkdocs-dark": ("mkdocs", "document.documentElement.dataset.bsTheme = 'dark'"),
    "readthedocs": ("readthedocs", "undefined"),
}


def pale_parts(visitor: Visitor, url: str, choose: str, parts: Iterable[str]) -> dict[str, float]:
    """The parts of a report that stand out too little from their background in a scheme, with their contrast."""
    page = visitor.visit(url)
    page.add_style_tag(content="* { transition: none !important }")
    page.evaluate(choose)
    open_diffs(page)
    contrasts = {part: min(page.evaluate(CONTRAST, f".di-report {part}")) for part in parts}
    return {part: contrast for part, contrast in contrasts.items() if contrast < 4.5}
