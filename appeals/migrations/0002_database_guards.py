"""What the database itself refuses, whoever asks.

Changes of the journal, of decisions and of what was said about them; illegal
steps of a filing, and steps that nobody journaled; a decision of another
filing. SQL because Django has neither triggers nor composite foreign keys;
TRUNCATE needs a trigger of its own. The steps are those of Filing.TRANSITIONS,
the kinds those of Event.FITTING as of this migration; tests compare them.
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

FITTING = {
    "filed": ["filed", "forwarded", "given_back"],
    "registered": ["registered", "off_agenda", "reopened", "given_back"],
    "under_review": ["assigned", "off_agenda"],
    "on_agenda": ["on_agenda"],
    "decided": ["decided"],
    "returned": ["returned"],
    "joined": ["joined"],
    "withdrawn": ["withdrawn"],
}
_KINDS = ", ".join(f"('{status}', '{kind}')" for status, kinds in FITTING.items() for kind in kinds)

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

# No state without its line in the journal. Which transaction wrote a line is stored by the database, not taken
# from xmin: xmin names the savepoint, and pg_current_xact_id() the whole transaction, which is what counts.
# Checked at the commit, since a verb may write the line before or after the change; by the index on filing_id.
JOURNALED = f"""
CREATE FUNCTION appeals_event_names_its_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.written_in := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER appeals_event_written BEFORE INSERT ON appeals_event
    FOR EACH ROW EXECUTE FUNCTION appeals_event_names_its_transaction();
CREATE FUNCTION appeals_step_is_journaled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM appeals_event
        WHERE filing_id = NEW.id AND written_in = pg_current_xact_id()::text::bigint
            AND (NEW.status, kind) IN ({_KINDS})
    ) THEN
        RAISE EXCEPTION 'filing % became % without a line in the journal', NEW.id, NEW.status
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER appeals_filing_beginning_is_journaled AFTER INSERT ON appeals_filing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION appeals_step_is_journaled();
CREATE CONSTRAINT TRIGGER appeals_filing_step_is_journaled AFTER UPDATE OF status ON appeals_filing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION appeals_step_is_journaled();
"""  # noqa: S608  words of our own
JOURNALED_BACK = """
DROP TRIGGER appeals_filing_step_is_journaled ON appeals_filing;
DROP TRIGGER appeals_filing_beginning_is_journaled ON appeals_filing;
DROP FUNCTION appeals_step_is_journaled();
DROP TRIGGER appeals_event_written ON appeals_event;
DROP FUNCTION appeals_event_names_its_transaction();
"""

# What was decided, said and done stands. The arguments of a trigger are the columns that may change all the same;
# of an opinion they may only become empty, when the time for which the filing's texts are kept is over.
# The history of the rules stands too; who made a version may only be forgotten with the account itself.
STANDING = [
    "appeals_correction", "appeals_service", "appeals_courtoutcome", "appeals_decision", "appeals_opinion",
    "appeals_historicaltimelimitrule", "appeals_historicalnonworkingday",
]  # fmt: skip
CHANGING = {
    "appeals_historicaltimelimitrule": ["history_user_id"],
    "appeals_historicalnonworkingday": ["history_user_id"],
    "appeals_decision": ["redactions", "published_at", "published_by_id", "published_alone_because", "appeal_deadline"],
    "appeals_opinion": ["text", "draft_reasons", "draft_operative_part"],
}


def _guards(table):
    columns = ", ".join(f"'{name}'" for name in CHANGING.get(table, []))
    of_an_update = "appeals_opinion_is_only_emptied" if table == "appeals_opinion" else "appeals_row_stands"
    return f"""
CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {of_an_update}({columns});
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION appeals_row_stands();
CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION appeals_row_stands();
"""


def _no_guards(table):
    return f"""
DROP TRIGGER {table}_whole ON {table};
DROP TRIGGER {table}_kept ON {table};
DROP TRIGGER {table}_unchanged ON {table};
"""


STAND = """
CREATE FUNCTION appeals_row_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what stands in % is neither changed nor removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION appeals_opinion_is_only_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) = to_jsonb(OLD) || (SELECT jsonb_object_agg(name, '') FROM unnest(TG_ARGV) name)
        AND EXISTS (SELECT 1 FROM appeals_filing WHERE id = NEW.filing_id AND emptied_at IS NOT NULL)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an opinion is not changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
""" + "".join(map(_guards, STANDING))  # noqa: S608  words of our own
STAND_BACK = (
    "".join(map(_no_guards, STANDING))
    + """
DROP FUNCTION appeals_opinion_is_only_emptied();
DROP FUNCTION appeals_row_stands();
"""
)

# The decision that ends a filing is one about that filing: a foreign key of both, which Django cannot say.
OWN_DECISION = """
ALTER TABLE appeals_decision ADD CONSTRAINT decision_with_its_filing UNIQUE (filing_id, id);
ALTER TABLE appeals_filing ADD CONSTRAINT filing_is_ended_by_its_own_decision
    FOREIGN KEY (id, decision_id) REFERENCES appeals_decision (filing_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
OWN_DECISION_BACK = """
ALTER TABLE appeals_filing DROP CONSTRAINT filing_is_ended_by_its_own_decision;
ALTER TABLE appeals_decision DROP CONSTRAINT decision_with_its_filing;
"""


class Migration(migrations.Migration):
    dependencies = [("appeals", "0001_filings")]
    operations = [
        migrations.RunSQL(JOURNAL, JOURNAL_BACK),
        migrations.RunSQL(FILING, FILING_BACK),
        migrations.RunSQL(JOURNALED, JOURNALED_BACK),
        migrations.RunSQL(STAND, STAND_BACK),
        migrations.RunSQL(OWN_DECISION, OWN_DECISION_BACK),
    ]
