"""Notices: what each person is to be told, and the digests in which they were told it."""

from django.db import models

from throughline.base.models.people import Person


class NoticePreference(models.Model):
    """How often somebody wants mail. Nobody has a row until they choose; the default is weekly."""

    class Often(models.TextChoices):
        OFF = "off", "Never"
        DAILY = "daily", "Every day"
        WEEKLY = "weekly", "Every week"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="notice_preference")
    often = models.CharField(max_length=6, choices=Often, default=Often.WEEKLY)


class Digest(models.Model):
    """One mail to one person. Made and filled in one transaction, sent afterwards, marked when the server took it.

    `event`: empty for a digest of notices. Otherwise a letter that a room wrote (`subject`, `text`, `html`), named for its
    occasion: the same letter is never written twice, and it goes out however often somebody wants digests.

    `claimed_until`: a worker is sending it, or it waits for its next attempt; nobody else touches it before then.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="digests")
    made_on = models.DateField()
    event = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(blank=True)  # what the mail server said last

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "made_on"], name="digest_once_a_day", condition=models.Q(event="")
            ),
            models.UniqueConstraint(
                fields=["person", "event"], name="letter_once", condition=~models.Q(event="")
            ),
        ]
        indexes = [
            models.Index(fields=["claimed_until"], name="digest_to_send", condition=models.Q(sent_at=None))
        ]


class Notice(models.Model):
    """Something that one person should know. `event` names the occasion: the same occasion is never told twice."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    event = models.CharField(max_length=120)
    text = models.TextField()  # one plain sentence
    path = models.CharField(max_length=200, blank=True)  # where to go, on this site
    made_on = models.DateField()
    digest = models.ForeignKey(
        Digest, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )

    class Meta:
        ordering = ["made_on", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "event"], name="notice_once_per_event")]
        indexes = [models.Index(fields=["person"], name="notice_untold", condition=models.Q(digest=None))]


class DailyRun(models.Model):
    """That a daily job ran for a day: so that it runs once, whoever starts it.

    `ended_at` None: it runs, or was interrupted, or failed (then `trouble` says how, and the next start tries again).
    """

    job = models.CharField(max_length=80)
    on = models.DateField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "on"], name="daily_run_once")]
