"""What of a web page belongs to the site around a text, and what the page calls the text."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ROLES = {"navigation", "banner", "contentinfo", "search", "menu", "menubar", "dialog", "alertdialog"}
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|skip-?(?:link|nav|to)?s?|sr-only|visually-hidden)(?:$|[\s_-])", re.I
)
_PARTS_OF_PAGES = {"article", "section", "main", "blockquote", "aside"}
_WITHIN_PAGE = re.compile(
    r":::|跳(?:到|至)|移至主|回(?:到)?(?:頁首|頁頂|頂端|最上)|(?:skip|jump) to|back to top", re.I
)
_PARTS = re.compile(r"\s*[-–—－|｜_:：»›]+\s*")
_SHORTEST = 3  # characters of a title that is one


def is_furniture(node: LexborNode) -> bool:
    """Return whether an element leads around the site: menus by role, the path to the page, skip links."""
    attributes = node.attributes
    if (attributes.get("role") or "").lower() in _ROLES:
        return True
    if _NAMED.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"):
        return True
    if node.tag == "footer":
        return not _is_within(node)
    leads = node.tag == "a" and ((attributes.get("href") or "").startswith("#") or "accesskey" in attributes)
    return leads and bool(_WITHIN_PAGE.match(node.text().strip()))


def _is_within(node: LexborNode) -> bool:
    """Return whether an element is of a part of the page, and not of the page itself."""
    parent = node.parent
    while parent is not None and parent.tag not in _PARTS_OF_PAGES:
        parent = parent.parent
    return parent is not None


def headline(tree: LexborHTMLParser) -> str:
    """Return the part of the page's title that its text has too; empty where it says something else."""
    title, body = tree.css_first("head > title"), tree.body
    if title is None or body is None:
        return ""
    text = _bare(body.text())
    parts = (" ".join(part.split()) for part in _PARTS.split(title.text()))
    return next((part for part in parts if len(part) >= _SHORTEST and _bare(part) in text), "")


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
