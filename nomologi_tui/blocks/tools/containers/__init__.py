"""Containers of Docker or podman, seen through the engine's socket."""
