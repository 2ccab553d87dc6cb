"""How fast and how small, measured on this machine: `python -m benchmarks [NAME …]` prints one table."""
