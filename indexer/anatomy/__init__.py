"""From a document's lines to a report: lines → outline → sections; forms → metadata."""
