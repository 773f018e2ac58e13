"""From reports to the pages of a site. Nothing in here knows MkDocs."""
