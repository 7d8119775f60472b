"""What nobody means to ask: queries and requests by grammar, made of what the parser and the pages look at."""

import random
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, quote_plus

_WORDS = (
    "智慧城市",
    "市長",
    "的",
    "臺",
    "台灣",
    "smart",
    "Lawrence Wong",
    "3d",
    "it's",
    "wen-je",
    "𠮷",
    "é",
    "ﬁ",
    "①",
)
_SIGNS = (
    '"', "“", "”", "「", "」", "(", ")", "（", "）", "-", "－", "–", "NOT ", "OR ", "AND ", " or ", "|", "||", "&&", "+",
    "*", "＊", "~", "～", ":", "：", "^", "?", "[", "]", "{", "}", "\\", "/", "..", "…", "、", ",", "，", "\n", "\t", "\r",
    "\x00", "\x1b[31m", "\u200b", "\u202e", "\ufeff", "\u0301", "\ud800", "\U0010ffff", "\u3000", "%00", "%", "&", ";",
    "<script>alert(1)</script>", "' OR 1=1 --", "{{7*7}}", "${7*7}", "../../etc/passwd", "=cmd|' /C calc'!A0",
)  # fmt: skip
_FIELDS = (
    "title", "heading", "person", "agency", "country", "year", "kind", "category", "report", "date", "unit", "city", "nope",
)  # fmt: skip
_VALUES = (
    "105..107", "2016", "9999999999999999999..1", "..", "-1", "民國105年", "105年9月7日", "2016-07..2016-09", "2016-13-45",
    "0000-00", "建議", "*", "~", '"', "新加坡", "", "１０５", "一百零五年", "2016..2015", "1e9",
)  # fmt: skip
_PATHS = (
    "/", "/search", "/api/search", "/api/suggest", "/feed.atom", "/export.csv", "/export.json", "/people", "/api/people",
    "/glossary", "/api/glossary", "/compare", "/memo", "/memo.docx", "/memo.txt", "/follow", "/overview", "/opensearch.xml",
    "/openapi.json", "/healthz", "/metrics", "/sitemap.xml", "/sitemap-{x}.xml", "/robots.txt", "/about", "/help", "/api",
    "/reports/{r}", "/reports/{r}/s/{x}", "/reports/{r}/{x}/{x}", "/api/reports/{r}", "/reports/{r}/cite.ris",
    "/reports/{r}/cite", "/reports/{r}/original", "/reports/{r}/related", "/reports/{r}/s/{x}/similar", "/q/{r}/{x}/{x}",
    "/reports/{r}/s/{x}/short", "/people/{x}", "/people/{x}/feed.atom", "/static/{x}", "/static/js/{x}/{x}", "/{x}",
    "/api/reports/{r}/s/{x}/similar", "/organisations", "/events", "/sign-in", "/missed",
)  # fmt: skip
_NAMES = (
    "q", "page", "per_page", "sort", "agency", "country", "year", "category", "kind", "person", "report", "meaning",
    "aliases", "collapse", "explain", "hit", "quote", "section", "initial", "s", "by", "lang", "since", "x",
)  # fmt: skip
_METHODS = ("GET",) * 12 + ("HEAD", "POST", "OPTIONS", "PUT", "DELETE", "TRACE", "ABRACADABRA")
_HOSTS = (
    "localhost", "..", "a..b", "", "-", "a b", "[::1", "[::1]:8000", "evil.example", "例.tw", "a@b", "x" * 300, "a\x07b",
    "localhost:99999999", "localhost:x", "%00", "xn--", "127.0.0.1", "a/b", "a\\b", "0x7f.1", "localhost:", ":80",
)  # fmt: skip
_LANGUAGES = ("zh-TW", "en", "*", "zh;q=x", "zh-TW;q=9", ",,,;;", "\xff\xfe", "en-" + "a" * 999)


def query(rng: random.Random, terms: Sequence[str]) -> str:
    """Return a query: words of the index, signs, fields and values, now and then far too many of one."""
    if rng.random() < 0.02:
        return rng.choice((*_SIGNS, *_WORDS, "a*", "ab~", "year:1 ", "(")) * rng.randrange(1, 700)
    pieces = []
    for _ in range(rng.randrange(1, 9)):
        kind = rng.random()
        if kind < 0.4:
            word = rng.choice(terms)
            pieces.append(word[: rng.randrange(1, len(word) + 1)])
        elif kind < 0.75:
            pieces.append(rng.choice(_SIGNS))
        elif kind < 0.9:
            pieces.append(
                f"{rng.choice(_FIELDS)}{rng.choice((':', '：', ': '))}{rng.choice((*_VALUES, *terms))}"
            )
        elif kind < 0.96:
            pieces.append(rng.choice(_WORDS))
        else:
            pieces.append(chr(rng.randrange(0x110000)))
    return rng.choice(("", " ", " ", "  ")).join(pieces)


