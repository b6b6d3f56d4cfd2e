"""Start the program: what ``./inv`` runs."""

from sampler.commands.namespace import namespace
from sampler.commands.program import program


def main() -> None:
    """Run the tasks named on the command line."""
    program(namespace(), version="1.0.0").run()


if __name__ == "__main__":
    main()
