"""`python -m mkdocs_diffinsight` is the `diffinsight` command."""

from .commands.cli import main

main()
