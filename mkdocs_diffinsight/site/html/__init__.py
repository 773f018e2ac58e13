"""HTML: of Markdown, of templates, and of what stands around."""
