"""The gateway is killed while a trainer's label is saved: file and database know the same afterwards."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.db.models.staff import Role, Staff
from bot.settings import ROOT
from tests.api.conftest import Gateway
from tests.api.engine import parsed
from tests.api.test_studio import MILK, ask, only_item
from tests.conftest import Shop
from tests.project import copy_project

TEXT = "the froth thing smells of old cheese"
DIES = """
import os, sys
from pathlib import Path
from bot.adapters.project import ProjectFolder
from bot.db.models.studio import Decision
from bot.db.session import open_database, transaction
from bot.services import examples, inbox, teaching
from bot.services.house import House
from bot.services.texts import load as load_texts
from bot.settings import load

root, data, url, staff_id, item_id, text, committed = sys.argv[1:]
house = House(load({"CARELINE_DATA_DIR": data, "CARELINE_SECRET": "x" * 40}), load_texts())
project, database = ProjectFolder(Path(root), Path(data)), open_database(url)
with project.editing(lambda ids: ()):
    with transaction(database.make_session, lambda wake: None) as session:
        ids = inbox.decide(session, house, staff_id, item_id, Decision.LABEL, "support_maintain")
        edit = examples.added(examples.load(project), "support_maintain", text)
        change = teaching.save(session, house, project, staff_id, "Learn it", [edit])
        inbox.note_change(session, ids, change.id)
        if committed == "no":
            os.kill(os.getpid(), 9)
    os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("committed", ["no", "yes"])
def test_the_next_gateway_ends_what_was_begun(start: Any, shop: Shop, tmp_path: Path, committed: str) -> None:
    project = copy_project(tmp_path / "project")
    before = (project / MILK).read_text()
    first: Gateway = start(project_dir=project)
    tom = first.staff("Tom", Role.TRAINER)
    ask(first, TEXT)
    item = only_item(tom)["id"]
    staff_id = shop.rows(Staff)[0].id
    given = (project, shop.house.settings.data_dir, shop.house.settings.database_url, staff_id, item, TEXT, committed)
    died = subprocess.run([sys.executable, "-c", DIES, *map(str, given)], cwd=ROOT, check=False)
    assert died.returncode == -signal.SIGKILL
    assert TEXT in (project / MILK).read_text()

    second: Gateway = start()
    tom.client = second.client
    inbox = tom.get("/studio/inbox").body["items"]
    if committed == "yes":
        assert inbox == []
        assert TEXT in (project / MILK).read_text()
    else:
        assert [one["id"] for one in inbox] == [item]
        assert (project / MILK).read_text() == before
        second.engine.parses = parsed("support_maintain", masked="masked")
        taught = tom.post(f"/studio/inbox/{item}/label", {"intent": "support_maintain", "text": TEXT})
        assert taught.status == 200, taught.body
    assert tom.get("/studio/changes").status == 200
