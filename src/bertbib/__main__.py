"""``python -m bertbib``."""

from bertbib.cli.main import main

main()
