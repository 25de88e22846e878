"""How a process begins that helps to rebuild the index; it knows no model before."""

import multiprocessing
import os
import threading

import django


def begin():
    """Make the process ready; it ends with the one that began it, however that ends."""
    django.setup()
    parent = multiprocessing.parent_process()
    threading.Thread(target=lambda: (parent.join(), os._exit(1)), daemon=True).start()
