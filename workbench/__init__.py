"""The curation workbench: a week of saved links becomes one issue of a newsletter."""

__version__ = "0.1.0"
