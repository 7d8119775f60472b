"""What every request passes: parameters, lookup, language, caching, compression, errors, the server."""
