"""Reading what may be long without a cursor on the server, which a pool of connections would lose."""


def in_portions(rows, size=500):
    """Yield each of `rows`, a queryset of models, by primary key; memory holds `size` of them at a time."""
    rows, last = rows.order_by("pk"), None
    while portion := list((rows if last is None else rows.filter(pk__gt=last))[:size]):
        yield from portion
        last = portion[-1].pk
