"""A built site → a place that serves it: what to send in which order, and how (edge)."""
