"""MkDocs: everything that knows it, its themes and other plugins."""