def request(rng: random.Random, terms: Sequence[str], reports: Sequence[str]) -> dict[str, Any]:
    """Return the environment of a request: any path, parameters in any encoding, headers of any content."""

    def odd() -> str:
        return rng.choice(
            (query(rng, terms), rng.choice(terms), str(rng.randrange(-9, 10**6)), "1", "s1", "")
        )

    path = rng.choice(_PATHS)
    path = path.replace("{r}", rng.choice((*reports, odd()))).replace("{x}", odd()[:300])
    raw = path.encode("utf-8", "surrogatepass") + (rng.randbytes(3) if rng.random() < 0.05 else b"")
    pairs = [f"{rng.choice(_NAMES)}={_encoded(rng, odd())}" for _ in range(rng.randrange(4))]
    environ = environment(raw, "&".join(pairs)[:4000], rng.choice(_METHODS))
    if rng.random() < 0.3:
        environ["HTTP_HOST"] = rng.choice(_HOSTS)
    for name, values in {
        "HTTP_ACCEPT_LANGUAGE": _LANGUAGES,
        "HTTP_COOKIE": (f"memo={odd()!r}", f"follow={odd()!a}", "lang=zz", "=;;=", "memo=" + "A" * 5000),
        "HTTP_ACCEPT_ENCODING": ("gzip", "gzip;q=x", "*", "\xff"),
        "HTTP_IF_NONE_MATCH": ("*", 'W/"x"', '"', "\xff"),
        "HTTP_RANGE": ("bytes=0-", "bytes=9-1", "bytes=-", "x"),
        "HTTP_X_FORWARDED_FOR": ("1.2.3.4", "x,,y", "\xff"),
        "HTTP_X_FORWARDED_PREFIX": ("/a", "//evil", "\r\nx: y"),
        "HTTP_AUTHORIZATION": ("Basic", "Basic AAAA", "Basic \xff", "Bearer x", "Basic " + "A" * 9999),
        "HTTP_USER_AGENT": ("x\x1b[31m", "facebookexternalhit/1.1", ""),
        "HTTP_ORIGIN": ("null", "https://evil.example", "\xff"),
    }.items():
        if rng.random() < 0.12:
            environ[name] = rng.choice(values)
    return environ


def environment(path: bytes, query_string: str, method: str = "GET") -> dict[str, Any]:
    """Return a WSGI environment as gunicorn makes it."""
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": query_string,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def targets(rng: random.Random, terms: Sequence[str], reports: Sequence[str]) -> bytes:
    """Return a whole request as bytes, its target and headers often not what HTTP allows."""
    made = request(rng, terms, reports)
    target = made["PATH_INFO"].encode("latin-1", "replace")
    if rng.random() < 0.5:
        target = quote(target).encode()
    asked = f"?q={query(rng, terms)}".encode("utf-8", "surrogatepass") if rng.random() < 0.5 else b""
    host = rng.choice(_HOSTS).encode("utf-8", "replace")
    odd = rng.choice(
        (
            b"",
            b"X: \x00\r\n",
            b"X y\r\n",
            b"Content-Length: x\r\n",
            b"Transfer-Encoding: x\r\n",
            b"\xff: 1\r\n",
        )
    )
    version = rng.choice((b"HTTP/1.1",) * 8 + (b"HTTP/9.9", b"", b"HTTP/1.0"))
    line = made["REQUEST_METHOD"].encode() + b" " + target + asked + b" " + version
    return bytes(line + b"\r\nHost: " + host + b"\r\n" + odd + b"Connection: close\r\n\r\n")


def _encoded(rng: random.Random, value: str) -> str:
    """Return a parameter's value quoted, or in Big5, or as raw bytes, as browsers and scripts send it."""
    way = rng.random()
    if way < 0.7:
        return quote_plus(value.encode("utf-8", "surrogatepass"))
    if way < 0.8:
        return quote_plus(value.encode("big5", "replace"))
    return value.encode("utf-8", "surrogatepass").decode("latin-1")
