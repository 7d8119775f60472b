"""Passages that stand in several reports, and reports that are nearly the same: found by shingles."""
