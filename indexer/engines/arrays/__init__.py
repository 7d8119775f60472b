"""Search over posting lists held as arrays: retrieve → score → rank → count, naming no storage."""
