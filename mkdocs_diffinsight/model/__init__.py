"""The values that travel, a file for each stage. All are frozen: a step takes values and returns new ones."""
