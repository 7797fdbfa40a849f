"""What a conversation may expect, looked up in the data files when it is played."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML

from bot.domain.alternatives import nearest
from bot.domain.facts import price
from bot.domain.guides import Answer, Step, of
from bot.domain.knowledge import Knowledge
from bot.settings import ROOT

BLANK = re.compile(r"\\{\w+\\}")


class Expectations:
    def __init__(self, knowledge: Knowledge) -> None:
        load = YAML(typ="safe").load
        self.knowledge = knowledge
        self.responses = load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
        self.gateway = load((ROOT / "data" / "texts" / "en.yml").read_text(encoding="utf-8"))["gateway"]
        samples = load((ROOT / "data" / "knowledge" / "samples.yml").read_text(encoding="utf-8"))
        self.orders = {order["number"]: order for order in samples["orders"]}

    def check(self, wanted: Mapping[str, Any] | str, messages: Sequence[Mapping[str, Any]]) -> bool:
        """Does the answer hold this?"""
        text = _flat("\n".join(message["text"] for message in messages))
        if isinstance(wanted, str):
            return _flat(wanted).casefold() in text.casefold()
        kind = next(iter(wanted))
        checks: dict[str, Callable[[], bool]] = {
            "article": lambda: self._article(wanted["article"], text, messages),
            "sheet": lambda: self._sheet(wanted["sheet"], messages),
            "product": lambda: self._product(wanted, text),
            "price": lambda: str(price(self._sold(wanted["price"]), self.knowledge)) in text,
            "reason": lambda: _flat(str(self._sold(wanted["reason"]).availability.reason)) in text,
            "alternative_to": lambda: self._alternative(wanted["alternative_to"], text),
            "order": lambda: self._order(wanted["order"], wanted["field"]) in text,
            "policy": lambda: _flat(getattr(self.knowledge.policies, wanted["policy"]).says) in text,
            "grievance": lambda: self._grievance(wanted["grievance"], text),
            "company": lambda: str(getattr(self.knowledge.company, wanted["company"])) in text,
            "step": lambda: self._step(wanted["step"], wanted.get("machine"), text),
            "branch": lambda: _flat(self._branch(wanted["branch"]).tells) in text,
            "response": lambda: self._response(wanted["response"], text),
            "says": lambda: self._says([self.gateway[wanted["says"]]], text),
            "choice": lambda: any(
                wanted["choice"] in (choice["title"], choice["value"])
                for message in messages
                for choice in message["choices"]
            ),
        }
        return checks[kind]()

    def _sold(self, id: str) -> Any:
        thing = self.knowledge.product(id) or self.knowledge.plan(id)
        assert thing is not None, f"the catalogue has no {id}"
        return thing

    def _article(self, id: str, text: str, messages: Sequence[Mapping[str, Any]]) -> bool:
        article = self.knowledge.article(id)
        assert article is not None, f"there is no article {id}"
        links = [message["link"] for message in messages if message.get("link")]
        linked = any(link["url"] == article.url and link["title"] == article.title for link in links)
        return linked and any(_flat(section.text) in text for section in article.sections)

    def _sheet(self, id: str, messages: Sequence[Mapping[str, Any]]) -> bool:
        return any((message.get("link") or {}).get("url") == self._sold(id).url for message in messages)

    def _product(self, wanted: Mapping[str, Any], text: str) -> bool:
        product = self._sold(wanted["product"])
        if "fact" not in wanted:
            return product.name.casefold() in text.casefold() or product.title.casefold() in text.casefold()
        value = next(fact.value for fact in product.facts if fact.key == wanted["fact"])
        return _flat(value) in text

    def _alternative(self, id: str, text: str) -> bool:
        best = nearest(self._sold(id), self.knowledge)[0]
        return best.product.title in text.casefold() or best.product.name in text

    def _grievance(self, id: str, text: str) -> bool:
        goodwill = self.knowledge.policies.goodwill
        explained = next(one for one in goodwill.grievances if one.id == id).explained
        assert explained is not None, f"{id} is not explained"
        return all(_flat(said) in text for said in vars(explained).values())

    def _order(self, number: str, field: str) -> str:
        order = self.orders[number]
        if field == "item":
            return str(self._sold(order["items"][0]["product"]).name)
        return str(order[field])

    def _step(self, path: str, machine: str | None, text: str) -> bool:
        step = self._guide_step(path)
        return _flat(of(machine, step.do)) in text and _flat(step.ask) in text

    def _branch(self, path: str) -> Answer:
        answer = self._guide_step(path).answer(path.split("/")[2])
        assert answer is not None, f"there is no answer {path}"
        return answer

    def _guide_step(self, path: str) -> Step:
        guide = self.knowledge.guide(path.split("/")[0])
        step = guide.step(path.split("/")[1]) if guide else None
        assert step is not None, f"there is no step {path}"
        return step

    def check_guide(self, wanted: Mapping[str, Any], told: Sequence[Mapping[str, Any]]) -> bool:
        """Does the last guide in the handoff packet have these steps and this end?"""
        titles = [self._guide_step(f"{wanted['id']}/{step}").title for step in wanted["steps"]]
        last = told[-1]
        found = [step["title"] for step in last["steps"]]
        return (last["guide"], last["ended"], found) == (wanted["id"], wanted["ended"], titles)

    def _response(self, name: str, text: str) -> bool:
        return self._says([variant["text"] for variant in self.responses[name]], text)

    def _says(self, sentences: list[str], text: str) -> bool:
        """One of them, whatever fills its blanks."""
        variants = [re.escape(_flat(sentence)) for sentence in sentences]
        return any(re.search(BLANK.sub(".*", variant), text, re.DOTALL) for variant in variants)


def _flat(text: str) -> str:
    return " ".join(text.replace("**", "").split())
