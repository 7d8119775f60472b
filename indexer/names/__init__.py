"""Who and what the reports name, in Chinese and in English, learnt from the reports themselves.

section → candidates (two names side by side) → pairs (where the Chinese one begins, and what it is of)
        → votes (what other places say): confirmed, proposed, rejected
report  → people (who is named, under which post, in which sections, with which talks)
        → persons (one person across reports, on two pieces of evidence)
all of it → learning → store (one file of the index) → search, pages, commands

What passes between them are frozen records.
"""
