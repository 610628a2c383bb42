"""Pages: each module is one subject; they call `api`, `actions` and `queries` and hold no rules."""
