"""Reads an HTML page as far as tests want to know it."""

from __future__ import annotations

from html.parser import HTMLParser

EMPTY = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """Notes ids, links, the nesting of a page, and the text that it shows."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.problems: list[str] = []
        self.hidden: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []
        self.hidden += [tag] if "hidden" in values else []
        self.problems += [f"{tag} has {name}" for name in ("src", "onclick") if name in values]
        if tag not in EMPTY:
            self.tags.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.tags or self.tags.pop() != tag:
            self.problems.append(f"</{tag}> does not close the last tag")

    def handle_data(self, data):
        if not {"script", "style"} & set(self.tags):
            self.texts.append(data)

    @property
    def text(self):
        """The text of the page, its blanks as one each."""
        return " ".join("".join(self.texts).split())
