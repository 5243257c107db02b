"""Writes decisions by chance: by formulas with steps, requirements, roundings and ranges, or by a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formula_parts import PARTS
from random_tables import table
from random_writing import Inputs, Writing, Written, quoted

INPUTS = (
    *(("number",) * 6),
    *(("money", "members", "rate", "points", "percent", "score", "integer", "small") * 2),
    *(("boolean", "tier", "string", "date") * 3),
    *(("list<number>", "list<row>", "row", "nest", "list<nest>") * 3),
    *("map<tier, number>", "map<number>", "map<tier, row>", "row?", "list<number?>", "any", "list<any>"),
    *("time", "date and time", "days and time duration", "years and months duration", "share", "growth", "share"),
    *("number?", "date?", "boolean?", "tier?", "string?", "list<string>", "list<money>", "list<tier>"),
    *("note", "pair", "list<note>", "list<pair>", "list<score>", "list<percent>", "list<boolean>"),
    *("gain", "list<gain>", "any", "any", "list<gain>"),
    *("list<date>", "list<boolean?>", "list<list<number>>", "list<share>", "list<growth>"),
)
UNCOMPILED_INPUTS = ("range<number>", "range<date>", "wide", "list<wide>")
OUTPUTS = (
    *(("number", "money", "boolean", "string") * 3),
    *(("percent", "points", "rate", "date", "tier", "list<number>", "list<row>", "row", "score") * 2),
    *("days and time duration", "years and months duration", "date and time", "time", "number?", "list<string>"),
    *("map<tier, number>", "map<number>", "range<number>", "nest", "row?", "list<number?>", "date?", "any"),
    *("pair", "note", "list<pair>", "list<score>", "boolean?", "share", "members", "list<boolean>", "growth", "tier?"),
    *("map<tier, row>", "range<date>", "list<note>", "list<list<number>>", "integer"),
)
STEPS = (
    *("number", "number", "money", "boolean", "list<number>", "list<row>", "date", "string", "any", "number?"),
    *("range<number>", "map<number>", "row", "boolean?", "range<date>"),
)
NAMES = {
    "nest": "nest",
    "row": "row",
    "list<number>": "ns",
    "list<row>": "rows",
    "number?": "nn",
    "date?": "due",
    "boolean": "flag",
    "string": "word",
    "date": "day",
}
ROUNDED = ("half_up", "half_even", "half_down", "up", "down", "floor", "ceiling")
ROUND = frozenset({"number", "money", "percent", "points", "rate", "score", "share"})
RANGES = ("[0..100]", ">= 0", "[-1000000..1000000]", "> base_zero", "[0..10 / base_zero]", "not(0)", "? * 2 < 1000")


def decision(writing: Writing, id_: str) -> Written:
    """Return a decision by formulas."""
    source = writing.source
    inputs, names, text = _inputs(writing, source.randint(1, 5))
    head = f"  {id_}:\n    title: Decision\n"
    if source.random() < 0.1:
        head += f"    aliases: [also_{id_}]\n"
    steps = ""
    for number in range(source.choice((0, 0, 1, 2))):
        type_ = source.choice(STEPS)
        steps += writing.formula(f"step_{number}", writing.formulas(names).make(type_, 3), 6)
        names[f"step_{number}"] = type_
    where = f"    where:\n{steps}" if steps else ""
    required = _requirements(writing, names)
    outputs, types = "", []
    for number in range(source.choice((1, 1, 1, 1, 2))):
        type_ = source.choice(OUTPUTS)
        formula = writing.formula("formula", writing.formulas(names).make(type_, 4), 8)
        outputs += f"      out_{number}:\n        type: {quoted(type_)}\n{_finish(writing, type_)}{formula}"
        names[f"out_{number}"] = type_
        types.append(type_)
    text = f"{head}{text}{where}{required}    outputs:\n{outputs}"
    return Written(id_, text, inputs, tuple(_calls(id_, inputs, types, has_values=writing.has_uncompiled)))


def small(writing: Writing, id_: str) -> Written:
    """Return a decision of a few operations over one or two inputs, such as loops call."""
    source = writing.source
    kinds = [source.choice(("number", "number", "row", "tier", "money", "score", "pair", "number?", "any"))]
    kinds += [source.choice(("number", "boolean"))] if source.random() < 0.4 else []
    names = {f"x_{number}": kind for number, kind in enumerate(kinds)}
    text = f"  {id_}:\n    title: Small\n    inputs: {{{', '.join(f'{n}: {quoted(k)}' for n, k in names.items())}}}\n"
    inputs = {name: (kind, True) for name, kind in names.items()}
    if source.random() < 0.3:
        text += f"    where:\n{writing.formula('step', writing.formulas(names, has_calls=False).make('number', 1), 6)}"
        names["step"] = "number"
    if source.random() < 0.25:
        condition = quoted(writing.formulas(names, has_calls=False).make("boolean", 1))
        text += f"    requires: [{{that: {condition}, message: not so}}]\n"
    type_ = source.choice(("number", "number", "boolean", "money", "score", "row", "number?", "any", "tier"))
    formula = writing.formulas(names, has_calls=False).make(type_, 2)
    extra = f"        range: {quoted(source.choice(RANGES))}\n" if type_ in {"number", "number?", "score"} else ""
    extra = extra if source.random() < 0.4 else ""
    text += f"    outputs:\n      out:\n        type: {quoted(type_)}\n{extra}        formula: {quoted(formula)}\n"
    return Written(id_, text, inputs, tuple(_calls(id_, inputs, [type_], has_values=writing.has_uncompiled)))


def by_table(writing: Writing, id_: str) -> Written:
    """Return a decision by a table."""
    inputs, types, text = table(writing, id_)
    return Written(id_, text, inputs, tuple(_calls(id_, inputs, types, "found", has_values=writing.has_uncompiled)))


def _inputs(writing: Writing, count: int) -> tuple[Inputs, dict[str, str], str]:
    """Return inputs made by chance, their types by name, and how they are written."""
    source = writing.source
    names: dict[str, str] = {}
    inputs: dict[str, tuple[str, bool]] = {}
    text = "    inputs:\n"
    kinds = (*INPUTS, *UNCOMPILED_INPUTS) if writing.has_uncompiled else INPUTS
    for number in range(count):
        type_ = source.choice(kinds)
        if writing.discretions and source.random() < 0.35:
            type_ = source.choice([each.type for each in writing.discretions.values()])
        name = NAMES.get(type_, f"in_{number}")
        if name in names:
            name = f"in_{number}"
        is_needed = not (number and source.random() < 0.25)
        if is_needed:
            text += f"      {name}: {quoted(type_)}\n"
        else:
            otherwise = quoted(writing.formulas(names, has_calls=source.random() < 0.3).make(type_, 1))
            decided = _decided(writing, type_, names)
            text += f"      {name}: {{type: {quoted(type_)}, title: A fact, {decided}otherwise: {otherwise}}}\n"
        names[name] = type_
        inputs[name] = (type_, is_needed)
    return inputs, names, text


def _decided(writing: Writing, type_: str, names: Mapping[str, str]) -> str:
    """Return the discretion whose recorded decision an input is, if there is one of its type."""
    fitting = [id_ for id_, each in writing.discretions.items() if each.type == type_]
    if not fitting or writing.source.random() < 0.2:
        return ""
    free = [id_ for id_ in fitting if not writing.discretions[id_].inputs]
    chosen = writing.source.choice(free if free and writing.source.random() < 0.5 else fitting)
    return f"decided: {quoted(_discretion_call(writing, chosen, names))}, "


def _discretion_call(writing: Writing, id_: str, names: Mapping[str, str]) -> str:
    keys = writing.discretions[id_].inputs.values()
    arguments = [
        writing.formulas(names, has_calls=is_called).make(each, int(is_called))
        for each in keys
        for is_called in (writing.source.random() < 0.4,)
    ]
    return f"{id_}({', '.join(arguments)})" if arguments else id_


def _requirements(writing: Writing, names: Mapping[str, str]) -> str:
    """Return what must hold before there is an outcome: with a message, with facts, or with a decision to wait for."""
    source = writing.source
    text = ""
    for _ in range(source.choice((0, 0, 0, 0, 1, 1, 2))):
        condition = quoted(writing.formulas(names).make("boolean", 2))
        chance = source.random()
        if chance < 0.25:
            otherwise = f"needs: {quoted(writing.formulas(names).make('list<string>', 1))}"
        elif chance < 0.5 and writing.discretions:
            awaited = _discretion_call(writing, source.choice(list(writing.discretions)), names)
            otherwise = f"awaits: {quoted(awaited)}"
        else:
            otherwise = "message: not as it must be"
            if chance > 0.85:
                otherwise += f", names: {quoted(writing.formulas(names).make('list<string>', 1))}"
        text += f"      - {{that: {condition}, {otherwise}}}\n"
    return f"    requires:\n{text}" if text else ""


def _finish(writing: Writing, type_: str) -> str:
    """Return how an output is rounded and bounded."""
    source = writing.source
    text = ""
    if source.random() < (0.3 if type_ in ROUND else 0.02):
        text += f"        round: {{places: {source.randint(0, 3)}, mode: {source.choice(ROUNDED)}}}\n"
    if type_ in {"number", "number?", "money", "points", "score"} and source.random() < 0.25:
        text += f"        range: {quoted(source.choice(RANGES))}\n"
    return text


def _calls(
    id_: str, inputs: Inputs, types: Sequence[str], output: str = "out", *, has_values: bool = False
) -> list[tuple[str, str]]:
    """Return how a decision is called: by place, by name without what may be left out, and for each item of a list."""
    needed = [(name, type_) for name, (type_, is_needed) in inputs.items() if is_needed]
    by_place = ", ".join(f"«{type_}»" for type_, _ in inputs.values())
    by_name = ", ".join(f"{name}: «{type_}»" for name, type_ in reversed(needed))
    results = (
        [("", types[0])] if len(types) == 1 else [(f".{output}_{place}", each) for place, each in enumerate(types)]
    )
    calls = [(type_, f"{id_}({arguments}){entry}") for arguments in (by_place, by_name) for entry, type_ in results]
    first = next(iter(inputs.values()), ("", True))[0]
    if len(types) == 1 and f"list<{first}>" in PARTS and all(is_needed for _, is_needed in inputs.values()):
        others = "".join(f", «{type_}»" for type_, _ in list(inputs.values())[1:])
        loop = f"for x in «list<{first}>» return {id_}(x{others})"
        calls += [(f"list<{types[0]}>", loop)]
        calls += [("number", f"sum({loop})"), ("number", f"max({loop})")] if types[0] in {"number", "score"} else []
        calls += [("boolean", f"some x in «list<{first}>» satisfies {id_}(x{others})")] if types[0] == "boolean" else []
    if has_values and inputs:
        calls += [(type_, f"{{h: {id_}, y: h({by_place})}}.y{entry}") for entry, type_ in results]
        calls += [(type_, f"{{h: {id_}, y: h({by_name})}}.y{entry}") for entry, type_ in results]
        calls += [(type_, f"(function(g, x) g(x))({id_}, «{first}»){entry}") for entry, type_ in results]
        calls += [(type_, f"(function(g, x) g(zz: x))({id_}, «{first}»){entry}") for entry, type_ in results]
    return calls
