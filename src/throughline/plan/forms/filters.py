"""The filter panel of a list of actions: a form that is sent by GET, so that the filters live in the address."""

from typing import Any

from django import forms

from throughline.base.pages import whole_number
from throughline.plan import rules
from throughline.plan.queries import choices
from throughline.plan.queries.actions import Filters

KEYS = 2**31 - 1  # the largest number that a key can be


class Filter(forms.Form):
    """What a person narrows the list to."""

    q = forms.CharField(label="Search", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    status = forms.ChoiceField(label="Status", required=False)
    theme = forms.TypedChoiceField(label="Theme", required=False, coerce=int, empty_value=None)
    directorate = forms.TypedChoiceField(label="Directorate", required=False, coerce=int, empty_value=None)
    service = forms.TypedChoiceField(label="Service", required=False, coerce=int, empty_value=None)
    lack = forms.ChoiceField(label="What it lacks (SMARTER)", required=False)
    silent = forms.BooleanField(label="Without a recent update", required=False)
    unowned = forms.BooleanField(label="Nobody is accountable", required=False)
    nothing = forms.BooleanField(label="Nothing achieved yet", required=False)
    unplaced = forms.BooleanField(label="No service named", required=False)
    lead = forms.IntegerField(required=False, max_value=KEYS, widget=forms.HiddenInput())
    accountable = forms.IntegerField(required=False, max_value=KEYS, widget=forms.HiddenInput())
    team = forms.IntegerField(required=False, max_value=KEYS, widget=forms.HiddenInput())
    named = forms.CharField(
        label="Named in the document", required=False, max_length=300, widget=forms.HiddenInput()
    )
    open = forms.BooleanField(required=False, widget=forms.HiddenInput())
    mark_optional = False
    UNSEEN = (
        "lead",
        "accountable",
        "team",
        "named",
        "open",
    )  # what a link narrows to: no field shows it, so it is said with the chosen ones

    def __init__(
        self,
        data: Any,
        *,
        plan: choices.Plan,
        themes: dict[int, Any],
        for_user: choices.User,
        terms: dict[str, str],
    ) -> None:
        super().__init__(data)
        every = [("", "All")]
        statuses = [(name, words) for name, (words, _) in rules.STATUSES.items()]
        self._choose("status", [*every, *statuses, ("done", "Done, verified or not")])
        self.fields["unplaced"].label = f"No {terms['service']} named"
        self.fields["open"].label = f"Only open {terms['actions']}"
        for name, words in (("lead", terms["lead"]), ("accountable", "accountable")):
            key = whole_number(self.data.get(name, ""))
            self._choose(name, [(key, choices.person_name(key))] if key and key <= KEYS else [], words)
        key = whole_number(self.data.get("team", ""))
        self._choose("team", [(key, choices.place_name(key))] if key and key <= KEYS else [], terms["lead"])
        self._choose("lack", every + list(rules.LETTERS.items()))
        self._choose("theme", every + [(key, theme.title) for key, theme in themes.items()], terms["theme"])
        self._choose("service", every + choices.services_of(plan, for_user=for_user), terms["service"])
        self._choose(
            "directorate", every + choices.directorates(plan, for_user=for_user), terms["directorate"]
        )

    def _choose(self, name: str, offered: list[tuple[Any, str]], word: str = "") -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]
        if word:
            self.fields[name].label = word[:1].upper() + word[1:]

    def filters(self) -> Filters:
        """What was asked for; what makes no sense is left out rather than refused: an old link still opens."""
        self.full_clean()
        known = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return Filters(**known, page=whole_number(self.data.get("page", "")) or 1)
