"""One module a format; `_example.py` shows all that one needs."""
