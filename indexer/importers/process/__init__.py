"""The process in which files are read, so that none can take the program down.

`reader` is the side that asks, `__main__` the process that answers, `lines` what they say to each other;
`draw` is the process that draws a page.
"""
