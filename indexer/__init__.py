"""From a report file to ranked, highlighted sections: everything but the web page."""

__version__ = "0.1.0"
