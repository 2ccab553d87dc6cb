"""Every block keeps what blocks promise: it is enough to be in the registry."""

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.testing.conformance import Conformance


class TestBlocks(Conformance):
    blocks = tuple(load_registry())
