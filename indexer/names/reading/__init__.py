"""What one report says of names: the pairs seen in it and the people it names."""
