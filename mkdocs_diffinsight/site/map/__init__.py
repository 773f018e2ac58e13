"""Which pages there are, where they are, and what they say of each other."""
