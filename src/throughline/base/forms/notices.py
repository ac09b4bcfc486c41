"""How often somebody wants mail."""

from django import forms

OFTEN = [("daily", "Every day, if there is anything"), ("weekly", "Once a week, on Monday"), ("off", "Never")]


class Choose(forms.Form):
    """How often."""

    often = forms.ChoiceField(label="How often do you want mail?", choices=OFTEN, widget=forms.RadioSelect)
