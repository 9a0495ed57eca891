"""Templates of the user: their variables, the examples of the docs, and what they may not do."""

import json
import re
import time
from pathlib import Path

import pytest

from paperterm.errors import FileError, InputError
from paperterm.export import View
from paperterm.export.escape import escape_org
from paperterm.export.template import context_of, output_suffix, render
from paperterm.model import Mark
from paperterm.session import templates
from paperterm.session.templates import TemplateExporter
from paperterm.topics import Topic
from tests.building import DAY, NOON, entry, name, paper, view

EXAMPLES = Path(__file__).parents[2] / "docs" / "templates"
MARK = Mark(name(1)).set_read(True, NOON).set_tag("to do", True, NOON).set_note("a\nb", NOON)
HOSTILE = "* \\textbf{x} \\% <b>&$ ]] |\n#+begin"
VIEW = view(
    entry(paper(1, "$\\alpha$-trees", authors=("Guido van Rossum",), abstract="One & two"), MARK),
    entry(paper(2, HOSTILE, authors=(HOSTILE,), abstract=HOSTILE, authors_truncated=True)),
    topics=(Topic("Trees", (("tree",),)),),
    day=DAY,
)


def rendered(file: Path, source: str, of: View = VIEW) -> str:
    file.write_text(source, encoding="utf-8")
    return TemplateExporter(file).render(of).decode()


def example(name: str) -> tuple[str, str]:
    """What an example makes, and the end of its file name."""
    template = TemplateExporter(EXAMPLES / name)
    return template.render(VIEW).decode(), template.suffix


def test_a_template_sees_the_view_and_its_sections(tmp_path: Path) -> None:
    source = (
        "{{ title }}|{{ view }}|{{ topic is none }}|{{ day }}\n"
        "{% for section in sections %}\n"
        "{{ section.heading }}: {{ section.papers|map(attribute='id')|join(',') }}\n"
        "{% endfor %}\n"
        "{% with p = papers[0] %}\n"
        "{{ p.title|plain }} {{ p.names[0].last }} {{ p.year }} {{ p.url }} {{ p.tags[0] }}\n"
        "{% endwith %}\n"
    )
    assert rendered(tmp_path / "a.txt", source).splitlines() == [
        "arXiv · 2026-02-12|all|True|2026-02-12",
        "Trees: 2602.00001",
        "Other papers: 2602.00002",
        "α-trees van Rossum 2026 https://arxiv.org/abs/2602.00001 to do",
    ]


def rendered_here(source: str, file: str = "a.txt") -> str:
    """The same without a process."""
    return render(source, file, context_of(VIEW))


@pytest.mark.parametrize(
    ("name", "suffix", "wanted"),
    [
        ("a.html.j2", ".html", "&lt;b&gt;"),
        ("a.xml", ".xml", "&lt;b&gt;"),
        ("a.org.jinja", ".org", "<b>"),
        ("a", ".txt", "<b>"),
    ],
)
def test_the_name_of_a_template_says_what_it_makes(name: str, suffix: str, wanted: str) -> None:
    assert wanted in rendered_here("{{ papers[1].title }}", name)
    assert output_suffix(name) == suffix


