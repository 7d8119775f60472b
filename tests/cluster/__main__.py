"""Start a cluster, run the tests that want one, end it: `python -m tests.cluster [quick | arguments of pytest]`.

Where it cannot be started one sentence says what is missing, and nothing has failed.
"""

import os
import sys
import tempfile
from pathlib import Path

import pytest

import tests.cluster
from tests.cluster.nodes import MissingError, running

NODES = 3
TESTS = ["tests/contract", "tests/cluster"]
# what each run of CI has time for: no random agreement, no node killed or hung
QUICK = "(opensearch and store) or cluster_library"
CHOSEN = "opensearch or agreement or (cluster and not address and not refusals)"


def _asked(arguments: list[str]) -> list[str]:
    if arguments == ["quick"]:
        return [*TESTS, "-k", QUICK]
    return arguments or [*TESTS, "-k", CHOSEN]


def main() -> int:
    """Return the exit status of the tests."""
    with tempfile.TemporaryDirectory(prefix="baogao-cluster-") as folder:
        try:
            with running(Path(folder), NODES) as nodes:
                os.environ["BAOGAO_TEST_CLUSTER"] = tests.cluster.CLUSTER = nodes.address
                return int(pytest.main(_asked(sys.argv[1:])))
        except MissingError as missing:
            print(missing)
        except TimeoutError as late:
            print(f"The tests with a cluster were skipped: {late} within the time.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
