"""`python -m workbench` is the same door as `workbench`."""

from workbench.cli.main import main

main()
