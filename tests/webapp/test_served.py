"""The server as it runs: behind a real nginx with a prefix and without, and ended while it answers."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.conftest import ROOT
from tests.webapp.test_prefix import DATA, PAGES, WCS

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
NAME = "trips.example.gov.tw"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")


@contextmanager
def _serving(index: Path, port: int, **settings: str) -> Iterator["subprocess.Popen[bytes]"]:
    code = "import sys; from indexer.cli import main; sys.argv[0] = 'baogao'; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--index", str(index), "--port", str(port), "--workers", "2"],
        env=os.environ | settings | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _answers(port, process)
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


@contextmanager
def _nginx(folder: Path, port: int, behind: int, prefix: str) -> Iterator[None]:
    """Run nginx on the file that is shipped, with other ports, and a prefix or none."""
    shipped = (ROOT / "docs/deploy/nginx.conf").read_text(encoding="utf-8")
    site = shipped.replace("127.0.0.1:8000", f"127.0.0.1:{behind}").replace(
        "listen 80", f"listen 127.0.0.1:{port}"
    )
    site = site.replace("/trips/", f"{prefix}/").replace("rate=20r/s", "rate=1000r/s")
    config = folder / "nginx.conf"
    paths = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {paths}\n{site}\n}}\n"
    )
    process = subprocess.Popen([str(NGINX), "-c", str(config), "-p", str(folder)], stderr=subprocess.DEVNULL)
    try:
        _answers(port, process)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _get(port: int, path: str, host: str) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", quote(path, safe="/?&=%:+~,;@!$'()*#"), headers={"Host": host})
    answer = connection.getresponse()
    body = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, body, answer.headers.get("Location", "")


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: apt-get install nginx-light)")
@pytest.mark.parametrize("prefix", ["", "/trips"])
def test_every_link_is_right_behind_nginx(corpus_index: Path, tmp_path: Path, prefix: str) -> None:
    port, behind = _free_port(), _free_port()
    site = f"http://{NAME}:{port}{quote(prefix)}"
    with (
        _serving(corpus_index, behind, BAOGAO_URL=site, BAOGAO_PROXIES="127.0.0.1"),
        _nginx(tmp_path, port, behind, prefix),
    ):
        host = f"{NAME}:{port}"
        people = json.loads(_get(port, f"{prefix}/api/people", host)[1])["people"]
        wrong, links = [], set()
        for address in (*PAGES, *DATA):
            status, body, _ = _get(port, prefix + address.format(slug=people[0]["slug"]), host)
            assert status == (404 if address == "/nowhere" else 200), address
            for link in _links(body):
                whole = link if link.startswith("http") else f"http://{NAME}:{port}{link}"
                if urlsplit(whole).hostname in ("127.0.0.1", "localhost") or not (
                    link.startswith("http") or f"{whole}/".startswith(f"{site}/")
                ):
                    wrong.append((address, link))
                elif whole.startswith(site):
                    links.add(whole.partition("#")[0])
        assert wrong == [] and len(links) > 100
        assert len([link for link in links if link.startswith(site)]) == len(links)
        for link in sorted(links)[:: max(1, len(links) // 60)]:
            path = urlsplit(link)._replace(scheme="", netloc="").geturl()
            status, body, _ = _get(port, path.replace("{searchTerms}", "x"), host)
            assert status in (200, 302) or "nowhere" in link, (link, status, body[:300])
        status, _, location = _get(port, f"{prefix}/reports/{WCS}/s/1", host)
        assert status == 302 and location.startswith(f"{quote(prefix)}/reports/{WCS}#s-")
        assert _get(port, f"{prefix}/healthz", "evil.example")[0] == 400
        assert "baogao_index_up 1" in _get(port, f"{prefix}/metrics", host)[1]


def _links(body: str) -> Iterator[str]:
    found = re.findall(r'(?:href|src|action|template)="([^"]*)"', body) + re.findall(
        r'"url": ?"([^"]*)"', body
    )
    found += re.findall(r"http://[^\s\"<,{}]*", body)
    for link in found:
        link = link.replace("&amp;", "&")
        if link.startswith(("/", "http://127", "http://localhost", f"http://{NAME}")):
            yield link


@pytest.fixture(scope="module")
def served(corpus_index: Path) -> Iterator[int]:
    """The port of a server without settings."""
    port = _free_port()
    with _serving(corpus_index, port):
        yield port


def _raw(port: int, request: str) -> tuple[bytes, bytes]:
    """The head and the body of the answer to a request as it is written."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(request.encode())
        head, _, body = b"".join(iter(lambda: connection.recv(65536), b"")).partition(b"\r\n\r\n")
        return head, body


