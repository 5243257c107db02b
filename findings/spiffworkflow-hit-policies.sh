#!/usr/bin/env bash
# SpiffWorkflow: decision tables of most hit policies answer with the first row that matches
#
# VERSION       SpiffWorkflow 3.2.0
# EXPECTED      The hit policy of a DMN table says what several matching rows come to. With rows that pay 10, 20 and 30
#               to groups of more than 10, 20 and 30 members, a group of 40 gets 30 under PRIORITY with the output
#               values "30,20,10", the list 10, 20, 30 under RULE ORDER, 30, 20, 10 under OUTPUT ORDER, and 60 under
#               COLLECT with the aggregation SUM. An engine that does not know a policy refuses the table.
# WHAT HAPPENS  10 under PRIORITY, RULE ORDER and OUTPUT ORDER alike, and a list of three numbers in place of the sum.
#               Nothing is refused or said.
# WHY           The parser takes any policy; the engine collects under COLLECT, leaves the aggregation out, and gives
#               the outputs of the first matching row in all other cases.
# HURTS         Whoever moves a table from another DMN engine: the smallest grant is paid in place of the one with
#               priority, the same file says something else in each, and both answers look plausible.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check SpiffWorkflow==3.2.0

cat >"$folder/grant.bpmn" <<'BPMN'
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="grants">
  <process id="grant" isExecutable="true">
    <startEvent id="start"><outgoing>to_decide</outgoing></startEvent>
    <sequenceFlow id="to_decide" sourceRef="start" targetRef="decide"/>
    <businessRuleTask id="decide" camunda:decisionRef="grant_of_group">
      <incoming>to_decide</incoming><outgoing>to_end</outgoing>
    </businessRuleTask>
    <sequenceFlow id="to_end" sourceRef="decide" targetRef="end"/>
    <endEvent id="end"><incoming>to_end</incoming></endEvent>
  </process>
</definitions>
BPMN

cat >"$folder/seen.py" <<'PYTHON'
from pathlib import Path

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.camunda.parser import CamundaParser

FOLDER = Path(__file__).parent
ROW = """<rule id="over_{0}">
  <inputEntry id="test_{0}"><text>&gt; {0}</text></inputEntry><outputEntry id="pays_{0}"><text>{0}</text></outputEntry>
</rule>"""
TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="grants" name="grants" namespace="grants">
  <decision id="grant_of_group" name="grant of group"><decisionTable id="table" hitPolicy="{policy}" {more}>
    <input id="group"><inputExpression id="size" typeRef="integer"><text>members</text></inputExpression></input>
    <output id="grant" name="grant" typeRef="integer"><outputValues id="by_rank"><text>30,20,10</text></outputValues></output>
    {rows}
  </decisionTable></decision>
</definitions>"""

for policy, more in (("PRIORITY", ""), ("RULE ORDER", ""), ("OUTPUT ORDER", ""), ("COLLECT", 'aggregation="SUM"')):
    table = FOLDER / "grant.dmn"
    table.write_text(TABLE.format(policy=policy, more=more, rows="\n".join(map(ROW.format, (10, 20, 30)))))
    parser = CamundaParser()
    parser.add_bpmn_file(str(FOLDER / "grant.bpmn"))
    parser.add_dmn_file(str(table))
    workflow = BpmnWorkflow(parser.get_spec("grant"), parser.get_subprocess_specs("grant"))
    workflow.task_tree.data["members"] = 40
    workflow.do_engine_steps()
    print(policy, more, workflow.is_completed(), workflow.data["grant"])
PYTHON

diff - <("$folder/venv/bin/python" "$folder/seen.py") <<'SEEN'
PRIORITY  True 10
RULE ORDER  True 10
OUTPUT ORDER  True 10
COLLECT aggregation="SUM" True [10, 20, 30]
SEEN
echo "as described"
