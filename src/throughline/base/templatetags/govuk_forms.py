"""Tags for forms: the whole form, the error summary, the filter panel beside a list."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django import forms, template
from django.db.models import Model, QuerySet
from django.forms.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from throughline.base import form_renderer
from throughline.base.templatetags import govuk_words

register = template.Library()


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """ "Error: " before the page's title when a form of the page is wrong."""
    return "Error: " if any(True for _ in _wrong_forms(context.flatten().values())) else ""


@register.inclusion_tag("base/components/error_summary.html", takes_context=True)
def page_error_summary(context: Context) -> dict[str, Any]:
    """What is wrong in all the forms that the view handed to the page; the layout puts it above the content."""
    return {"items": [item for form in _wrong_forms(context.flatten().values()) for item in _items(form)]}


@register.inclusion_tag("base/components/error_summary.html")
def error_summary(*forms_of_page: BaseForm) -> dict[str, Any]:
    """The same for forms that the layout cannot find by itself (inside other objects)."""
    return {"items": [item for form in _wrong_forms(forms_of_page) for item in _items(form)]}


@register.inclusion_tag("base/components/submit_form.html", takes_context=True)
def submit_form(
    context: Context, form: BaseForm, button: str, action: str = "", cancel: str = "", kind: str = "primary"
) -> dict[str, Any]:
    """A whole form that posts."""
    return {
        "csrf_token": context.get("csrf_token"),
        "form": form,
        "button": button,
        "action": action,
        "cancel": cancel,
        "kind": kind,
    }


@register.simple_block_tag(takes_context=True)
def filter_layout(context: Context, content: str, form: BaseForm, title: str = "Filter") -> SafeString:
    """The form as a filter panel beside the results; what is chosen stands above them as links that remove it."""
    form.filtering = True  # type: ignore[attr-defined]  # smaller controls, no "(optional)"
    request = context["request"]
    chosen = [
        {"field": bound.label, "words": words, "href": _without(request.GET, names)}
        for bound, words, names in _chosen(form)
    ]
    return render_to_string(
        "base/components/filter_layout.html",
        {"form": form, "title": title, "chosen": chosen, "clear": request.path, "results": content},
    )


def _wrong_forms(values: Iterable[Any]) -> Iterator[BaseForm | BaseFormSet[Any]]:
    seen: set[int] = set()
    for value in values:
        for form in value if issubclass(type(value), list | tuple) else [value]:
            if (  # by type(): isinstance would wake lazy values, and the CSRF token's waking sets a cookie
                issubclass(type(form), BaseForm | BaseFormSet)
                and id(form) not in seen
                and form.is_bound
                and not form.is_valid()
            ):
                seen.add(id(form))
                yield form


def _items(form: BaseForm | BaseFormSet[Any]) -> Iterator[dict[str, str]]:
    if isinstance(form, BaseFormSet):
        yield from ({"target": "", "sentence": str(error)} for error in form.non_form_errors())
        for each in form.forms:
            yield from _items(each)
        return
    fields = cast("list[form_renderer.GovukBoundField]", list(form))
    first = next((bound.target_id for bound in fields if not bound.is_hidden), "")
    yield from ({"target": first, "sentence": str(error)} for error in form.non_field_errors())
    for bound in fields:
        target = "" if bound.is_hidden else bound.target_id
        yield from ({"target": target, "sentence": sentence} for sentence in bound.sentences)


def _chosen(form: BaseForm) -> Iterator[tuple[forms.BoundField, str, list[tuple[str, str | None]]]]:
    """What the person chose: the field, its words, and what to take out of the address (None: the name altogether)."""
    if not form.is_bound:
        return
    form.is_valid()
    unseen = [form[name] for name in getattr(form, "UNSEEN", ())]  # hidden fields that narrow the list too
    for bound in [*form.visible_fields(), *unseen]:
        value = form.cleaned_data.get(bound.name)
        widget = bound.field.widget
        if value in (None, "", False, []):
            continue
        if isinstance(value, list | tuple | QuerySet):
            for each in value:
                yield bound, _words(bound, each), [(bound.html_name, str(bound.field.prepare_value(each)))]
        else:
            ends = getattr(widget, "widgets_names", [""])  # of a widget of several boxes, such as a date
            yield bound, _words(bound, value), [(f"{bound.html_name}{end}", None) for end in ends]


def _words(bound: forms.BoundField, value: Any) -> str:
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, datetime.date):
        return govuk_words.plain_date(value)
    if value is True:
        return "yes"
    return next(
        (str(words) for key, words in _flat(getattr(bound.field, "choices", ())) if str(key) == str(value)),
        str(value),
    )


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for key, words in choices:
        if isinstance(words, list | tuple):
            yield from words
        else:
            yield key, words


def _without(query: Any, names: list[tuple[str, str | None]]) -> str:
    query = query.copy()
    query.pop("page", None)
    for name, value in names:
        left = [each for each in query.getlist(name) if value is not None and each != value]
        query.setlist(name, left) if left else query.pop(name, None)
    return f"?{query.urlencode()}"
