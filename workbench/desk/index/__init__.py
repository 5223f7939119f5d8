"""The documents of the library as the desk holds them, and the indexes by which they are found."""
