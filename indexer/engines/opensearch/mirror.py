"""The folder of a library, kept alike on all machines that use one cluster.

Names, permanent ids, redirects and the catalogue are files beside the engine. Their bytes lie in an index of
the cluster, in pieces named by what they hold, so that snapshots of the cluster have all; one document, the
head, says which pieces each file is made of. A machine that reads brings its copy up to date; one that writes
holds the head's lock meanwhile, so ids are issued by one at a time.
"""

import base64
import hashlib
import json
import os
import secrets
import shutil
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from indexer import messages
from indexer.disk import beside, sync, write_atomically
from indexer.engines.opensearch.bulk import Action, send
from indexer.engines.opensearch.cluster import WRITE_SECONDS, Cluster, ConflictError, ContextLostError, Json
from indexer.errors import (
    BaogaoError,
    EngineError,
    EngineUnreachableError,
    IndexBusyError,
    IndexMissingError,
)

CURRENT = "CURRENT"  # which generation is in use: the file that is written last
_NOTE = ".mirrored"  # names of files that came from the cluster or went there
_PIECE = 1 << 19  # bytes
_BEAT = 2.0  # seconds after which who holds the lock says that it lives
_DEAD = 5 * _BEAT
_TRIES = 20
_NO_HEAD: Json = {"version": 0, "files": {}, "lock": None}
_BODY: Json = {
    "settings": {"number_of_shards": 1, "refresh_interval": -1, "auto_expand_replicas": "0-2"},
    "mappings": {"dynamic": False, "properties": {"data": {"type": "binary"}}},
}
Files = dict[str, dict[str, Any]]  # by path below the folder: checksum, pieces


