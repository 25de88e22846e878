"""Reading releases of other sites, and of this one: JSON Lines, RSS and Atom, WordPress export files.

What cannot become a release is named with its reason. A file that cannot be
read as a whole raises Unreadable before anything of it is stored.
"""

from press.importer.belongings import Media
from press.importer.incoming import Incoming, Skipped, Unreadable
from press.importer.lines import read
from press.importer.sources import Source
from press.importer.storing import Known, finish, store

__all__ = ["Incoming", "Known", "Media", "Skipped", "Source", "Unreadable", "finish", "read", "store"]