def test_the_example_for_org_has_a_heading_a_paper() -> None:
    text, suffix = example("reading.org.j2")
    assert suffix == ".org"
    headings = [line for line in text.splitlines() if line.startswith("*")]
    no = "\u200b"
    hostile = f"* x % <{no}b>&\\dollar{{}}{no} ]] | #+begin"
    assert headings == ["* DONE α-trees", f"* TODO {hostile}"]
    keywords = [line for line in text.splitlines() if line.lstrip().startswith("#+")]
    assert keywords == ["#+TITLE: arXiv · 2026-02-12"]
    assert "  Note: a b" in text.splitlines()
    assert text.count(", et al.\n") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, a/b and 3*4 = 12", "plain, a/b and 3*4 = 12"),
        ("*bold* /it/ =v= ~c~ +s+ _u_", "*|bold* /|it/ =|v= ~|c~ +|s+ _|u_"),
        ("[[https://evil.example][x]]", "[|[|https://evil.example][|x]]"),
        ("[fn:1] <<t>> {{{m}}} @@html:<b>@@", "[|fn|:1] <|<|t>> {|{|{|m}}} @|@html|:<|b>@|@"),
        ("src_sh{id} call_f(1)", "src|_|sh{|id} call|_|f(1)"),
        ("a^b $x$ \\input{x}", "a^|b \\dollar{}|x\\dollar{}| \\backslash{}|input{|x}"),
        ("#+INCLUDE: x", "#|+INCLUDE: x"),
        ("| a | :END:", "|| a | :END:"),
        ("(see https://github.com/a/b_c).", "(see https://github.com/a/b_c)."),
        ("shell:ls elisp:(x) file:/a", "shell|:ls elisp|:(x) file|:/a"),
        ("Title: text, 3:4", "Title: text, 3:4"),
    ],
)
def test_no_text_is_markup_of_org(text: str, shown: str) -> None:
    assert escape_org(text).replace("\u200b", "|") == shown


def test_the_example_for_latex_runs_no_command_of_a_paper() -> None:
    text, suffix = example("reading.tex.j2")
    assert suffix == ".tex"
    assert r"\section*{Trees}" in text
    assert r"\item {$\alpha$}-trees." in text
    assert r"\url{https://arxiv.org/abs/2602.00002}" in text
    ours = {"documentclass", "usepackage", "begin", "end", "section", "item", "emph", "url"}
    assert {*re.findall(r"\\([a-z]+)", text)} == {*ours, "alpha"}
    bare = re.sub(r"\\.", "", text)
    assert bare.count("{") == bare.count("}")
    assert text.count("et al.") == 1


def test_the_example_for_slack_is_one_message() -> None:
    text, suffix = example("slack.json.j2")
    assert suffix == ".json"
    first, *rest = json.loads(text)["text"].splitlines()
    assert first == "*arXiv · 2026-02-12*: 2 papers"
    assert rest == [
        "• <https://arxiv.org/abs/2602.00001|α-trees>",
        "• <https://arxiv.org/abs/2602.00002|* x % &lt;b&gt;&amp;$ ]] | #+begin>",
    ]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("\n{% for %}", "line 2: Expected an expression"),
        ("\n\n{{ papre }}", "line 3: 'papre' is undefined"),
        ('{% include "/etc/passwd" %}', "line 1: no loader"),
        ("{{ papers.__class__ }}", "line 1: access to attribute '__class__'"),
        ("{{ papers.append(1) }}", "line 1: .*'append'"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "line : calls itself endlessly"),
        ("{{ 1 / 0 }}", "line 1: division by zero"),
        ("{{ 5|plain }}", "line 1: 'int' object"),
    ],
)
def test_a_mistake_is_told_with_its_line(source: str, told: str) -> None:
    with pytest.raises(InputError) as raised:
        rendered_here(source)
    assert re.match(told, f"line {raised.value.subject}: {raised.value.problem}")


def test_a_mistake_is_one_line_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"a\.txt, line 3: 'papre' is undefined"):
        rendered(tmp_path / "a.txt", "\n\n{{ papre }}")


def test_a_template_cannot_run_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "_PATIENCE", 1)
    begin = time.monotonic()
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(InputError, match="takes longer than 1 seconds"):
        rendered(tmp_path / "a.txt", loop)
    with pytest.raises(InputError, match=r"too much memory|takes longer"):
        rendered(tmp_path / "a.txt", '{{ "a" * 9999999999 }}')
    assert time.monotonic() - begin < 5


def test_a_file_that_is_no_template_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="is not UTF-8"):
        TemplateExporter(file)
    file.write_bytes(b"x" * 1_000_001)
    with pytest.raises(InputError, match="is larger than"):
        TemplateExporter(file)
