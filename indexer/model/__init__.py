"""Records that pass between the stages; they import the standard library alone."""
