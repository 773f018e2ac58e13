"""How languages with braces declare what others can reach: a module for each."""
