"""The formats that links are read from, one module each."""
