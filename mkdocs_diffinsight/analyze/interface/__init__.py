"""What users of code can reach, and what changed of it."""
