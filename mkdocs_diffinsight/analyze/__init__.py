"""What a change does, read from its diff and from the file before and after: values without a word of our own. Pure."""
