"""HTTP: which addresses may be reached, requests sent and received, files fetched."""
