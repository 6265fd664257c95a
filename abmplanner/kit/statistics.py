"""What PostgreSQL knows of the contents of tables, which its plans stand on.

It looks at a table by itself soon after much was written, but never at one cut by month as a whole;
and a question asked right after a great deal came in can be planned as if the tables were empty.
"""

from django.db import connection

WORTH_A_LOOK = 1_000_000  # bytes: of less any plan is good
UNSEEN = """
SELECT quote_ident(pg_class.relname)
FROM pg_class LEFT JOIN pg_stat_user_tables looked ON looked.relid = pg_class.oid
WHERE relnamespace = current_schema()::regnamespace AND NOT relispartition
  AND CASE relkind
    WHEN 'r' THEN reltuples < 0 AND pg_relation_size(pg_class.oid) > %(size)s
    WHEN 'p' THEN (looked.last_analyze > now() - interval '1 day') IS NOT TRUE
        AND (SELECT sum(pg_relation_size(relid)) FROM pg_partition_tree(pg_class.oid)) > %(size)s
  END
"""


def look_at_new_tables() -> int:
    """Have PostgreSQL look at what it never saw, and daily at what is cut; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(UNSEEN, {"size": WORTH_A_LOOK})
        tables = [name for (name,) in cursor]
        if tables:
            cursor.execute(f"ANALYZE {', '.join(tables)}")
    return len(tables)
