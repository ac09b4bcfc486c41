"""The form with which a second person decides."""

from django import forms


class Decision(forms.Form):
    """Agree, or refuse with the reason."""

    mark_optional = (
        False  # the reason is needed for a no: the change says so, and who takes it back needs none
    )

    agree = forms.ChoiceField(
        label="Do you agree?", choices=[("yes", "Yes, do it"), ("no", "No")], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="If not, why?", required=False, help_text="The person who asked will see it."
    )
    seen = forms.CharField(
        required=False, widget=forms.HiddenInput()
    )  # the warning as it was when they looked

    def show(self, warning: str) -> None:
        """Send along what the page warns of now, whatever was sent before."""
        self.initial["seen"] = warning
        if self.is_bound:
            self.data = self.data.copy()
            self.data["seen"] = warning
