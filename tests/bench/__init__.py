"""Benchmarks, run with `python -m tests.bench`; they print Markdown and assert nothing."""
