"""Site generators that show the reports."""
