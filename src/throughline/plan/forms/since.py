"""From which day on?"""

from django import forms

from throughline.base.form_fields import GovukDateField


class Since(forms.Form):
    mark_optional = False
    since = GovukDateField(label="Show what changed since", required=False)
