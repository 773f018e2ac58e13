"""The command `diffinsight`."""
