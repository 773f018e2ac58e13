"""What other files show, by their sort."""
