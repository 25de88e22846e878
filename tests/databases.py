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


def created(name, *, template):
    """The address of a new database, copied from `template` on the tests' server, in the place of one of that name."""
    with closing(connected("postgres")) as link, link.cursor() as cursor:
        _drop(cursor, name)
        names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
        cursor.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**names))
    return address(name)


def address(name):
    """The address of a database on the tests' server."""
    known = urlsplit(os.environ["DATABASE_URL"])  # on a socket it names no host, and geturl drops the slashes
    return f"{known.scheme}://{known.netloc}/{name}?{known.query}"


def drop_all(prefix):
    """Drop the databases whose names begin with `prefix`."""
    with closing(connected("postgres")) as link, link.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        for (name,) in cursor.fetchall():
            _drop(cursor, name)


@contextmanager
def database(name, *, template):
    """As `created`; the database is dropped at the end."""
    try:
        yield created(name, template=template)
    finally:
        with closing(connected("postgres")) as link, link.cursor() as cursor:
            _drop(cursor, name)


def _drop(cursor, name):
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
