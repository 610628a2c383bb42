"""`./idea doctor`: what is wrong with this installation, and the mend."""

import json
import sys

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON line a finding.")
def command(*, as_json: bool) -> None:
    """Say what is wrong, and the mend. Exit 1 when something does not work."""
    from idea.project.serving.doctor import findings

    marks = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "wrong": ("✗", "red")}
    worst = 0
    for finding in findings():
        worst = max(worst, finding.state == "wrong")
        if as_json:
            click.echo(json.dumps(finding.as_dict(), ensure_ascii=False))
            continue
        mark, color = marks[finding.state]
        click.echo(f"{click.style(mark, fg=color)} {finding.subject}: {finding.words}")
        if finding.mend:
            click.echo(f"    → {finding.mend}")
    sys.exit(worst)
