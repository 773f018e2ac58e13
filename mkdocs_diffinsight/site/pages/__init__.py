"""The bodies of pages, a module and a template for each."""
