"""Renders every Django form field as GOV.UK markup: label, hint, error, described-by, the right control."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import boundfield, renderers, widgets

from throughline.base import error_words, form_fields

# Attributes that say how to draw and are not for the browser.
OURS = {"label_size", "inline", "placeholder", "required"}

# The first line that fits the widget decides: kind of control, and the class of its element.
KINDS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (form_fields.DateBoxes, "boxes", ""),
    (
        forms.PasswordInput,
        "password",
        "govuk-input govuk-password-input__input govuk-js-password-input-input",
    ),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.CheckboxSelectMultiple, "checkboxes", ""),
    (forms.RadioSelect, "radios", ""),
    (forms.FileInput, "file", "govuk-file-upload"),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.Select, "select", "govuk-select"),
    (widgets.Input, "input", "govuk-input"),
)
SELF_STANDING = {
    "the",
    "a",
    "an",
    "your",
    "one",
    "any",
    "what",
    "who",
    "why",
    "how",
    "when",
    "where",
    "which",
}
MARKED = {"govuk-input", "govuk-textarea", "govuk-select", "govuk-file-upload"}  # have a red variant
CHOOSING = {"checkbox", "checkboxes", "radios", "select"}


class GovukBoundField(boundfield.BoundField):
    """A field of a form, with what its template needs to know."""

    @property
    def kind(self) -> str:
        return _kind(self.field.widget)[0]

    @property
    def label_size(self) -> str:
        return str(self.field.widget.attrs.get("label_size", "s"))

    @property
    def inline(self) -> bool:
        return bool(self.field.widget.attrs.get("inline"))

    @property
    def small(self) -> bool:
        return bool(getattr(self.form, "filtering", False))

    @property
    def says_optional(self) -> bool:
        return (
            not self.field.required
            and self.kind != "checkbox"
            and bool(getattr(self.form, "mark_optional", True))
            and not self.small
        )

    @property
    def sentences(self) -> list[str]:
        """What is wrong, in words that say what to do."""
        return [sentence for error in self._wrongs() for sentence in self._sentences(error)]

    @property
    def wrong_boxes(self) -> tuple[str, ...]:
        for error in self._wrongs():
            if boxes := (getattr(error, "params", None) or {}).get("wrong_boxes"):
                return tuple(boxes)
        return form_fields.BOXES if self.errors else ()

    @property
    def target_id(self) -> str:
        """The element that a link to this field leads to: the first control that is wrong."""
        if self.kind == "boxes":
            return f"{self.auto_id}_{form_fields.BOXES.index((self.wrong_boxes or form_fields.BOXES)[0])}"
        if self.kind in {"radios", "checkboxes"} and self.subwidgets:
            return str(self.subwidgets[0].id_for_label)
        return self.id_for_label or self.auto_id

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = dict[str, Any](super().build_widget_attrs(attrs, widget))
        if widget.is_hidden:
            return attrs
        kind, css = _kind(widget)
        attrs |= {name: False for name in OURS if name in attrs or name in widget.attrs}
        given = str(widget.attrs.get("class", ""))
        attrs["class"] = " ".join(
            word for word in (css, _error_class(css, self.errors), _width(widget, given), given) if word
        )
        if kind == "boxes":
            attrs["wrong_boxes"] = self.wrong_boxes
        if kind in {"textarea", "input"}:
            # Pasted text would be cut without a word; the server says how much is too much.
            attrs["maxlength"] = False
        if kind == "textarea":
            rows = str(widget.attrs.get("rows"))  # 10 is Django's, not the author's
            attrs |= {"cols": False, "rows": "5" if rows == "10" else rows}
        if kind in {"radios", "checkboxes"}:
            attrs |= {"inline": self.inline, "small": self.small}
        return attrs

    def _wrongs(self) -> list[ValidationError]:
        return list(self.errors.as_data()) if self.errors else []

    def _sentences(self, error: ValidationError) -> list[str]:
        if error.code == "required" and list(error.messages) == [
            forms.Field.default_error_messages["required"]
        ]:
            return [_ask_for(str(self.label), self.kind)]
        ours = error_words.sentence(error, self.field, str(self.label))
        return [ours] if ours else list(error.messages)


class GovukRenderer(renderers.TemplatesSetting):
    """The project's FORM_RENDERER."""

    form_template_name = "base/forms/form.html"
    formset_template_name = "base/forms/formset.html"
    field_template_name = "base/forms/field.html"
    bound_field_class = GovukBoundField


def _kind(widget: forms.Widget) -> tuple[str, str]:
    for widget_class, kind, css in KINDS:
        if isinstance(widget, widget_class):
            return kind, css
    return "other", ""


def _error_class(css: str, errors: Any) -> str:
    first = css.split(" ")[0]
    return f"{first}--error" if errors and first in MARKED else ""


def _width(widget: forms.Widget, given: str) -> str:
    if "width" in given:
        return ""
    if isinstance(widget, forms.NumberInput | forms.TimeInput):
        return "govuk-input--width-5"
    return "govuk-input--width-10" if isinstance(widget, forms.DateInput) else ""


def _ask_for(label: str, kind: str) -> str:
    """ "Enter the title", "Select the lead", "Choose a file", 'Answer “What was achieved?”'."""
    if label.endswith("?"):
        return f"Answer “{label}”"
    rest = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    if kind == "file":
        return f"Choose a file: {rest}"
    if kind == "checkbox":
        return f"Tick the box “{label}”"
    verb = "Select" if kind in CHOOSING else "Enter"
    article = "" if rest.split(" ")[0] in SELF_STANDING else "the "
    return f"{verb} {article}{rest}"
