"""Reads repositories: the only room that starts git."""
