"""The way to a model's server, and what it has answered so far."""
