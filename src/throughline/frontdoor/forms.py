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

    def show(self, warning: str, *, own: bool) -> None:
        """Send along what the page warns of now, whatever was sent before. Who asked can do nothing but take it back."""
        sent = {"seen": warning, **({"agree": "no", "reason": ""} if own else {})}
        if own:
            for name in ("agree", "reason"):
                self.fields[name].widget = forms.HiddenInput()
        self.initial = {**self.initial, **sent}
        if self.is_bound:
            self.data = {**dict(self.data.items()), **sent}
