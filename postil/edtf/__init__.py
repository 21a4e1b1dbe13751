"""EDTF dates: reading, bounds, order, and words in eight languages."""
