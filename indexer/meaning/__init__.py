"""What a passage means, in either language: vectors of sentences, a dictionary both ways, and their union."""
