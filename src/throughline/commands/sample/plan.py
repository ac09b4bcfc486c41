"""The sample plan: as it was agreed, then every entry, reply and publication on its own day."""

import dataclasses
import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile

from throughline.base import audit
from throughline.base.models import Person, Place, User
from throughline.plan import rules
from throughline.plan.models import (
    Action,
    ActionLead,
    ActionLink,
    Attachment,
    Plan,
    ProgressEntry,
    PublishedVersion,
    Recommendation,
    Theme,
)
from throughline.plan.queries import publishing
from throughline.plan.rules import Stage

WHY = "sample borough"
LINKS = {"supports": "supports", "depends_on": "depends", "duplicates": "duplicates"}


@dataclasses.dataclass
class Known:
    """Who and what the plan speaks of, by the keys that it uses."""

    people: dict[str, Person]
    places: dict[str, Place]
    actions: dict[str, Action] = dataclasses.field(default_factory=dict)


def load(said: dict[str, Any], *, today: datetime.date) -> Plan:
    """The plan as of `said["as_of"]`."""
    known = Known(
        {person.employee_number: person for person in Person.objects.exclude(employee_number=None)},  # type: ignore[misc]
        {place.code: place for place in Place.objects.select_related("parent__parent")},
    )
    top = known.places["wexcombe"]
    made_on = _date(said["agreed_on"])
    plan = Plan.objects.create(
        title=said["title"],
        slug=said["slug"],
        organisation=said["authority"],
        place=top,
        introduction="\n\n".join(said["introduction"]),
        made_on=made_on,
    )
    audit.record(by=None, what="plan.plan.made", about=plan, after={"title": plan.title}, reason=WHY)
    happened = [*_themes(plan, said, known), *_versions(plan, said)]
    for _, _, happen in sorted(happened, key=lambda one: one[:2]):
        happen()
    for theme in said["themes"]:
        for one in theme["actions"]:
            for link in one["links"]:
                other = known.actions[link["reference"]]
                ActionLink.objects.create(
                    action=known.actions[one["reference"]], other=other, kind=LINKS[link["kind"]]
                )
    return plan


Happened = tuple[datetime.date, int, Callable[[], None]]  # the day, the order within it, what happens


def _themes(plan: Plan, said: dict[str, Any], known: Known) -> Iterator[Happened]:
    for position, one in enumerate(said["themes"], 1):
        theme = Theme.objects.create(
            plan=plan,
            title=one["title"],
            desired_outcome=one["desired_outcome"],
            sponsor=known.people[one["lead_sponsor"]],
            position=position,
        )
        for number, asked in enumerate(one["recommendations"], 1):
            recommendation = Recommendation.objects.create(theme=theme, text=asked["text"], position=number)
            if asked["reply"]:
                yield _date(asked["reply"]["on"]), 1, _reply(recommendation, asked["reply"], known)
        services = list(
            dict.fromkeys(action["service"] for action in one["actions"])
        )  # a grid for each, as they come
        for number, action in enumerate(
            sorted(one["actions"], key=lambda it: services.index(it["service"])), 1
        ):
            yield _date(action["proposed_on"] or action["agreed_on"]), 0, _add(theme, number, action, known)
            for entry in action["progress"]:
                yield _date(entry["on"]), 2, _progress(action["reference"], entry, action, known)
            if action["stage"] == "declined":
                yield _date(action["proposed_on"]) + datetime.timedelta(days=30), 2, _decline(action, known)


def _reply(recommendation: Recommendation, reply: dict[str, Any], known: Known) -> Callable[[], None]:
    def happen() -> None:
        recommendation.reply = f"{reply['decision'].capitalize()}. {reply['text']}"
        recommendation.replied_on = _date(reply["on"])
        recommendation.replied_by = known.people[reply["by"]]
        recommendation.save()

    return happen


