"""Scripts for measurements; no part of the package."""
