"""From a query to its results, naming no engine; what an engine has to offer is in `ports`."""
