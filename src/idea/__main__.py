"""`python -m idea`: hands over to the command line."""

import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idea.project.settings")
    from idea.project.cli.main import cli

    cli(prog_name=os.environ.get("IDEA_PROG", "idea"))


if __name__ == "__main__":
    main()
