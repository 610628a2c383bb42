"""`python -m idea`: hands over to the command line."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idea.project.settings")
    from pydantic import ValidationError

    from idea.project.cli.main import cli

    wrong: list[str] = []
    try:
        cli(prog_name=os.environ.get("IDEA_PROG", "idea"))
    except* ValidationError as several:  # settings that cannot be: say which, not where in the code
        from idea.project.serving.variables import lines

        for error in several.exceptions:
            if isinstance(error, ValidationError):
                wrong += lines(error)
    if wrong:
        sys.stderr.write("".join(f"{line}\n" for line in wrong))
        sys.exit(2)


if __name__ == "__main__":
    main()
