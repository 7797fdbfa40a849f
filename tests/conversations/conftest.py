"""After the conversations: how many of each topic worked."""

import re
from collections import Counter

from _pytest.terminal import TerminalReporter

TOPIC = re.compile(r"test_conversation\[(\w+): ")


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    played: dict[str, Counter[str]] = {}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            if found := TOPIC.search(report.nodeid):
                played.setdefault(found[1], Counter())[outcome] += 1
    if played:
        terminalreporter.section("conversations by topic")
        for topic, count in sorted(played.items()):
            terminalreporter.write_line(f"{topic:<12} {count['passed']:>3} of {count.total():>3} worked")
