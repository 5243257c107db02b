"""Whatever is edited in a copy of a pack, the amendment that is drafted of it gives the text of the copy."""

import random
import shutil

import pytest
from authoring_cases import BASE, PACK, draft, said, version
from random_edits import edited_by_chance
from rulewright.compare import compare_versions
from rulewright.packs.amendments.text import PackText
from rulewright.packs.canonical import PROSE, canonical, outcome_digest_of
from rulewright.packs.files import read_files
from rulewright.packs.loading import PackReading

FOR_THE_AUTHOR = {"star-reaches", "unconfirmed-rename", "unsaid-change"}
"""What a draft says where the author must decide, or of what no amendment can say, such as another id of the pack."""
NOTHING = "the edited files say what the base says"
CALENDAR = "says when the periods of the clock are"
"""What no amendment changes."""
UNEDITED = PackReading(read_files(PACK), "pack")
NEEDED = 6
"""So many edits of a seed must leave a pack in order: else nothing is tried."""


@pytest.mark.parametrize("seed", range(4))
def test_any_edit_becomes_an_amendment_that_gives_it(seed, tmp_path):
    source, tried = random.Random(seed), 0  # noqa: S311  (cases, not secrets)
    while tried < NEEDED:
        files, done = edited_by_chance(BASE, source)
        made = draft(tmp_path / "copy", files, {})
        copy = PackReading(read_files(tmp_path / "copy"), "pack")
        if any(each.is_error for each in copy.base.diagnostics):
            continue
        tried += 1
        errors = [(each.code, each.message) for each in made.diagnostics if each.is_error]
        if [message for _, message in errors] == [NOTHING]:
            assert copy.base.digest == UNEDITED.base.digest, done
            assert said(PackText.of(copy.trees)) == said(PackText.of(UNEDITED.trees)), done
            continue
        if errors and all(code in FOR_THE_AUTHOR or CALENDAR in message for code, message in errors):
            continue
        assert errors == [], done
        text, digest = version(made.text)
        assert digest == copy.base.digest, done
        assert said(text) == said(PackText.of(copy.trees)), done


@pytest.mark.parametrize("seed", range(3))
def test_any_edit_is_found_by_comparing_and_what_is_identical_is_so(seed, tmp_path):
    source, tried = random.Random(seed), 0  # noqa: S311  (cases, not secrets)
    while tried < NEEDED:
        files, done = edited_by_chance(BASE, source)
        copy = tmp_path / str(tried) / "copy"
        draft(copy, files, {})
        found = compare_versions(None, f"{PACK}/", f"{copy}/", seconds=0)
        if found.after.has_errors:
            assert not found.is_identical
            shutil.rmtree(copy)
            continue
        tried += 1
        before, after = found.before.pack, found.after.pack
        said_of_rules = [each for each in found.changes if each.owner not in {"example", "document", "unit", "pack"}]
        assert not said_of_rules or before.digest != after.digest, done
        assert not found.movements or outcome_digest_of(before) != outcome_digest_of(after), done
        alike = {each.rule.id for each in found.rules if each.rule.id not in {move.rule.id for move in found.movements}}
        assert all(canonical(before.rules[id_], PROSE) == canonical(after.rules[id_], PROSE) for id_ in alike), done
