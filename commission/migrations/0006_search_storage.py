"""How the vectors of the search are stored: in the row, as they are.

Weighing reads the vector of each candidate. Compressed, or kept beside the
row, reading it takes longer than weighing it; a text of a page fits.
"""

from django.db import migrations

STORED = """
ALTER TABLE commission_searchentry ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE commission_searchentry SET (toast_tuple_target = 8160);
"""
BEFORE = """
ALTER TABLE commission_searchentry RESET (toast_tuple_target);
ALTER TABLE commission_searchentry ALTER COLUMN vector SET STORAGE EXTENDED;
"""


class Migration(migrations.Migration):
    dependencies = [("commission", "0005_search")]

    operations = [migrations.RunSQL(STORED, BEFORE)]
