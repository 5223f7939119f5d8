"""What you see and press. Attributes down, messages up; widgets own cursors and scroll offsets, never truth."""
