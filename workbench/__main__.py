"""`python -m workbench` is the same door as `workbench`."""

import signal


def load_and_run() -> None:
    """Run the command line. An interrupt while the program is being loaded ends it without a word."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # it may be ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from workbench.cli.main import main  # noqa: PLC0415 - as the docstring says

    main()


if __name__ == "__main__":
    load_and_run()
