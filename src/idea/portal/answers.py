"""Forms that show what an engine refused, each fault beside the field it is about."""

from django import forms

from idea.kernel.errors import Problem


class AnsweringForm(forms.Form):
    """A form that takes a Problem for an answer."""

    def take(self, problem: Problem) -> None:
        """Put what was found wrong beside the fields it is about, the rest on top."""
        for issue in problem.issues:
            self.add_error(issue.column if issue.column in self.fields else None, issue.message)
        if not problem.issues:
            self.add_error(None, " ".join(filter(None, [problem.detail, problem.remedy])))
