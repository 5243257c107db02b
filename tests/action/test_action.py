"""The steps of the GitHub Action run as GitHub runs them: in a repository with commits, with a `gh` that only notes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "action"
PACK = ROOT / "tests/exercises/pack"
PAGE = ROOT / "docs/rule-authors/changes-in-review.md"
GH = """\
#!/usr/bin/env bash
printf '%s\\n' "$*" >>"$NOTES/calls"
[ ! -e "$NOTES/fails" ] || exit 1
case "$*" in
*--paginate*) [ "$MARK" ] && cat "$NOTES/known" ;;
*) last=${@: -1}; cp "${last#body=@}" "$NOTES/comment" ;;
esac
"""
RULEWRIGHT = '#!/usr/bin/env bash\nexec "{python}" -m rulewright_cli "$@"\n'


class Job:
    """A checkout of a repository, and a job that runs in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.notes = folder, folder / "notes"
        self.checkout = folder / "check out"
        self.pack = self.checkout / "rules/reading grants"
        for each in (self.notes, folder / "temp", folder / "bin"):
            each.mkdir()
        for name, text in (("gh", GH), ("rulewright", RULEWRIGHT.format(python=sys.executable))):
            file = folder / "bin" / name
            file.write_text(text, encoding="utf-8")
            file.chmod(0o755)
        (self.notes / "known").write_text("", encoding="utf-8")
        shutil.copytree(PACK, self.pack)
        self.git("init", "--quiet", "--initial-branch=main")
        self.base = self.commit("one")

    def git(self, *arguments):
        done = subprocess.run(
            ["git", "-C", self.checkout, "-c", "user.name=a", "-c", "user.email=a@b", *arguments],  # noqa: S607
            capture_output=True,
            check=True,
        )
        return done.stdout.decode().strip()

    def commit(self, message):
        self.git("add", ".")
        self.git("commit", "--quiet", "--allow-empty", f"--message={message}")
        return self.git("rev-parse", "HEAD")

    def change(self, was, now):
        file = self.pack / "base/reading.yaml"
        text = file.read_text(encoding="utf-8")
        assert was in text
        file.write_text(text.replace(was, now), encoding="utf-8")
        return self.commit("two")

    def run(self, **given):
        """Run the last step of the action, with inputs as the file of the action hands them on."""
        (step,) = (each for each in action()["runs"]["steps"] if each.get("id") == "compare")
        inputs = {"pack": "rules/reading grants", "base": self.base, "comment": "true", "accept": ""} | given
        said = {
            "inputs": inputs | {"token": "t"},
            "github": {"event": {"pull_request": {"number": given.get("number", "7")}}},
        }
        environment = {name: filled(text, said) for name, text in step["env"].items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],  # noqa: S607
            cwd=self.checkout,
            env={
                "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
                "HOME": str(self.folder),
                "GITHUB_ACTION_PATH": str(ACTION),
                "GITHUB_REPOSITORY": "state/rules",
                "GITHUB_OUTPUT": str(self.notes / "output"),
                "GITHUB_STEP_SUMMARY": str(self.notes / "summary"),
                "RUNNER_TEMP": str(self.folder / "temp"),
                "RULEWRIGHT": str(self.folder / "bin/rulewright"),
                "NOTES": str(self.notes),
                **environment,
            },
            capture_output=True,
            check=False,
        )
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    def noted(self, name):
        file = self.notes / name
        return file.read_text(encoding="utf-8") if file.exists() else ""


def action():
    return yaml.safe_load((ACTION / "action.yml").read_bytes())


def filled(text, said):
    """Return a text with the values of its `${{ … }}`."""

    def value(found):
        known = said
        for name in found[1].split("."):
            known = known[name]
        return known

    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", value, text)


@pytest.fixture
def job(tmp_path):
    return Job(tmp_path)


def test_where_nothing_moves_it_ends_with_0(job):
    job.change("title: What is earned of a grant at risk", "title: What one earns of a grant at risk")
    status, said = job.run()
    assert (status, job.noted("output").splitlines()[0]) == (0, "status=0"), said
    assert job.noted("summary").startswith("**Nothing moves but what was reviewed.**\n\n## Grants for libraries")
    assert "What <del>is earned</del><ins>one earns</ins> of a grant" in job.noted("summary")
    page = Path(job.noted("output").split("page=")[1].strip())
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_what_moves_fails_until_it_was_reviewed_and_is_a_comment(job):
    job.change("value: 5%", "value: 6%")
    status, said = job.run(accept="reviewed.json")
    assert status == 1, said
    assert "::notice::there is no list of movements that were reviewed" in said
    assert job.noted("summary").startswith("**Outcomes move, or may move, that were not reviewed.**")
    calls = job.noted("calls").splitlines()
    assert len(calls) == 2
    assert calls[1].startswith("api --silent --method POST repos/state/rules/issues/7/comments -F body=@")
    mark, *comment = job.noted("comment").split("\n")
    assert re.fullmatch(r"<!-- rulewright compare [\d-]+ -->", mark)
    assert "\n".join(comment) == job.noted("summary")

    rulewright = [job.folder / "bin/rulewright", "compare", job.pack, f"git:{job.base}", f"{job.pack}/"]
    subprocess.run([*rulewright, "--write-accept", job.checkout / "reviewed.json"], capture_output=True, check=False)
    (job.notes / "known").write_text("12\n34\n", encoding="utf-8")
    assert job.run(accept="reviewed.json")[0] == 0
    assert "--method PATCH repos/state/rules/issues/comments/12 -F" in job.noted("calls").splitlines()[-1]

    list_ = json.loads((job.checkout / "reviewed.json").read_text(encoding="utf-8"))
    left_out = list_["movements"].pop(0)["rule"]
    (job.checkout / "reviewed.json").write_text(json.dumps(list_), encoding="utf-8")
    assert job.run(accept="reviewed.json")[0] == 1
    assert f"    not accepted: {left_out}: " in job.noted("summary")


