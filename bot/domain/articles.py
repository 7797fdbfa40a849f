"""What the company wrote for its customers, in passages that can stand alone as an answer."""

from dataclasses import dataclass

STAGES = ("planning", "installation", "learning", "troubleshooting", "maintenance", "upgrade", "disposal")


# Where the pages of articles stand.
ARTICLES = "/help"


@dataclass(frozen=True)
class Section:
    """A passage that can stand alone as an answer; the first one of an article has no heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class Article:
    id: str
    title: str
    stage: str
    products: tuple[str, ...]
    symptoms: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def url(self) -> str:
        return f"{ARTICLES}/{self.id}"
