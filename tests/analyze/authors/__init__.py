"""What authors say themselves."""
