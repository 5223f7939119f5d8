"""The year behind, in figures: what was saved, placed and published, from where, and how long it waited."""
