"""Databases of their own on the tests' server, for what runs in other processes."""

import os
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from commission import environment as variables


def connected(name):
    """A connection to a database on the tests' server; each statement is a transaction of its own."""
    known = variables.database()
    link = psycopg2.connect(
        dbname=name,
        host=known["HOST"],
        port=known["PORT"] or None,
        user=known["USER"] or None,
        password=known["PASSWORD"] or None,
        **known["OPTIONS"],
    )
    link.autocommit = True  # a database is neither made nor dropped inside a transaction
    return link


@contextmanager
def database(name, *, template):
    """The address of a new database, copied from `template` on the tests' server; it is dropped at the end."""
    with closing(connected("postgres")) as link, link.cursor() as cursor:
        names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
        drop = sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(**names)
        cursor.execute(drop)
        cursor.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**names))
        try:
            known = urlsplit(os.environ["DATABASE_URL"])  # on a socket it names no host, and geturl drops the slashes
            yield f"{known.scheme}://{known.netloc}/{name}?{known.query}"
        finally:
            cursor.execute(drop)
