"""What all reports together say: which pairs are confirmed, who is the same person."""
