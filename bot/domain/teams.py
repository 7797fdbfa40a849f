"""Which team a conversation belongs to: the one that knows its topic, else its lane, else everything."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Skills:
    """What a team is for. Empty lanes and topics: whatever nobody else takes."""

    team_id: str
    name: str
    lanes: frozenset[str]
    topics: frozenset[str]

    @property
    def takes_anything(self) -> bool:
        return not self.lanes and not self.topics


def team_for(lane: str | None, topic: str | None, teams: Iterable[Skills]) -> str | None:
    """The id of the best team by name order, or None when no team fits."""
    ordered = sorted(teams, key=lambda team: (team.name.casefold(), team.team_id))
    for fits in (
        lambda team: topic is not None and topic in team.topics and (not team.lanes or lane in team.lanes),
        lambda team: lane is not None and lane in team.lanes and not team.topics,
        lambda team: team.takes_anything,
    ):
        found = next((team.team_id for team in ordered if fits(team)), None)
        if found is not None:
            return found
    return None
