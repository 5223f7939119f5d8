"""The section a link is meant for, and the order of what waits, from what was published before."""
