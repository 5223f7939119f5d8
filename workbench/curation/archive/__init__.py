"""What was published: past issues as they are read back, and where each link appeared."""
