"""The web check: its fields, a look, and what became so since the last one."""