def test_a_base_that_a_shallow_checkout_lacks_is_fetched(job):
    job.change("value: 5%", "value: 6%")
    whole = job.checkout.rename(job.folder / "whole")
    job.git_source = f"file://{whole}"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", f"file://{whole}", job.checkout], check=True)  # noqa: S607
    assert job.run()[0] == 1
    assert "5% → 6%" in job.noted("summary")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"base": ""}, "there is no pull request to compare with its base"),
        ({"base": "--upload-pack=touch x"}, "the base is in no history here"),
        ({"base": "nowhere"}, "the base is in no history here"),
        ({"pack": "rules/none"}, "there is no folder of the pack"),
    ],
)
def test_what_cannot_be_compared_ends_with_2(job, given, words):
    status, said = job.run(**given)
    assert (status, job.noted("output")) == (2, "status=2\n")
    assert f"::error::{words}" in said
    assert not (job.checkout / "x").exists()


def test_a_comment_that_cannot_be_written_is_a_warning(job):
    (job.notes / "fails").touch()
    status, said = job.run()
    assert (status, "::warning::the comparison could not be written as a comment" in said) == (0, True)
    calls = job.noted("calls")
    job.run(comment="false")
    job.run(number="")
    assert job.noted("calls") == calls


def test_a_version_that_does_not_load_is_shown_with_its_problems_and_nothing_is_obeyed(job):
    job.change("withheld * score", "withheld * scored")
    job.change("title: What is earned of a grant at risk", 'title: "</details> ``` @someone"')
    assert job.run()[0] == 1
    assert "unknown name `scored`" in job.noted("summary")
    assert "\n    `rules/reading grants/` does not load:\n" in job.noted("summary")
    assert "\n</details> ``` @someone" not in job.noted("summary")


def test_no_input_is_part_of_a_script_and_each_is_handed_on():
    written = (ACTION / "action.yml").read_text(encoding="utf-8")
    for step in action()["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert "uses" in step or step["shell"] == "bash"
    for name in action()["inputs"]:
        assert f"inputs.{name} }}}}" in written
    for script in re.findall(r"\$GITHUB_ACTION_PATH/(\S+)\"", written):
        assert (ACTION / script).is_file()


def test_the_workflow_of_the_docs_uses_what_there_is():
    (written,) = re.findall(r"```yaml\n(on: .*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    workflow = yaml.safe_load(written)
    (job,) = workflow["jobs"].values()
    (step,) = (each for each in job["steps"] if "/action@" in each.get("uses", ""))
    assert set(step["with"]) <= set(action()["inputs"])
    assert workflow["permissions"] == {"contents": "read", "pull-requests": "write"}


# ── pre-commit ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_hook_runs_a_command_that_there_is(job):
    hooks = {each["id"]: each for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_bytes())}
    (written,) = re.findall(r"```yaml\n(repos:.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (repository,) = yaml.safe_load(written)["repos"]
    assert [each["id"] for each in repository["hooks"]] == list(hooks)
    job.pack.rename(job.checkout / "rules/grants")
    job.pack = job.checkout / "rules/grants"
    job.commit("under the name that the page has")
    accepted = job.checkout / "rules/grants.accepted.json"
    compare = [job.folder / "bin/rulewright", "compare", f"{job.pack}/", f"{job.pack}/", "--write-accept", accepted]
    subprocess.run(compare, capture_output=True, check=True)

    def run(each):
        command, *words = [*hooks[each["id"]]["entry"].split(), *each["args"]]
        return subprocess.run(
            [job.folder / "bin" / command, *words], cwd=job.checkout, capture_output=True, check=False
        ).returncode

    assert [run(each) for each in repository["hooks"]] == [0, 0, 0]
    job.change("value: 5%", "value: 6%\n\n\n")
    job.git("reset", "--quiet", "--soft", "HEAD~1")
    assert [run(each) for each in repository["hooks"]] == [0, 1, 1]
    job.change("withheld * score", "withheld * scored")
    assert run(repository["hooks"][0]) == 1
