"""The journal is append-only for everybody, also past the application: a trigger raises.

SQL because Django has no triggers; TRUNCATE needs a trigger of its own.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION appeals_journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER appeals_event_unchanged BEFORE UPDATE OR DELETE ON appeals_event
    FOR EACH ROW EXECUTE FUNCTION appeals_journal_is_append_only();
CREATE TRIGGER appeals_event_kept BEFORE TRUNCATE ON appeals_event
    FOR EACH STATEMENT EXECUTE FUNCTION appeals_journal_is_append_only();
"""
BACKWARD = """
DROP TRIGGER appeals_event_kept ON appeals_event;
DROP TRIGGER appeals_event_unchanged ON appeals_event;
DROP FUNCTION appeals_journal_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("appeals", "0001_filings")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
