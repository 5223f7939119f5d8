"""`python -m workbench` is the same door as `workbench`."""

from workbench.cli import main

main()