class Mirror:
    """One machine's copy of a folder."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        """`folder` is made by whoever pulls first."""
        self._cluster, self._folder = cluster, folder
        self._index = f"{cluster.address.prefix}-library"
        self._me = secrets.token_hex(8)
        self._pulled = -1
        self._sums: dict[Path, tuple[int, int, str, list[str]]] = {}

    # reading
    def pull(self) -> None:
        """Bring the folder to the newest state, if there is a newer one."""
        for _ in range(_TRIES):
            head = self._head()[0]
            if not head["version"] or head["version"] == self._pulled:
                return
            try:
                self._fetch(head["files"])
                self._pulled = head["version"]
            except ContextLostError:  # another machine has written meanwhile: the head says so by now
                time.sleep(0.1)

    def _fetch(self, files: Files) -> None:
        """Make the folder as the head says; of other files only those go that came from here."""
        for name in sorted(files, key=lambda one: (one == CURRENT, one)):
            path = self._folder / name
            if not path.is_file() or self._told(path)[2] != files[name]["sha256"]:
                path.parent.mkdir(parents=True, exist_ok=True)
                with beside(path) as scratch:
                    with scratch.open("wb") as file:
                        for piece in files[name]["pieces"]:
                            file.write(self._piece(piece))
                    sync(scratch)
                    scratch.replace(path)
        for name in self._mirrored() - set(files):
            (self._folder / name).unlink(missing_ok=True)
        generations = {name.partition("/")[0] for name in self._mirrored() if "/" in name}
        for gone in generations - {name.partition("/")[0] for name in files}:
            shutil.rmtree(self._folder / gone, ignore_errors=True)
        self._note(files)

    def _mirrored(self) -> set[str]:
        """Return the files of this folder that other machines have too."""
        try:
            return set(json.loads((self._folder / _NOTE).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return set()

    def _note(self, files: Files) -> None:
        write_atomically(self._folder / _NOTE, json.dumps(sorted(files)))

    def _piece(self, name: str) -> bytes:
        found = self._cluster.call("GET", f"/{self._index}/_doc/{name}", seconds=WRITE_SECONDS)
        if not found.get("found"):
            raise ContextLostError(name)
        return zlib.decompress(base64.b64decode(found["_source"]["data"]))

    # writing
    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let no other machine write meanwhile; begin with the newest state. Raises IndexBusyError."""
        self._lock()
        stop = threading.Event()
        beating = threading.Thread(target=self._beat, args=(stop,), daemon=True)
        beating.start()
        try:
            self.pull()
            try:
                yield
            except BaseException:
                with suppress(BaogaoError):
                    self.push()
                raise
            self.push()
        finally:
            stop.set()
            beating.join()
            with suppress(BaogaoError):
                self._change(lambda head: {**head, "lock": None})

    def push(self) -> None:
        """Let the others have what the folder holds now. Raises IndexBusyError where another one writes."""
        files: Files = {}
        pieces: dict[str, tuple[Path, int]] = {}
        for path in self._files():
            _, _, checksum, names = self._told(path)
            files[str(path.relative_to(self._folder))] = {"sha256": checksum, "pieces": names}
            pieces |= {name: (path, number) for number, name in enumerate(names)}
        head, _ = self._head()
        if files == head["files"]:
            return
        held = {name for file in head["files"].values() for name in file["pieces"]}
        self._send({name: where for name, where in pieces.items() if name not in held})
        version = head["version"] + 1
        self._change(lambda now: {**now, "version": version, "files": files})
        self._pulled = version
        self._note(files)
        self._drop(held - set(pieces))

    def _send(self, pieces: Mapping[str, tuple[Path, int]]) -> None:
        def actions() -> Iterator[Action]:
            for name, (path, number) in pieces.items():
                with path.open("rb") as file:
                    file.seek(number * _PIECE)
                    data = zlib.compress(file.read(_PIECE), 1)
                yield Action(name, name, {"data": base64.b64encode(data).decode("ascii")})

        for reason in send(self._cluster, self._index, actions()).values():
            raise EngineError(messages.CLUSTER_REFUSED(reason=reason), str(self._cluster.address))

    def _drop(self, pieces: set[str]) -> None:
        """Remove pieces of earlier states; who is still fetching one begins anew."""
        send(self._cluster, self._index, (Action(name, name, None) for name in pieces))

    def _files(self) -> Iterator[Path]:
        """Yield the files that all machines have: of other generations than the one in use none."""
        current = self._folder / CURRENT
        used = current.read_text(encoding="utf-8").strip() if current.is_file() else ""
        for path in sorted(self._folder.rglob("*")):
            first, *inside = path.relative_to(self._folder).parts
            # what lies deeper is unpacked from installed packages, on each machine
            passing = path.name == "LOCK" or path.name.startswith(".") or len(inside) > 1
            if path.is_file() and not passing and (not first.startswith("gen-") or first == used):
                yield path

    def _told(self, path: Path) -> tuple[int, int, str, list[str]]:
        """Return size, time of change, checksum and pieces of a file, anew when it was written to."""
        stat = path.stat()
        held = self._sums.get(path)
        if held is None or held[:2] != (stat.st_size, stat.st_mtime_ns):
            whole, names = hashlib.sha256(), []
            with path.open("rb") as file:
                while data := file.read(_PIECE):
                    whole.update(data)
                    names.append(hashlib.sha256(data).hexdigest())
            held = self._sums[path] = stat.st_size, stat.st_mtime_ns, whole.hexdigest(), names
        return held

    # the head
    def _head(self) -> tuple[Json, Json]:
        """Return what the head says, and what a change of it has to name."""
        try:
            found = self._cluster.call("GET", f"/{self._index}/_doc/head")
        except IndexMissingError:
            return _NO_HEAD, {}
        if not found.get("found"):
            return _NO_HEAD, {"op_type": "create"}
        return found["_source"], {
            "if_seq_no": found["_seq_no"],
            "if_primary_term": found["_primary_term"],
        }

    def _change(self, changed: Any, mine: bool = True) -> None:
        """Change the head, tried again where somebody was faster. Raises IndexBusyError.

        `mine` says that only who holds the lock may.
        """
        for _ in range(_TRIES):
            head, expected = self._head()
            if mine and (not head["lock"] or head["lock"]["by"] != self._me):
                break
            try:
                self._cluster.call(
                    "PUT", f"/{self._index}/_doc/head", changed(head), WRITE_SECONDS, **expected
                )
                return
            except ConflictError:
                time.sleep(0.05)
        raise IndexBusyError(messages.INDEX_BUSY(), str(self._cluster.address))

    def _lock(self) -> None:
        """Take the lock, from whoever holds it without a sign of life too. Raises IndexBusyError."""
        seen, since = self._made()["lock"], time.monotonic()
        while seen and time.monotonic() < since + _DEAD:
            time.sleep(_BEAT / 4)
            now = self._head()[0]["lock"]
            if now and now != seen:
                raise IndexBusyError(messages.INDEX_BUSY(), str(self._cluster.address))
            seen = now
        me = {"by": self._me, "beat": 0, "on": os.uname().nodename}

        def taken(head: Json) -> Json:
            if head["lock"] != seen:
                raise IndexBusyError(messages.INDEX_BUSY(), str(self._cluster.address))
            return {**head, "lock": me}

        self._change(taken, mine=False)

    def _made(self) -> Json:
        """Return the head, of an index that is made where there is none; another machine may be making it."""
        head, expected = self._head()
        if not expected:
            with suppress(EngineError):
                self._cluster.call("PUT", f"/{self._index}", _BODY, WRITE_SECONDS)
        for _ in range(_TRIES):
            with suppress(EngineUnreachableError):
                head, expected = self._head()
                if expected:
                    break
            time.sleep(0.2)
        return head

    def _beat(self, stop: threading.Event) -> None:
        while not stop.wait(_BEAT):
            with suppress(BaogaoError):
                self._change(
                    lambda head: {**head, "lock": {**head["lock"], "beat": head["lock"]["beat"] + 1}}
                )
