"""Pictures: what a file says by its own bytes, the same bare, and the copies that are published."""
