"""From settings to a site: what has to be made, and what is as it was."""
