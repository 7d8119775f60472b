"""What several formats need: blocks, paragraphs, numbers, packages, recognition."""
