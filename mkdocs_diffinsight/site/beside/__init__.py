"""What stands beside pages: data, plain copies, feeds."""
