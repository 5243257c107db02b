"""Reads packs: YAML with places, schemas, linking of names, and the frozen model of a protocol."""

from typing import TYPE_CHECKING

from rulewright.lazy import lazily

if TYPE_CHECKING:
    from rulewright.packs.amendments.address import AddressError as AddressError
    from rulewright.packs.amendments.drafting import Head as Head
    from rulewright.packs.authoring import Draft as Draft
    from rulewright.packs.authoring import draft_amendment as draft_amendment
    from rulewright.packs.files import find_pack as find_pack
    from rulewright.packs.formatting import FormattedFile as FormattedFile
    from rulewright.packs.formatting import format_pack as format_pack
    from rulewright.packs.kinds.decision import Decision as Decision
    from rulewright.packs.kinds.definition import Definition as Definition
    from rulewright.packs.kinds.discretion import Discretion as Discretion
    from rulewright.packs.kinds.parameter import Parameter as Parameter
    from rulewright.packs.loading import read_pack as read_pack
    from rulewright.packs.lookup import history_of as history_of
    from rulewright.packs.lookup import look_up as look_up
    from rulewright.packs.model.history import Event as Event
    from rulewright.packs.model.history import History as History
    from rulewright.packs.model.history import WrittenPiece as WrittenPiece
    from rulewright.packs.model.pack import Example as Example
    from rulewright.packs.model.rules import Input as Input
    from rulewright.packs.model.statements import StatementPlan as StatementPlan
    from rulewright.packs.model.version_names import version_words as version_words
    from rulewright.packs.scaffold import begin_amendment as begin_amendment
    from rulewright.packs.yaml_facts import UnreadableYamlError as UnreadableYamlError
    from rulewright.packs.yaml_facts import read_yaml_object as read_yaml_object
else:
    __getattr__, __dir__, __all__ = lazily(
        __name__,
        {
            "amendments.address": ("AddressError",),
            "amendments.drafting": ("Head",),
            "authoring": ("Draft", "draft_amendment"),
            "files": ("find_pack",),
            "formatting": ("FormattedFile", "format_pack"),
            "lookup": ("history_of", "look_up"),
            "model.history": ("Event", "History", "WrittenPiece"),
            "loading": ("read_pack",),
            "model.pack": ("Example",),
            "kinds.decision": ("Decision",),
            "kinds.definition": ("Definition",),
            "kinds.discretion": ("Discretion",),
            "kinds.parameter": ("Parameter",),
            "model.rules": ("Input",),
            "model.statements": ("StatementPlan",),
            "model.version_names": ("version_words",),
            "scaffold": ("begin_amendment",),
            "yaml_facts": ("UnreadableYamlError", "read_yaml_object"),
        },
    )
