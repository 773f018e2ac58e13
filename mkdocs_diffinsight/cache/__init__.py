"""The folder `cache_dir`: texts, evidence and pictures, written in one step each."""
