"""Work that Rasa repeats in every turn though its result never changes, done once.

A twelfth of a turn's processor time in the engine went into walking through all event classes for each event that is
read back, and 1.5 ms of each parse into planning anew in which order the same components run. (A third such place, the
check of an action's result, is `engine.turns.check_result`.)
"""

from functools import cache
from typing import Any

from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event

Order = list[tuple[str, list[str]]]  # nodes after those that they need


def once() -> None:
    Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))
    DaskGraphRunner.run = run


def run(
    runner: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """What the scheduler does with the same nodes, one after the other in an order that is kept."""
    wanted = tuple(targets or runner._graph_schema.target_names)
    orders: dict[tuple[str, ...], Order] = vars(runner).setdefault("_orders", {})
    if wanted not in orders:
        orders[wanted] = order_of(runner._graph_schema, wanted)
    results: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
    for name, needs in orders[wanted]:
        results[name] = runner._instantiated_nodes[name](*(results.get(need, need) for need in needs))
    return dict(results[name] for name in wanted)


def order_of(schema: GraphSchema, targets: tuple[str, ...]) -> Order:
    ordered: dict[str, list[str]] = {}

    def add(name: str) -> None:
        if name in schema.nodes and name not in ordered:  # what is no node comes from outside
            needs = list(schema.nodes[name].needs.values())
            for need in needs:
                add(need)
            ordered[name] = needs

    for target in targets:
        add(target)
    return list(ordered.items())
