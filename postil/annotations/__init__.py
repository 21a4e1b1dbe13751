"""Notes as W3C Web Annotations: out of an edition, and into an article."""
