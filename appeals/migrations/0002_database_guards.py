"""What the database itself refuses, whoever asks: changes of the journal, and illegal steps of a filing.

SQL because Django has no triggers; TRUNCATE needs a trigger of its own. The
steps are those of Filing.TRANSITIONS as of this migration; a test compares
the two.
"""

from django.db import migrations

STEPS = {
    "filed": ["registered", "returned", "joined", "withdrawn"],
    "registered": ["filed", "under_review", "on_agenda", "returned", "joined", "withdrawn"],
    "under_review": ["filed", "on_agenda", "returned", "joined", "withdrawn"],
    "on_agenda": ["registered", "under_review", "decided", "withdrawn"],
    "decided": ["registered"],
    "returned": ["registered"],
    "joined": ["filed", "registered"],
    "withdrawn": ["registered"],
}
_PAIRS = ", ".join(f"('{old}', '{new}')" for old, ways in STEPS.items() for new in ways)

JOURNAL = """
CREATE FUNCTION appeals_journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER appeals_event_unchanged BEFORE UPDATE OR DELETE ON appeals_event
    FOR EACH ROW EXECUTE FUNCTION appeals_journal_is_append_only();
CREATE TRIGGER appeals_event_kept BEFORE TRUNCATE ON appeals_event
    FOR EACH STATEMENT EXECUTE FUNCTION appeals_journal_is_append_only();
"""
JOURNAL_BACK = """
DROP TRIGGER appeals_event_kept ON appeals_event;
DROP TRIGGER appeals_event_unchanged ON appeals_event;
DROP FUNCTION appeals_journal_is_append_only();
"""
FILING = f"""
CREATE FUNCTION appeals_filing_takes_legal_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'filed' THEN
            RAISE EXCEPTION 'a filing begins as filed' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    ELSIF (OLD.status, NEW.status) NOT IN ({_PAIRS}) THEN
        RAISE EXCEPTION 'illegal step from % to %', OLD.status, NEW.status
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeals_filing_begins BEFORE INSERT ON appeals_filing
    FOR EACH ROW EXECUTE FUNCTION appeals_filing_takes_legal_steps();
CREATE TRIGGER appeals_filing_moves BEFORE UPDATE OF status ON appeals_filing
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION appeals_filing_takes_legal_steps();
"""
FILING_BACK = """
DROP TRIGGER appeals_filing_moves ON appeals_filing;
DROP TRIGGER appeals_filing_begins ON appeals_filing;
DROP FUNCTION appeals_filing_takes_legal_steps();
"""


class Migration(migrations.Migration):
    dependencies = [("appeals", "0001_filings")]
    operations = [migrations.RunSQL(JOURNAL, JOURNAL_BACK), migrations.RunSQL(FILING, FILING_BACK)]
