"""The label of one choice."""


def label_of(choices, value):
    """The label of `value` among `choices`, a class of choices; the value itself where it is none of them.

    What Django makes of a field, `get_…_display`, translates every label of
    the field to find one, which a list of some hundred of them feels.
    """
    try:
        return str(choices(value).label)
    except ValueError:
        return value
