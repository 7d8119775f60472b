"""Gunicorn around the application: several processes that read one index."""

import socket
from pathlib import Path
from threading import Thread

from flask import Flask
from gunicorn.app.base import BaseApplication

from indexer import messages
from indexer.errors import BaogaoError
from webapp import create_app, warm_up


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, app: Flask, options: dict[str, object]) -> None:
        self._app, self._options = app, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:  # older ones have no control socket
                self.cfg.set(name, value)

    def load(self) -> Flask:
        # beside the first answers: what they need of it they load themselves, or wait for
        Thread(target=warm_up, args=(self._app,), daemon=True).start()
        return self._app


def run(folder: Path, host: str, port: int, workers: int) -> None:
    """Serve until interrupted. Raises BaogaoError for an address that is in use or not of this machine."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise BaogaoError(messages.ADDRESS_TAKEN(reason=error.strerror), f"http://{address}/") from error
    options = {
        "bind": address,
        "workers": workers,
        "worker_class": "webapp.plumbing.worker.Worker",
        "threads": 4,
        "loglevel": "warning",
        "control_socket_disable": True,  # it wants a home to write to
        "forwarded_allow_ips": "",  # whom to believe is decided in `public`, for everyone alike
        "limit_request_line": 8190,  # bytes, the most there is: 500 Chinese characters take 4,500
    }
    print(f"baogao is at http://{address}/", flush=True)
    _Server(create_app({"INDEX": folder}), options).run()
