"""What a site is to be made of; knows no host."""
