"""Reports in an OpenSearch cluster: the server finds and counts, the best hits are scored as everywhere."""
