"""MkDocs plugin that turns git compare ranges into pages a person wants to read."""

__version__ = "0.1.0"