@pytest.mark.parametrize("target", ["/api/search?q=智慧城市", "/api/search?q=x y", "/x HTTP/9.9\r\nfoo"])
def test_what_is_no_request_is_refused_in_our_shape(served: int, target: str) -> None:
    head, body = _raw(served, f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    if head.startswith(b"HTTP/1.1 200"):
        assert json.loads(body)["total"]
    else:
        assert head.startswith(b"HTTP/1.1 400") and set(json.loads(body)["error"]) == {"code", "message"}


def test_nobody_is_believed_unasked(served: int) -> None:
    """Not even who comes from the machine itself."""
    said = (
        "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\nScript_Name: /x\r\nSCRIPT-NAME: /y\r\n"
    )
    request = f"GET /robots.txt HTTP/1.1\r\nHost: a.tw\r\n{said}Connection: close\r\n\r\n"
    head, body = _raw(served, request)
    assert b"Sitemap: http://a.tw/sitemap.xml" in body or head.startswith(b"HTTP/1.1 400")


def test_counters_are_of_all_processes(served: int) -> None:
    for _ in range(12):
        assert _get(served, "/api/search?q=smart&meaning=0", "localhost")[0] == 200
    told = {
        int(re.findall(r"baogao_searches_total (\d+)", _get(served, "/metrics", "x")[1])[0]) for _ in range(6)
    }
    assert len(told) == 1 and told.pop() >= 12


def test_no_answer_is_lost_when_the_server_is_ended(corpus_index: Path) -> None:
    """A request that was taken is answered; one that comes after the end is refused at the door, not cut off."""
    port = _free_port()
    answered, refused, lost = [], [], []
    stop = threading.Event()

    def ask(kept: bool) -> None:
        connection = None
        while not stop.is_set():
            try:
                connection = (
                    connection
                    if kept and connection
                    else http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                )
                if connection.sock is None:
                    connection.connect()
            except OSError as error:
                refused.append(error)
                time.sleep(0.005)
                continue
            try:
                connection.request(
                    "GET", "/api/search?q=smart", headers={} if kept else {"Connection": "close"}
                )
                answer = connection.getresponse()
                answer.read()
                answered.append(answer.status)
                if not kept or answer.headers.get("Connection") == "close":
                    connection.close()
            except (OSError, http.client.HTTPException) as error:
                lost.append(repr(error))
                connection.close()

    with _serving(corpus_index, port) as process:
        threads = [threading.Thread(target=ask, args=(number % 2 == 0,)) for number in range(8)]
        for thread in threads:
            thread.start()
        until = time.monotonic() + 60
        while len(answered) < 100 and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        process.wait(40)
        stop.set()
        for thread in threads:
            thread.join()
    assert len(answered) >= 100 and set(answered) == {200} and refused
    assert lost == []


def test_who_comes_when_too_many_ask_is_told_so_at_once(corpus_index: Path) -> None:
    """Every one of 200 connections at once gets an answer: the page, or 503 in our shape without waiting."""
    port = _free_port()
    answers: list[tuple[int, float, bytes]] = []
    request = b"GET /search?q=smart+city+singapore HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    def ask(connection: socket.socket) -> None:
        began = time.monotonic()
        connection.sendall(request)
        said = b"".join(iter(lambda: connection.recv(65536), b""))
        answers.append((int(said[9:12]), time.monotonic() - began, said))
        connection.close()

    with _serving(corpus_index, port):
        assert _get(port, "/search?q=smart", "localhost")[0] == 200
        connections = [socket.create_connection(("127.0.0.1", port), 60) for _ in range(200)]
        threads = [threading.Thread(target=ask, args=(one,)) for one in connections]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = {status: [said for one, _, said in answers if one == status] for status in (200, 503)}
        assert len(found[200]) + len(found[503]) == 200 and len(found[200]) >= 28 and found[503]
        head, _, body = found[503][0].partition(b"\r\n\r\n")
        assert b"Retry-After: 2" in head and json.loads(body)["error"]["code"] == "unavailable"
        assert _get(port, "/healthz", "localhost")[0] == 200
        seconds = {status: sorted(took for one, took, _ in answers if one == status) for status in (200, 503)}
        assert seconds[503][len(seconds[503]) // 2] <= seconds[200][-1]
