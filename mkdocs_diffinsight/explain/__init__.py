"""Says what changed: by a model, as far as one can be asked, else by rules."""
