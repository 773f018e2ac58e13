"""What changed between two trees of a repository, whatever these hold, and within bounds."""
