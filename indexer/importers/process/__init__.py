"""The process in which files are read, so that none can take the program down."""
