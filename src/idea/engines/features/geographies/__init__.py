"""Geographies: sets of areas with codes, through time; which area a point, a code or a name means.

Counties, towns and villages are the kernel's; others are map layers that an officer declares.
"""
