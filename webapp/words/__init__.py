"""What pages call things, in the language of the visitor."""
