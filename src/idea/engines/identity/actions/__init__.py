"""Writes, one verb a function: each checks permission beside the act and leaves an audit entry."""
