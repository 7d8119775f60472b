"""The files of docs/deploy are what the programs they are for take."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from indexer.cli import main
from tests.conftest import ROOT

DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
_HARDENED = {
    "CapabilityBoundingSet=", "LockPersonality=yes", "NoNewPrivileges=yes", "PrivateDevices=yes", "PrivateTmp=yes",
    "ProtectHome=yes", "ProtectSystem=strict", "RestrictNamespaces=yes", "SystemCallFilter=@system-service",
}  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_takes_the_units(unit: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if unit.name in line]
    assert [line for line in said if "is not executable" not in line] == [], (
        "but for the program, which is not here"
    )


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_units_are_hardened_and_call_what_there_is(unit: Path) -> None:
    lines = set(unit.read_text(encoding="utf-8").splitlines())
    assert lines >= _HARDENED
    (call,) = (line.split()[1:] for line in lines if line.startswith("ExecStart="))
    command = main.commands[call[0]]
    options = {option for one in command.params for option in one.opts}
    assert {word for word in call if word.startswith("--")} <= options


def test_logrotate_takes_its_file(tmp_path: Path) -> None:
    program = shutil.which("logrotate", path="/usr/sbin:/usr/bin")
    if not program:
        pytest.skip("logrotate is not installed")
    file = tmp_path / "baogao"
    text = (DEPLOY / "logrotate").read_text(encoding="utf-8")
    file.write_text(text.replace("/var/log/baogao", str(tmp_path)).replace("root baogao", "root root"))
    file.chmod(0o644)
    done = subprocess.run([program, "-d", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "error" not in done.stderr, done.stderr


def test_containers_are_built_from_files_that_are_there() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    for service in services.values():
        assert service["read_only"] and service["cap_drop"] == ["ALL"]
        command = main.commands[service["command"][0]]
        options = {option for one in command.params for option in one.opts}
        assert {word for word in service["command"] if word.startswith("--")} <= options
    build = services["serve"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
    copied = re.findall(r"^COPY (?!--from)(\S+)", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), re.M)
    assert copied and all((ROOT / name).exists() for name in copied)


def test_the_settings_shipped_are_settings() -> None:
    named = re.findall(r"^(BAOGAO_[A-Z_]+)=", (DEPLOY / "baogao.env").read_text(encoding="utf-8"), re.M)
    settings = (ROOT / "indexer/settings.py").read_text(encoding="utf-8")
    assert len(named) > 3 and all(f'"{name}"' in settings for name in named)
