#!/usr/bin/env bash
# Compares a pack with its state at the base of a pull request; writes the job's summary, a comment and a page.
# Ends as `rulewright compare` does: with 0 only where nothing moves but what was reviewed.
set -euo pipefail

summary_bytes=900000 # the summary of a step takes 1 MiB
comment_bytes=60000  # a comment takes 65,536 characters
notes_lines=40

rulewright=${RULEWRIGHT:-$RUNNER_TEMP/rulewright/bin/rulewright}
work=$(mktemp -d "$RUNNER_TEMP/compare.XXXXXX")
pack=${PACK:?}/
mark="<!-- rulewright compare $(printf %s "${PACK%/}" | cksum | tr ' ' -) -->" # by which the comment of a pack is found

fail() {
    echo "::error::$1"
    echo "status=2" >>"$GITHUB_OUTPUT"
    exit 2
}

[ -d "$pack" ] || fail "there is no folder of the pack; say where it is by \`pack\`, and check out before this action"
[ -n "$BASE" ] || fail "there is no pull request to compare with its base: name a revision by \`base\`"
if ! git -C "$pack" rev-parse --quiet --verify --end-of-options "$BASE^{commit}" >/dev/null; then
    git -C "$pack" fetch --quiet --no-tags --depth=1 --end-of-options origin "$BASE" \
        || fail "the base is in no history here, and cannot be fetched"
    [[ $BASE =~ ^[0-9a-f]{40}$ ]] || BASE=FETCH_HEAD
fi

arguments=("$pack" "git:$BASE" "$pack" --format markdown)
reviewed=()
if [ -n "$ACCEPT" ] && [ ! -e "$ACCEPT" ]; then
    echo "::notice::there is no list of movements that were reviewed where \`accept\` says"
elif [ -n "$ACCEPT" ]; then
    reviewed=(--accept "$ACCEPT")
fi

status=0
"$rulewright" compare "${arguments[@]}" "${reviewed[@]}" --output "$work/comparison.html" --at-most "$summary_bytes" \
    >"$work/whole.md" 2>"$work/notes" || status=$?
cat "$work/notes" >&2
echo "status=$status" >>"$GITHUB_OUTPUT"
[ -e "$work/comparison.html" ] && echo "page=$work/comparison.html" >>"$GITHUB_OUTPUT"

# What is said beside the comparison, as code: nothing in it is obeyed.
notes() {
    grep -v '^wrote ' "$work/notes" >"$work/said" || true
    [ -s "$work/said" ] || return 0
    local lines
    lines=$(wc -l <"$work/said")
    printf '\n'
    head -n "$notes_lines" "$work/said" | cut -c 1-300 | iconv -c -f UTF-8 -t UTF-8 | sed 's/^/    /'
    [ "$lines" -le "$notes_lines" ] || printf '\n**… %d more lines in the log of the job**\n' "$((lines - notes_lines))"
}

verdict() {
    case $status in
    0) echo "**Nothing moves but what was reviewed.**" ;;
    1) echo "**Outcomes move, or may move, that were not reviewed.**" ;;
    *) echo "**The pack could not be compared.**" ;;
    esac
    printf '\n'
}

{ verdict && cat "$work/whole.md" && notes; } >>"$GITHUB_STEP_SUMMARY"

comment() {
    local text=$work/whole.md id
    if [ "$(wc -c <"$text")" -gt "$((comment_bytes - 16000))" ]; then
        text=$work/short.md
        "$rulewright" compare "${arguments[@]}" --at-most "$((comment_bytes - 16000))" >"$text" 2>/dev/null || true
    fi
    { printf '%s\n' "$mark" && verdict && cat "$text" && notes; } >"$work/comment.md"
    id=$(MARK=$mark gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" \
        --jq '.[] | select(.user.type == "Bot" and (.body | startswith(env.MARK))) | .id') || return 1
    id=${id%%$'\n'*}
    if [ -n "$id" ]; then
        gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F "body=@$work/comment.md"
    else
        gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" -F "body=@$work/comment.md"
    fi
}

if [ "$COMMENT" = true ] && [ -n "${PULL_REQUEST:-}" ]; then
    comment || echo "::warning::the comparison could not be written as a comment; it is in the summary of the job"
fi
exit "$status"
