"""From paths to an up-to-date index: what changed, under which ids, prepare, write, learn, seal."""
