"""Commit, pull or push a folder with git."""

from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, Folder, Template, Touch, action
from nomologi_tui.blocks.tools.git_run import repository_in


class GitConfig(BaseModel, extra="forbid"):
    folder: Folder = Field(title="Folder", description="The repository's folder.", examples=["~/notes"], min_length=1)
    verb: Literal["commit", "pull", "push", "commit and push"] = Field(
        "commit", title="What", description="What git does; commit takes all that changed.", examples=["pull"]
    )
    message: Template = Field(
        "Automatic commit", title="Message", description="The commit message.", examples=["Notes of {{ event.due }}"]
    )


@action(
    "git",
    title="Commit, pull or push with git",
    effect=Effect.REPEATABLE,  # a second time nothing is left to do
    says=(
        ("commit … push", {"verb": "commit and push"}),
        ("commit everything|alles|tout|todo", {"verb": "commit"}),
        ("git … commit … push", {"verb": "commit and push"}),
        ("push … to|nach|sur git|github|gitlab|gitea", {"verb": "push"}),
        ("commit|git_commit|auto-commit", {"verb": "commit"}),
        ("make|create|do … commit|git_commit", {"verb": "commit"}),
        (
            "git_pull|pull … git|repo|repository|changes|main|master|latest|github|code|<path>|branch|<quoted>",
            {"verb": "pull"},
        ),
        ("git_pull", {"verb": "pull"}),
        ("pull", {"verb": "pull", "_of": "git|repo|repos|repository|branch|github|gitlab|gitea|forgejo|code|push"}),
        (
            (
                "git_push|push … git|repo|repository|changes|github|gitlab|commits|branch|gitea|<path>|remote|origin|"
                "code"
            ),
            {"verb": "push"},
        ),
        (
            (
                "backup|back_up|save|sync|snapshot|track|version|sichere … git|github_repo|github_repository|gitlab|"
                "github|gitea"
            ),
            {"verb": "commit and push"},
        ),
        (
            (
                "git|tag_release|merge_branch|rebase|clone|fetch_origin|committe|pousse … <path>|repo|repository|"
                "repos|git|github|main|branch|changes"
            ),
            {},
        ),
        ("git … commit|push|pull|fetch|gc|clone", {}),
        ("committe|committen|versionier~", {"verb": "commit"}),
        "tag|branch|stage|checkout|check_out … repo|repository|release|branch|<path>",
        "zieh|ziehe|hole|hol … repo|repository|code|anderungen",
        "fetch|pull|update|clone … repo|repository|branch|repos",
    ),
    example={"folder": "~/notes", "verb": "commit and push"},
    gives=("changed", "files", "commit"),
)
async def git(config: GitConfig, ctx: ActionContext) -> dict[str, object]:
    """Commit all that changed, pull or push; nothing to do is a success, a conflict a failure that changes nothing."""
    repository = repository_in(config.folder, ctx)
    told = await repository.pull() if config.verb == "pull" else {}
    if config.verb.startswith("commit"):
        told = await repository.commit(config.message.strip() or "Automatic commit")
    if config.verb.endswith("push"):
        pushed = await repository.push()
        told = {**pushed, "files": told.get("files", []), "changed": bool(told.get("changed")) or pushed["changed"]}
    return told


@git.words
def _words(config: GitConfig) -> str:
    return f"{config.verb} {config.folder} with git"


@git.preview
async def _preview(config: GitConfig, ctx: ActionContext) -> str:
    return await repository_in(config.folder, ctx).foretold(config.verb, config.message)


@git.touches
def _touches(config: GitConfig) -> list[Touch]:
    remote = [Touch("reach", f"the server of {config.folder}")] if config.verb != "commit" else []
    return [Touch("write", config.folder), Touch("run", f"git in {config.folder}"), *remote]
