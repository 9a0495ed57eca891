"""`paperterm doctor`."""

from __future__ import annotations

import argparse

from paperterm.cli.common import json_argument
from paperterm.cli.output import as_text, complain, put, put_json
from paperterm.session import Session
from paperterm.session.doctor import Finding, examine
from paperterm.text import plural


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to repair, and --json."""
    parser.add_argument("--repair", action="store_true", help="repair what can be repaired")
    json_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Look at everything that paperterm keeps; nothing is written but with --repair."""
    found = []
    for finding in examine(Session(), repair=args.repair):
        found.append(finding)
        if not args.json:
            put(_line(finding))
    left = [finding for finding in found if finding.is_open]
    if args.json:
        put_json({"findings": [_record(finding) for finding in found], "ok": not left})
    elif not found:
        put("nothing is wrong\n")
    if left:
        can = sum(finding.fix is not None for finding in left)
        by_hand = args.repair or not can
        what = "to fix by hand" if by_hand else f"of which `--repair` fixes {can:,}"
        complain(f"{plural(len(left), 'finding')}{' ' if by_hand else ', '}{what}")
    return 1 if left else 0


def _line(finding: Finding) -> str:
    state = "repaired" if finding.repaired else str(finding.severity)
    hint = f"; {finding.hint}" if finding.hint else ""
    said = " ".join(f"{finding.subject}: {finding.problem}{hint}".split())
    return f"{state}: {said}\n"


def _record(finding: Finding) -> dict[str, object]:
    return {
        "subject": as_text(finding.subject),
        "problem": as_text(finding.problem),
        "hint": as_text(finding.hint),
        "severity": str(finding.severity),
        "repaired": finding.repaired,
    }
