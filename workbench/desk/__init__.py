"""The editor's session: present state, the verbs by occasion, undo and redo, and the ports they need."""
