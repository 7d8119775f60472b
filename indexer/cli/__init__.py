"""The `baogao` command: a file a group of commands, each a thin call on the library."""
