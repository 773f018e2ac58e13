"""Diffs for readers: lines as HTML, changed words, moved blocks, colours of code, and files of their own. Pure."""
