"""Forms of a merge: the file, why it is undone."""

from django import forms

from throughline.plan.forms.importing import Upload as ImportUpload


class Upload(forms.Form):
    """The file that comes back."""

    file = forms.FileField(
        label="The file",
        help_text="A file that was taken from here and worked on, or the document in which somebody keeps it: "
        "Word (.docx), Excel (.xlsx), PDF, web page (.html), CSV or text (.txt, .md), up to 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.pdf,.html,.htm,.csv,.txt,.md"}),
    )

    clean_file = ImportUpload.clean_file


class Undo(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Why is it to be undone?",
        help_text="It stays in the history.",
        widget=forms.Textarea({"rows": 3}),
    )
