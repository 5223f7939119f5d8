"""The Inbox pane and the Source of a link."""
