"""The ranges that a history makes by itself: steps between tags, periods, what came since."""
