"""The verbs: plain functions from the present state to a change."""
