"""A real cluster for the tests: `make test-cluster` starts it and says where it is."""

import os

CLUSTER = os.environ.get("BAOGAO_TEST_CLUSTER", "").split(" ")[0]
"""Its address, as http://127.0.0.1:port; empty where none was started."""
