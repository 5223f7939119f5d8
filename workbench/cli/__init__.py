"""The command line: arguments in, one verb, sentences and data out."""
