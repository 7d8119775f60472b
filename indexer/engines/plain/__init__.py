"""Brute force over the sections: no index, no cleverness. What the contract tests hold every engine to."""
