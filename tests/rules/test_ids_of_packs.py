"""The code knows no pack: no rule, no period and no amendment of any pack stands in it.

The help of the command line shows how the bundled pack is used; these examples are run by tests of their own.
"""

import re
from pathlib import Path

from rulewright.packs import read_pack

ROOT = Path(__file__).parents[2]
CODE = ("engine/**/*.py", "engine/**/*.md", "engine/**/*.html", "cli/**/*.py", "schemas/**/*.json")
HELP = re.compile(r'epilog="""\\b\n.*?"""', re.DOTALL)
PAGES = "small"
"""The namespace of what the manual pages show, which packs of tests have as well."""
AMENDMENT = re.compile(r"^(?:amendment|erratum): *(\S+)", re.MULTILINE)


def ids():
    """Return the ids that can be no other word: of rules with a namespace, of periods, of amendments with a hyphen."""
    found = set()
    for folder in {path.parent for part in ("rules", "tests") for path in (ROOT / part).glob("**/pack.yaml")}:
        pack = read_pack(folder)
        found |= {id_ for id_ in pack.rules if "." in id_ and id_.split(".")[0] not in {PAGES, "statements"}}
        if pack.clock and pack.clock in pack.types:
            found |= {each for each in pack.types[pack.clock].members if any(map(str.isdecimal, each))}
    files = [path for part in ("rules", "tests") for path in (ROOT / part).glob("**/amendments/*.yaml")]
    named = {AMENDMENT.search(path.read_text(encoding="utf-8"))[1] for path in files}
    return found | {each for each in named if "-" in each}


def test_no_id_of_a_pack_stands_in_the_code():
    words = ids()
    assert {"BP1", "term_1", "cards-slip", "reading.score"} <= words
    names = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w.-])(?:{names})(?![\w-]|\.\w)")
    found = [
        f"{path.relative_to(ROOT)}: {each}"
        for glob in CODE
        for path in sorted(ROOT.glob(glob))
        for each in pattern.findall(HELP.sub("", path.read_text(encoding="utf-8")))
    ]
    assert found == []
