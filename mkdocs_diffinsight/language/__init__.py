"""The product's own words in each language, and how those of others stand in them."""