def _add(theme: Theme, position: int, said: dict[str, Any], known: Known) -> Callable[[], None]:
    def happen() -> None:
        service, target = known.places[said["service"]], said["target"]
        proposed = said["agreed_on"] is None
        action = Action.objects.create(
            plan=theme.plan,
            theme=theme,
            number=int(said["reference"].rsplit("-", 1)[1]),
            text=said["text"],
            points=said["points"],
            service=service,
            service_text=service.name,
            accountable=known.people.get(said["accountable"]),
            deputy=known.people.get(said["deputy"]),
            target_text=target["text"],
            target_kind=target["kind"],
            target_start=target["start"],
            target_end=target["end"],
            success_measure=said["success_measure"] or "",
            stage=Stage.PROPOSED if proposed else Stage.AGREED,
            position=position,
            made_on=_date(said["proposed_on"] or said["agreed_on"]),
        )
        for number, lead in enumerate(said["other_leads"], 1):
            person = known.people.get(lead.get("employee_number"))
            place = known.places.get(lead.get("place"))
            name = person.name if person else place.name if place else ""
            kind = ActionLead.Kind.PERSON if person else ActionLead.Kind.TEAM
            ActionLead.objects.create(
                action=action, kind=kind, name=name, person=person, place=place, position=number
            )
        known.actions[said["reference"]] = action
        after = {"text": action.text, "service": action.service_id, "accountable": action.accountable_id}
        audit.record(by=None, what="plan.action.added", about=action, after=after, reason=WHY)

    return happen


def _progress(
    reference: str, entry: dict[str, Any], said: dict[str, Any], known: Known
) -> Callable[[], None]:
    def happen() -> None:
        action, day = known.actions[reference], _date(entry["on"])
        old, new = Stage(action.stage), Stage(entry.get("stage") or action.stage)
        evidence = entry.get("evidence")
        review = _date(said["next_review_on"]) if said["next_review_on"] else None
        action.evidence_count += bool(evidence)
        rules.check_move(
            old,
            new,
            reason=said["stage_reason"],
            has_evidence=action.evidence_count > 0,
            has_review_date=bool(review),
        )
        made = ProgressEntry.objects.create(
            action=action,
            text=entry["text"],
            said_on=day,
            author=known.people[entry["by"]],
            stage=new if new is not old else "",
        )
        if evidence:
            data = evidence["text"].encode()
            file = Attachment(entry=made, name=evidence["file_name"], size=len(data), is_evidence=True)
            file.file.save(f"{made.pk}.txt", ContentFile(data), save=True)
        action.stage, action.updated_on = new, day
        action.next_review_on = review if new is Stage.ONGOING else action.next_review_on
        action.stage_reason = said["stage_reason"] if rules.needs(new) == "reason" else ""
        action.progress_count += 1
        action.save()
        before = {"stage": old} if new is not old else {}
        after = {"text": entry["text"]} | ({"stage": new} if new is not old else {})
        audit.record(
            by=None, what="plan.progress.recorded", about=action, before=before, after=after, reason=WHY
        )

    return happen


def _decline(said: dict[str, Any], known: Known) -> Callable[[], None]:
    def happen() -> None:
        action = known.actions[said["reference"]]
        action.stage, action.stage_reason = Stage.DECLINED, said["stage_reason"]
        action.save()
        before, after = {"stage": Stage.PROPOSED}, {"stage": Stage.DECLINED}
        audit.record(
            by=None,
            what="plan.action.moved",
            about=action,
            before=before,
            after=after,
            reason=said["stage_reason"],
        )

    return happen


def _versions(plan: Plan, said: dict[str, Any]) -> Iterator[Happened]:
    for one in said["published_versions"]:
        yield _date(one["stands_at"]), 9, _publish(plan, one)


def _publish(plan: Plan, said: dict[str, Any]) -> Callable[[], None]:
    def happen() -> None:
        asked, approved = (
            User.objects.get(person__employee_number=said[by]) for by in ("asked_by", "approved_by")
        )
        day = _date(said["published_on"])
        PublishedVersion.objects.create(
            plan=plan,
            number=said["number"],
            snapshot=publishing.snapshot(plan, today=_date(said["stands_at"])),
            asked_by=asked,
            approved_by=approved,
            published_on=day,
            public_from=day,
            summary=said["summary"],
        )
        audit.record(
            by=approved, what="plan.plan.published", about=plan, after={"version": said["number"]}, reason=WHY
        )

    return happen


def _date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
