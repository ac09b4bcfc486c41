from django.db import migrations

SQLITE = [
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON base_auditevent
        BEGIN SELECT RAISE(ABORT, 'The audit log is append-only'); END""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON base_auditevent
        BEGIN SELECT RAISE(ABORT, 'The audit log is append-only'); END""",
    # INSERT OR REPLACE takes the old row away without firing the trigger above
    """CREATE TRIGGER audit_no_replace BEFORE INSERT ON base_auditevent
        WHEN EXISTS (SELECT 1 FROM base_auditevent WHERE id = NEW.id OR sequence = NEW.sequence)
        BEGIN SELECT RAISE(ABORT, 'The audit log is append-only'); END""",
    """CREATE TRIGGER audit_head_forward BEFORE UPDATE ON base_audithead
        WHEN NEW.id <> OLD.id OR NEW.sequence <= OLD.sequence
        BEGIN SELECT RAISE(ABORT, 'The end of the audit log only moves forward'); END""",
    """CREATE TRIGGER audit_head_stays BEFORE DELETE ON base_audithead
        BEGIN SELECT RAISE(ABORT, 'The end of the audit log only moves forward'); END""",
    """CREATE TRIGGER audit_head_no_replace BEFORE INSERT ON base_audithead
        WHEN EXISTS (SELECT 1 FROM base_audithead WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'The end of the audit log only moves forward'); END""",
]

POSTGRESQL = [
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'The audit log is append-only' USING ERRCODE = 'restrict_violation'; END $$""",
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON base_auditevent
       FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON base_auditevent
       FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON base_auditevent
       FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    """CREATE FUNCTION audit_head_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'The end of the audit log only moves forward' USING ERRCODE = 'restrict_violation'; END $$""",
    """CREATE TRIGGER audit_head_forward BEFORE UPDATE ON base_audithead FOR EACH ROW
       WHEN (NEW.id <> OLD.id OR NEW.sequence <= OLD.sequence) EXECUTE FUNCTION audit_head_refuse()""",
    """CREATE TRIGGER audit_head_stays BEFORE DELETE ON base_audithead
       FOR EACH ROW EXECUTE FUNCTION audit_head_refuse()""",
    """CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON base_audithead
       FOR EACH STATEMENT EXECUTE FUNCTION audit_head_refuse()""",
]

SQLITE_OFF = [
    f"DROP TRIGGER IF EXISTS {name}"
    for name in (
        "audit_no_update",
        "audit_no_delete",
        "audit_no_replace",
        "audit_head_forward",
        "audit_head_stays",
        "audit_head_no_replace",
    )
]
POSTGRESQL_OFF = [
    "DROP FUNCTION IF EXISTS audit_refuse() CASCADE",  # and the triggers that call it
    "DROP FUNCTION IF EXISTS audit_head_refuse() CASCADE",
]

PUT = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
TAKE_AWAY = {"sqlite": SQLITE_OFF, "postgresql": POSTGRESQL_OFF}


def put(apps, schema_editor):
    for statement in PUT[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def take_away(apps, schema_editor):
    for statement in TAKE_AWAY[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Guards in the database itself: not even a fault in the program, or an injected statement, rewrites what was recorded."""

    dependencies = [
        ("base", "0005_where_an_approval_belongs"),
    ]

    operations = [
        migrations.RunPython(put, take_away),
    ]
