"""EDTF dates: reading, bounds, order, and words in seven languages."""
