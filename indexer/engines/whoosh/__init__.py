"""An index kept by Whoosh: segments, commits and columns, read as arrays."""
