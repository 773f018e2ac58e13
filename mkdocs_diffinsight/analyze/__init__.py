"""What a change does, read from its diff and from the file before and after: values without a word of our own. Pure."""

VERSION = 39
"""Of what is found in a diff. To be raised with every change of it, as findings are kept in the cache."""
