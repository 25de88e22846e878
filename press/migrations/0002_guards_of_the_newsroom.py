"""What the database itself refuses, whoever asks: other words of a public release without a change that was made."""

from django.db import migrations

WORDS = ("title", "lead", "body", "dateline_place", "press_contact", "document_number")
_WORDS_DIFFER = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in WORDS)

# Which transaction made a change is written by the database, as appeals_event's is and for the same reason.
# An approval of other words is none: they change only where the release is a draft or in review again, which a
# public one never is.
RELEASE = f"""
CREATE FUNCTION press_change_names_its_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.made_in := CASE WHEN NEW.made_at IS NULL THEN NULL ELSE pg_current_xact_id()::text::bigint END;
    RETURN NEW;
END $$;
CREATE TRIGGER press_change_made BEFORE INSERT OR UPDATE ON press_change
    FOR EACH ROW EXECUTE FUNCTION press_change_names_its_transaction();
CREATE FUNCTION press_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a change that was made or dropped stays as it is'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER press_change_is_done BEFORE UPDATE OR DELETE ON press_change
    FOR EACH ROW WHEN (OLD.made_at IS NOT NULL OR OLD.dropped_at IS NOT NULL)
    EXECUTE FUNCTION press_change_stays();
CREATE FUNCTION press_release_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'withdrawn' AND NEW.status <> 'withdrawn' THEN
        RAISE EXCEPTION 'release % was withdrawn', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.status = 'approved' AND NEW.status IN ('draft', 'review')
        AND OLD.published_at <= now() AND COALESCE(OLD.embargoed_until, OLD.published_at) <= now() THEN
        RAISE EXCEPTION 'release % is public', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.status IN ('approved', 'withdrawn') AND NEW.status = OLD.status AND ({_WORDS_DIFFER})
        AND NOT EXISTS (
            SELECT 1 FROM press_change
            WHERE release_id = OLD.id AND made_in = pg_current_xact_id()::text::bigint
        ) THEN
        RAISE EXCEPTION 'release % has other words without a change', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.status IN ('draft', 'review') AND NEW.status = 'approved' AND ({_WORDS_DIFFER}) THEN
        RAISE EXCEPTION 'release % is approved with other words', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER press_release_guarded BEFORE UPDATE ON press_release
    FOR EACH ROW EXECUTE FUNCTION press_release_is_guarded();
"""  # noqa: S608  words of our own
RELEASE_BACK = """
DROP TRIGGER press_release_guarded ON press_release;
DROP FUNCTION press_release_is_guarded();
DROP TRIGGER press_change_is_done ON press_change;
DROP FUNCTION press_change_stays();
DROP TRIGGER press_change_made ON press_change;
DROP FUNCTION press_change_names_its_transaction();
"""

# The journal of the newsroom is only ever written; with a draft that is deleted goes what was said of it.
JOURNAL = """
CREATE FUNCTION press_step_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM press_release WHERE id = OLD.release_id AND status = 'draft') THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the journal of the newsroom is only ever written'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER press_step_kept BEFORE UPDATE OR DELETE ON press_step
    FOR EACH ROW EXECUTE FUNCTION press_step_stays();
"""
JOURNAL_BACK = """
DROP TRIGGER press_step_kept ON press_step;
DROP FUNCTION press_step_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("press", "0001_releases")]
    operations = [
        migrations.RunSQL(RELEASE, RELEASE_BACK),
        migrations.RunSQL(JOURNAL, JOURNAL_BACK),
    ]
