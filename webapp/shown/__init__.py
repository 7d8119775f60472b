"""Values made ready to be shown: text with marks, pictures, addresses, references."""
