"""`python -m idea`: hands over to the command line."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idea.project.settings")
    from pydantic import ValidationError

    from idea.project.cli.main import cli

    try:
        cli(prog_name=os.environ.get("IDEA_PROG", "idea"))
    except ValidationError as error:  # a setting that cannot be: say which, not where in the code
        for wrong in error.errors():
            name = "IDEA_" + "_".join(str(part) for part in wrong["loc"]).upper()
            sys.stderr.write(f"{name}: {wrong['msg']} (given: {wrong['input']!r})\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
