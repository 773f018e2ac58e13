"""What documents show: headings, links, tables, words."""
