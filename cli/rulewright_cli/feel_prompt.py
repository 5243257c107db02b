"""Runs the prompt for FEEL expressions: history, completion of names, and a few commands of its own."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from rulewright.diagnostics import did_you_mean
from rulewright.evaluate import FeelSession, source_of
from rulewright.language import BUILTINS
from rulewright.reports import builtin_text, builtins_index_text, typed_value

from rulewright_cli.feel_answer import print_answer
from rulewright_cli.terminal import say, show

WELCOME = "FEEL expressions; `:help` says what else there is, Ctrl-D ends."
HELP = """\
1 + 2                  evaluate an expression
:let NAME = EXPRESSION give a name the value of an expression
:facts                 list the names and their values
:explain               show what each part comes to, or stop showing it
:functions             list the built-in functions
:help FUNCTION         say what a built-in function does
:quit                  end (Ctrl-D)"""
NAME = re.compile(r"[^\W\d]\w*")
KEYWORDS = (
    *("and", "between", "else", "every", "false", "for", "function", "if", "in", "instance of", "null"),
    *("or", "return", "satisfies", "some", "then", "true"),
)
COMMANDS = (":explain", ":facts", ":functions", ":help", ":let", ":quit")


def open_prompt(session: FeelSession, *, wants_parts: bool = False) -> None:
    """Read expressions and print their values until the end of the input."""
    prompt: PromptSession[str] = PromptSession(
        history=open_history(), completer=NameCompleter(session), complete_while_typing=False
    )
    say(WELCOME)
    conversation = Conversation(session, wants_parts)
    while conversation.is_open:
        try:
            text = prompt.prompt("feel> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        conversation.answer(text)


def open_history() -> History:
    """Return the history of earlier prompts, kept in the user's folder of state; in memory where there is none."""
    folder = Path(os.environ.get("XDG_STATE_HOME") or Path("~/.local/state").expanduser()) / "rulewright"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "feel_history"
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)


class Conversation:
    """Answers the lines of a prompt."""

    def __init__(self, session: FeelSession, wants_parts: bool = False) -> None:
        self.session = session
        self.wants_parts = wants_parts
        self.is_open = True
        self.commands: dict[str, Callable[[str], None]] = {
            ":let": self.let,
            ":facts": self.facts,
            ":explain": self.explain,
            ":functions": lambda _: show(builtins_index_text()),
            ":help": self.help,
            ":quit": self.quit,
        }

    def answer(self, text: str) -> None:
        """Answer one line."""
        text = text.strip()
        if text.startswith(":"):
            word, _, rest = text.partition(" ")
            command = self.commands.get(word)
            if command is None:
                say(f"there is no command `{word}`; {did_you_mean(word, self.commands) or '`:help` lists them'}")
            else:
                command(rest.strip())
        elif text:
            print_answer(self.session.evaluate(source_of(text), wants_parts=self.wants_parts))

    def let(self, text: str) -> None:
        """Give a name the value of an expression."""
        name, equals, expression = (part.strip() for part in text.partition("="))
        if not equals or not NAME.fullmatch(name):
            say("write `:let name = expression`")
            return
        answer = self.session.evaluate(source_of(expression))
        print_answer(answer)
        if answer.is_clean:
            self.session.facts[name] = answer.value

    def facts(self, _text: str) -> None:
        """List the names with their values."""
        for name, value in self.session.facts.items():
            show([(f"{name} = ", *typed_value(value))])
        if not self.session.facts:
            say("there are no names yet; `:let name = expression` makes one")

    def explain(self, _text: str) -> None:
        """Show parts from now on, or stop showing them."""
        self.wants_parts = not self.wants_parts
        say("parts are shown" if self.wants_parts else "parts are not shown")

    def help(self, text: str) -> None:
        """Say what there is, or what a function does."""
        if not text:
            say(HELP)
        elif text in BUILTINS:
            show(builtin_text(BUILTINS[text]))
        else:
            hint = did_you_mean(text, BUILTINS) or "`:functions` lists them"
            say(f"there is no built-in function `{text}`; {hint}")

    def quit(self, _text: str) -> None:
        """End."""
        self.is_open = False


class NameCompleter(Completer):
    """Completes built-in functions, whose names may take several words, keywords, names and commands."""

    def __init__(self, session: FeelSession) -> None:
        self.session = session

    def get_completions(self, document: Document, _complete_event: CompleteEvent) -> Iterable[Completion]:
        """Yield what the text before the cursor may become: the longest beginning of a name goes first."""
        text = document.text_before_cursor
        if text.startswith(":") and " " not in text:
            yield from (Completion(each, -len(text)) for each in COMMANDS if each.startswith(text))
            return
        for beginning in _beginnings(text):
            found = list(self.names_from(beginning))
            if found:
                yield from found
                return

    def names_from(self, beginning: str) -> Iterator[Completion]:
        """Yield the names that begin so."""
        for name in sorted({*self.session.facts, *KEYWORDS}):
            if name.startswith(beginning) and name != beginning:
                yield Completion(name, -len(beginning))
        for name in sorted(BUILTINS):
            if name.startswith(beginning):
                yield Completion(f"{name}(", -len(beginning), display=name, display_meta=BUILTINS[name].summary)


def _beginnings(text: str) -> Iterator[str]:
    """Yield the ends of a text that may be the beginning of a name, the longest first."""
    words = re.search(r"[^\W\d][\w ]*$", text)
    if words is None:
        return
    yield words[0]
    for space in re.finditer(r" +(?=[^\W\d])", words[0]):
        yield words[0][space.end() :]
