"""Every letter this product writes: pure functions from facts to typed blocks. `press` renders them, once, per recipient."""
