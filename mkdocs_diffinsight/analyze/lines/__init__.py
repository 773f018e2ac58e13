"""What lines show, whatever their file is."""
