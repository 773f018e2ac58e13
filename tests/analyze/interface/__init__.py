"""What users of code can reach."""
