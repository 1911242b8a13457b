"""The declared workflows and permissions, as data: ``flask workflow``, ``flask policy``."""

from __future__ import annotations

from typing import Any

import click
from flask.cli import with_appcontext

from app.cli.printing import echo_json, echo_table, json_option
from app.ops.docs import diagram, grant_rows, workflow_rows, workflows_declared


class WorkflowName(click.ParamType[str]):
    """The name of a workflow, that of its kind of document, looked up when the command runs."""

    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse unknown names, naming those there are."""
        if value not in (declared := workflows_declared()):
            self.fail(f"沒有「{value}」這種文件；有 {'、'.join(declared)}。", param, ctx)
        return str(value)


@click.group()
def workflow() -> None:
    """The lives of documents."""


@workflow.command()
@click.argument("kind", type=WorkflowName())
@click.option("--mermaid", is_flag=True, help="As a state diagram.")
@json_option
@with_appcontext
def show(kind: str, mermaid: bool, as_json: bool) -> None:
    """Show the states, seats and moves of one kind of document."""
    label, life = workflows_declared()[kind]
    if mermaid:
        click.echo(diagram(life))
        return
    rows = workflow_rows(label, life)
    if as_json:
        echo_json(rows)
        return
    click.echo(f"{rows['label']}（第 {rows['version']} 版）")
    echo_table([("狀態", "名稱", "席位"), *((s["state"], s["label"], "、".join(s["seats"])) for s in rows["states"])])
    click.echo()
    echo_table([("步驟", "名稱", "自", "至"), *((m["move"], m["label"], m["from"], m["to"]) for m in rows["moves"])])


@click.group()
def policy() -> None:
    """Who may do what."""


@policy.command()
@json_option
@with_appcontext
def matrix(as_json: bool) -> None:
    """Show the permission table: each role's permissions, and on which documents."""
    rows = grant_rows()
    if as_json:
        echo_json({"grants": rows})
    else:
        echo_table([("職務", "權限", "範圍"), *((r["role"], r["permission"], r["scope"]) for r in rows)])
