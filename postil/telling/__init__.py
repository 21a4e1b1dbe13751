"""Which problems stand, and how they are told to people and programs."""
