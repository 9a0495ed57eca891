"""`paperterm doctor`."""

from __future__ import annotations

import argparse

from paperterm.cli.common import json_argument
from paperterm.cli.output import as_text, complain, put, put_json
from paperterm.session import Session
from paperterm.session.doctor import Finding, examine
from paperterm.text import plural
from paperterm.text.lines import one_line


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --repair and --json."""
    parser.add_argument("--repair", action="store_true", help="repair what can be repaired")
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Check everything that paperterm stores; write only with --repair."""
    found = []
    for finding in examine(Session(), repair=args.repair):
        found.append(finding)
        if not args.json:
            put(_line(finding))
    left = [finding for finding in found if finding.is_open]
    if args.json:
        put_json({"findings": [_record(finding) for finding in found], "ok": not left})
    elif not found:
        put("no problems found\n")
    if left:
        repairable = sum(finding.fix is not None for finding in left)
        if args.repair or not repairable:
            advice = "repair by hand"
        else:
            advice = f"`--repair` repairs {repairable:,} of them"
        complain(f"{plural(len(left), 'problem')} found; {advice}")
    return 1 if left else 0


def _line(finding: Finding) -> str:
    state = "done" if finding.repaired else str(finding.severity)
    hint = f"; {finding.hint}" if finding.hint else ""
    return one_line(f"{state}: {finding.subject}: {finding.problem}{hint}") + "\n"


def _record(finding: Finding) -> dict[str, object]:
    return {
        "subject": as_text(finding.subject),
        "problem": as_text(finding.problem),
        "hint": as_text(finding.hint),
        "severity": str(finding.severity),
        "repaired": finding.repaired,
    }
