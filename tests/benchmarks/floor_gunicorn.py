"""The portal's gunicorn settings for the floor, without the hooks, which need the portal."""

import runpy
from pathlib import Path

_conf = Path(__file__).resolve().parents[2] / "deploy" / "gunicorn.conf.py"
for _name, _value in runpy.run_path(str(_conf)).items():
    if isinstance(_value, str | int) and not _name.startswith("_"):
        globals()[_name] = _value
