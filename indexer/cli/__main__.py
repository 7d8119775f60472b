"""`python -m indexer.cli` is `baogao`."""

from indexer.cli.main import main

main()
