"""Forms that two people may have open at once: what the other saved meanwhile stays, unless both changed the same field."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms

SEEN = "seen"
# A form says in COMPLETED_BY which field says more where a choice alone does not: {field: {choice: field}}.
BOTH = (
    "Somebody else changed this after you opened the page. They say: “{theirs}”. You say: “{mine}”. "
    "Save again to keep yours, or put theirs here"
)
Form = TypeVar("Form", bound=forms.Form)
Boxes = Mapping[str, str]  # the controls of a field by their names in the page, and what stands in each


def opened(data: Any, make: Callable[..., Form], **what: Any) -> Form:
    """The form of what was sent (None: of nothing), with a hidden field that says what it showed when it was opened.

    A field that the sender left as it was gets what stands there now. One that the sender and somebody else changed, each
    in their own way, is an error that shows both; whoever saves once more has seen it. A form that is not among what was
    sent was not on the sender's page, and stays as it is.
    """
    fresh = make(None, **what)
    now = {bound.name: _boxes(bound) for bound in fresh.visible_fields()}
    standing = {box: text for boxes in now.values() for box, text in boxes.items()}
    marks = {name: _mark(fresh, name, boxes) for name, boxes in now.items()}
    if data is None:
        return _with_marks(fresh, marks)
    sent, clashes = data.copy(), []
    seen = _marks_sent(data.get(fresh.add_prefix(SEEN), ""))
    on_page = any(box in data for boxes in now.values() for box in boxes) or bool(seen)
    for name, boxes in now.items():
        mine = {box: data.get(box, "") for box in boxes}
        mark = _mark(fresh, name, mine)
        if not on_page or mark == seen.get(name):
            for box, text in boxes.items():
                sent[box] = text
        elif name in seen and marks[name] not in {seen[name], mark}:
            said = BOTH.format(theirs=_words(fresh, name, standing.get), mine=_words(fresh, name, data.get))
            clashes.append((name, said))
    sent[fresh.add_prefix(SEEN)] = json.dumps(marks)
    form = make(sent, **what)
    for name, sentence in clashes:
        form.add_error(name, sentence)
    return _with_marks(form, marks)


def _with_marks(form: Form, marks: dict[str, str]) -> Form:
    """After what was sent is checked, so that the marks are no part of what the form says."""
    assert form.errors is not None
    form.fields[SEEN] = forms.CharField(widget=forms.HiddenInput(), required=False, initial=json.dumps(marks))
    return form


def _boxes(bound: forms.BoundField) -> Boxes:
    widget = bound.field.widget
    if isinstance(widget, forms.MultiWidget):
        several: Any = widget
        ends, values = several.widgets_names, several.decompress(bound.value())
        return {f"{bound.html_name}{end}": _text(one) for end, one in zip(ends, values, strict=True)}
    return {bound.html_name: _text(bound.value())}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _mark(form: forms.Form, name: str, boxes: Boxes) -> str:
    """Short for what stands in a field. Line ends do not count where a browser changes them."""
    several_lines = isinstance(form.fields[name].widget, forms.Textarea)
    end = "\n" if several_lines else ""
    texts = [re.sub(r"\r\n|\r|\n", end, text).strip() for text in boxes.values()]
    return hashlib.blake2s(json.dumps(texts).encode(), digest_size=8).hexdigest()


def _marks_sent(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _words(form: forms.Form, name: str, get: Callable[[str], str | None]) -> str:
    """What stands in a field, as its reader sees it: a choice by its words, and by the field that completes it."""
    texts = [get(box) or "" for box in _boxes(form[name])]
    labels = {str(key): str(label) for key, label in getattr(form.fields[name], "choices", ())}
    words = " ".join(labels.get(text, text) for text in texts if text or text in labels)
    more = getattr(form, "COMPLETED_BY", {}).get(name, {}).get(texts[0])
    return (
        f"{words}: {_words(form, more, get)}" if more and get(form.add_prefix(more)) else words or "nothing"
    )
