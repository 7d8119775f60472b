"""Nodes of OpenSearch on this machine: its jars by Maven, started by the launcher beside this file, ended with us."""

import json
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JARS = Path.home() / ".cache" / "baogao-tests" / "opensearch-2.19.6"
HEAP = "512m"
_DONE = "complete"
_SECONDS = 180  # to start, on a busy machine
_FETCHING = 600
_LOG = "status = error\nrootLogger.level = error\n"


class MissingError(Exception):
    """What keeps a cluster from being started, as a sentence."""


def prepare() -> Path:
    """Return the folder of the jars and the compiled launcher, fetched at the first time. Raises MissingError."""
    for program, package in (("javac", "a JDK (17 or newer)"), ("mvn", "Maven")):
        if not shutil.which(program):
            raise MissingError(f"The tests with a cluster will be skipped: {package} is not installed.")
    if not (JARS / _DONE).exists():
        JARS.mkdir(parents=True, exist_ok=True)
        fetch = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies",
                 f"-DoutputDirectory={JARS}"]  # fmt: skip
        try:
            done = subprocess.run(fetch, capture_output=True, text=True, timeout=_FETCHING, check=False)
        except subprocess.TimeoutExpired:
            raise MissingError("The tests with a cluster will be skipped: Maven did not end.") from None
        if done.returncode:
            line = next((one for one in done.stdout.splitlines() if "ERROR" in one), "no reason given")
            raise MissingError(
                f"The tests with a cluster will be skipped: Maven brought no jars ({line[:200]})."
            )
        (JARS / _DONE).touch()
    classes = JARS / "classes"
    compile_ = ["javac", "-cp", f"{JARS}/*", "-d", str(classes), str(HERE / "Launcher.java")]
    done = subprocess.run(compile_, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingError(f"The tests with a cluster will be skipped: javac says {done.stderr[:200]}.")
    (classes / "log4j2.properties").write_text(_LOG, encoding="ascii")
    return JARS


class Nodes:
    """A cluster of some nodes, each a process on ports of its own."""

    def __init__(self, folder: Path, count: int = 3, lasting: bool = False) -> None:
        """Start the nodes; their data goes to a folder. Raises MissingError.

        `lasting` ones compile what they run as well as they can, which takes minutes to pay.
        """
        self._jars, self._folder = prepare(), folder
        self._compiling = 4 if lasting else 1
        ports = free_ports(2 * count)
        self.http, self._transport = ports[:count], ports[count:]
        self._processes: list[subprocess.Popen[bytes] | None] = [None] * count
        for number in range(count):
            self.start(number)

    @property
    def address(self) -> str:
        """All nodes, as http://host:port,host:port."""
        return "http://" + ",".join(f"127.0.0.1:{port}" for port in self.http)

    def start(self, number: int) -> None:
        """Start a node, with what it had before."""
        home = self._folder / f"node{number}"
        (home / "config").mkdir(parents=True, exist_ok=True)
        names = [f"n{one}" for one in range(len(self.http))]
        settings = {
            "path.home": home,
            "path.data": home / "data",
            "cluster.name": "baogao-tests",
            "node.name": names[number],
            "network.host": "127.0.0.1",
            "http.port": self.http[number],
            "transport.port": self._transport[number],
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in self._transport),
            "cluster.initial_cluster_manager_nodes": ",".join(names),
            "cluster.fault_detection.follower_check.interval": "500ms",
            "cluster.fault_detection.follower_check.timeout": "1500ms",
            "cluster.fault_detection.follower_check.retry_count": 2,
            "cluster.fault_detection.leader_check.interval": "500ms",
            "cluster.fault_detection.leader_check.timeout": "1500ms",
            "cluster.fault_detection.leader_check.retry_count": 2,
            "indices.breaker.total.use_real_memory": "false",  # garbage that was not yet collected counts else
            "cluster.routing.allocation.disk.threshold_enabled": "false",  # how full this disk is is no matter
        }
        command = ["java", f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC", f"-XX:TieredStopAtLevel={self._compiling}",
                   f"-Dlog4j2.configurationFile={self._jars}/classes/log4j2.properties",
                   "-cp", f"{self._jars}/classes:{self._jars}/*", "Launcher"]  # fmt: skip
        command += [f"{name}={value}" for name, value in settings.items()]
        log = (self._folder / f"node{number}.log").open("ab")
        with log:
            self._processes[number] = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT
            )

    def ask(self, path: str, method: str = "GET", body: Any = None, node: int = 0, seconds: float = 5) -> Any:
        """Return what a node answers."""
        data = None if body is None else json.dumps(body).encode()
        url = f"http://127.0.0.1:{self.http[node]}{path}"
        request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            return json.loads(answer.read() or b"null")

    def wait(self, status: str = "green", node: int = 0, nodes: int = 0) -> float:
        """Wait until the cluster is green (or yellow) with its nodes; return the seconds that it took."""
        began, wanted = time.monotonic(), nodes or sum(one is not None for one in self._processes)
        allowed = ("green",) if status == "green" else ("green", "yellow")

        def whole() -> bool:
            self._check()
            with suppress(OSError, ValueError):
                told = self.ask("/_cluster/health", node=node, seconds=2)
                return told["status"] in allowed and told["number_of_nodes"] == wanted
            return False

        until(whole, _SECONDS, f"no {status} cluster of {wanted}")
        return time.monotonic() - began

    def _check(self) -> None:
        """Raise MissingError where a node ended by itself, as one does that this Java cannot run."""
        for number, process in enumerate(self._processes):
            if process and process.poll() is not None:
                lines = (self._folder / f"node{number}.log").read_text(errors="replace").splitlines()
                last = lines[-1][:200] if lines else "no reason given"
                raise MissingError(f"The tests with a cluster will be skipped: a node ended ({last}).")

    def kill(self, number: int) -> None:
        """End a node at once, as a machine that loses power."""
        process = self._processes[number]
        assert process
        process.kill()
        process.wait()
        assert process.stdin
        process.stdin.close()
        self._processes[number] = None

    def hang(self, number: int) -> None:
        """Let a node do nothing, its connections open."""
        process = self._processes[number]
        assert process
        process.send_signal(signal.SIGSTOP)

    def go_on(self, number: int) -> None:
        """Let a node that hangs go on."""
        process = self._processes[number]
        assert process
        process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """End all nodes."""
        for number, process in enumerate(self._processes):
            if process:
                self.kill(number)


class Running:
    """What the tests that are run here may disturb."""

    nodes: Nodes | None = None


@contextmanager
def running(folder: Path, count: int = 3, lasting: bool = False) -> Iterator[Nodes]:
    """Yield a green cluster. Raises MissingError."""
    nodes = Nodes(folder, count, lasting)
    try:
        nodes.wait()
        Running.nodes = nodes
        yield nodes
    finally:
        nodes.close()


def until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait until something holds. Raises TimeoutError that says what did not."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.2)


def free_ports(count: int) -> list[int]:
    """Return ports of the loopback address that nothing listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()
