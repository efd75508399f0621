"""Every letter this product writes: pure functions from facts to typed blocks. `press` renders them, once, per recipient."""

from mou.letters.registry import LETTERS

__all__ = ["LETTERS"]
