"""`python -m mkdocs_diffinsight` is the `diffinsight` command."""

from .cli import main

main()
