"""How every benchmark prints what it measured: one JSON line for each figure."""

import json
from typing import Any


def figure(bench: str, name: str, value: float | None, unit: str, **about: Any) -> None:
    rounded = None if value is None else round(value, 2)
    print(json.dumps({"bench": bench, "figure": name, "value": rounded, "unit": unit, **about}), flush=True)


def compared(bench: str, name: str, ours: float, stock: float | None, unit: str, **about: Any) -> None:
    """Two figures and how many times smaller ours is."""
    figure(bench, f"{name}, ours", ours, unit, **about)
    if stock is not None:
        figure(bench, f"{name}, stock", stock, unit, **about)
        figure(bench, f"{name}, stock / ours", stock / ours, "times", **about)
