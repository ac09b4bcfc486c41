"""Forms of accounts and roles."""

import datetime
from collections.abc import Iterable

from django import forms

from throughline.base import form_fields, roles, rooms
from throughline.base.queries import places


class Find(forms.Form):
    """The filter of the list of accounts."""

    q = forms.CharField(label="Name or address", required=False)
    state = forms.ChoiceField(
        label="State", choices=[("open", "Open"), ("closed", "Closed")], required=False, initial="open"
    )


class FindPerson(forms.Form):
    """Which of the people found."""

    person = forms.IntegerField(widget=forms.HiddenInput)


class Nothing(forms.Form):
    """Only a button."""


class OpenKept(forms.Form):
    """A system administrator's account, kept apart from their own."""

    email = forms.EmailField(
        label="Address of the new account", help_text="Not the person's own address in the staff register."
    )
    keeper = forms.EmailField(
        label="Whose it is: their own work address", help_text="As in the staff register."
    )


class Reason(forms.Form):
    """Why something is done that others will look for in the audit log."""

    reason = forms.CharField(label="Why?", help_text="It stays in the audit log.", max_length=500)


class FindGrants(forms.Form):
    """The filter of the list of roles."""

    q = forms.CharField(label="Name or address", required=False)
    role = forms.ChoiceField(label="Role", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        given = [(name, roles.ROLES[name].title) for name in roles.GIVEN]
        self.fields["role"].choices = [("", "Every role"), *given]  # type: ignore[attr-defined]


class GiveRole(forms.Form):
    """Who is to hold which role, where, until when."""

    who = forms.CharField(label="Who?", help_text="Their work address, or their name or a part of it.")
    account = forms.TypedChoiceField(
        label="Whom do you mean?",
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": "Choose whom you mean"},
    )
    role = forms.ChoiceField(label="Which role?", widget=forms.RadioSelect)
    place = forms.TypedChoiceField(
        label="For which part of the organisation?",
        help_text=(
            "A team manager is for a team, a service manager for a service, a member of a management team for a "
            "directorate, a contact for a provider or partner. Most other roles are for the whole authority."
        ),
        required=False,
        coerce=int,
        empty_value=None,
    )
    ends_on = form_fields.GovukDateField(
        label="The day after the last day", help_text="Leave it empty when no end is planned.", required=False
    )

    def __init__(
        self,
        *args: object,
        possible: Iterable[str],
        today: datetime.date,
        people: list[tuple[int, str]],
        **kwargs: object,
    ) -> None:
        """people: those among whom one must choose, when the words are not enough."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(name, f"{roles.ROLES[name].title}: {_lower(rooms.what(name))}") for name in possible]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
        if people:
            self.fields["account"].choices = people  # type: ignore[attr-defined]
        else:
            del self.fields["account"]
        kinds = {kind for role in roles.ROLES.values() for kind in role.kinds}
        found = places.choices(today=today, kinds=kinds)
        self.fields["place"].choices = [("", "The whole authority"), *found]  # type: ignore[attr-defined]


class FindPermissions(forms.Form):
    """The filter of the grid."""

    capability = forms.ChoiceField(label="Room", required=False)
    role = forms.ChoiceField(label="Role", required=False)

    def __init__(self, *args: object, capabilities: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        rooms = [(name, name.capitalize()) for name in capabilities]
        self.fields["capability"].choices = [("", "Every room"), *rooms]  # type: ignore[attr-defined]
        named = [(role.name, role.title) for role in roles.ROLES.values()]
        self.fields["role"].choices = [("", "Every role"), *named]  # type: ignore[attr-defined]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
