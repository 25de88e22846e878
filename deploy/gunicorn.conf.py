"""Gunicorn as production and the demo run it.

Threads: a slow upload blocks neither the heartbeat of a worker nor the other
visitors. More than four only pass the interpreter to and fro and hold a
connection to the database each.
"""

import gc
import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = int(os.environ.get("WEB_TIMEOUT", "30"))
graceful_timeout = 20
keepalive = 5
worker_tmp_dir = "/dev/shm"  # a heartbeat file on a slow disk would look like a hung worker
control_socket_disable = True


def post_worker_init(worker):
    """Warn of what the database's role lacks, and keep tokens out of gunicorn's own log of errors.

    What is loaded by then stays: to look through it for garbage would hold up a page for a tenth of a second.
    """
    from commission import health, logs

    health.warn_of_missing_time_outs()
    worker.log.error_log.addFilter(logs.cover_arguments)
    gc.collect()
    gc.freeze()
