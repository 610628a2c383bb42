"""Small-area statistics of any table: its rows counted by county or town, classed, and drawn.

The white paper's statistical-map service (5.3). Areas and their shapes are the kernel's.
"""
