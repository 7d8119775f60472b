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


def test_the_dockerfile_keeps_the_rules_of_hadolint() -> None:
    """Those of its rules that apply here: DL3002, 3006, 3007, 3009, 3013, 3015, 3020, 3025, 3027, 3042, 4000."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.M).replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line.strip()]
    said: dict[str, list[str]] = {}
    for name, rest in lines:
        said.setdefault(name, []).append(rest)
    assert set(said) <= {"FROM", "COPY", "RUN", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    for image in said["FROM"]:
        assert re.fullmatch(r"[\w./-]+:(?!latest)[\w.-]+( AS \w+)?", image), image
    assert said["USER"][-1] not in ("root", "0") and lines.index(["USER", said["USER"][-1]]) > len(lines) // 2
    for call in said["RUN"]:
        if "apt-get install" in call:
            assert "--no-install-recommends" in call and "rm -rf /var/lib/apt/lists/*" in call
        assert "sudo" not in call and not re.search(r"\bapt (?:install|update)", call)
        for install in re.findall(r"pip install[^&]*", call):
            assert "--no-cache-dir" in install and ("--require-hashes" in install or "--no-deps" in install)
    for name in ("ENTRYPOINT", "CMD"):
        assert all(rest.startswith("[") for rest in said[name])
    assert len(said["HEALTHCHECK"]) == 1
