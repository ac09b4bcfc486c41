"""The settings form: the authority's name, logo, colours, cycles and words."""

from typing import Any

from django import forms

from throughline.base import logo, terms, theme
from throughline.base.changes import authority as changes
from throughline.base.queries import authority

COLOUR = "Write the {} as # and six figures or letters a to f, such as {}"
DAYS = dict.fromkeys(
    ("invalid", "min_value", "max_value"), "Enter a whole number of at least 7 days, and at most 366"
)
MONTHS = dict.fromkeys(
    ("invalid", "min_value", "max_value"), "Enter a whole number of at least 1 month, and at most 24"
)


class Settings(forms.Form):
    """Everything that an authority may set for itself."""

    name = forms.CharField(label="Name of the authority", max_length=200)
    short_name = forms.CharField(label="Short name", max_length=60, required=False)
    programme_name = forms.CharField(label="Name of the programme", max_length=200)
    contact_email = forms.EmailField(label="E-mail address for questions", required=False)
    logo_file = forms.FileField(
        label="Logo",
        required=False,
        help_text="PNG, JPEG or WebP, at most 1 MB. It is drawn anew, without hidden details.",
    )
    no_logo = forms.BooleanField(label="Show the name instead of a logo", required=False)
    logo_alt = forms.CharField(
        label="What the logo shows, for those who cannot see it", max_length=200, required=False
    )
    brand_colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label="Brand colour",
        help_text="Such as #1d4f91. White words must be readable on it.",
        error_messages={"invalid": COLOUR.format("brand colour", "#1d4f91")},
    )
    link_colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label="Link colour",
        help_text="Such as #1a5fb4. It must be readable on white.",
        error_messages={"invalid": COLOUR.format("link colour", "#1a5fb4")},
    )
    update_cycle_days = forms.IntegerField(
        label="An action is stale after this many days without an update",
        min_value=7,
        max_value=366,
        error_messages=DAYS,
    )
    review_months = forms.IntegerField(
        label="An ongoing action is looked at again after this many months",
        min_value=1,
        max_value=24,
        error_messages=MONTHS,
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        now = authority.authority()
        super().__init__(data, files, initial={name: getattr(now, name) for name in changes.FIELDS})
        preferred = now.words
        for key, word in terms.TERMS.items():
            self.fields[f"term_{key}"] = forms.CharField(
                label=f"Your word for “{word}”", required=False, max_length=80, initial=preferred.get(key, "")
            )

    def clean(self) -> dict[str, Any]:
        """One word of a pair alone would stand beside the usual one: "Change the pledge" beside "121 actions"."""
        given = super().clean() or {}
        for key, sentence in terms.half_said(
            {key: given.get(f"term_{key}", "") for key in terms.TERMS}
        ).items():
            if f"term_{key}" not in self.errors:
                self.add_error(f"term_{key}", sentence)
        return given

    def clean_brand_colour(self) -> str:
        return self._readable("brand_colour")

    def clean_link_colour(self) -> str:
        return self._readable("link_colour")

    def clean_logo_file(self) -> Any:
        """Read here as well as in the change: what is wrong with it stands beside everything else that is wrong."""
        if file := self.cleaned_data["logo_file"]:
            try:
                logo.redrawn(file.read(logo.BYTES + 1))
            except logo.LogoRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
            file.seek(0)
        return file

    def _readable(self, name: str) -> str:
        colour: str = self.cleaned_data[name]
        if found := theme.problems(
            theme.Theme(**{name: colour})
        ):  # the other one is as it comes, and readable
            raise forms.ValidationError(" ".join(found))
        return colour

    def words(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"term_{key}"] for key in terms.TERMS}

    def picture(self) -> bytes | None:
        """The new logo, as much of it as one needs to refuse a large one; empty: none any more; None: as it is."""
        if file := self.cleaned_data["logo_file"]:
            found: bytes = file.read(logo.BYTES + 1)
            return found
        return b"" if self.cleaned_data["no_logo"] else None
