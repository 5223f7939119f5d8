"""The command line: reads arguments, runs one verb on a workspace, writes data and sentences."""
