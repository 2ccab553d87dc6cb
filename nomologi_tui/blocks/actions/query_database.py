"""Ask a database, or change something in it."""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator

from nomologi_tui.blocks import ActionContext, Duration, Template, Touch, action
from nomologi_tui.blocks.tools import foretelling
from nomologi_tui.blocks.tools.databases import form
from nomologi_tui.blocks.tools.databases.statement import check_values, reads


class QueryDatabase(BaseModel, extra="forbid"):
    connection: form.DatabaseRef = Field(
        title="Connection", description="The database that is asked.", examples=["Shop"], min_length=1
    )
    statement: Annotated[form.Sql, AfterValidator(form.check_statement)] = Field(
        title="Statement", description="One SQL statement; values stand in it as :name.",
        examples=["SELECT * FROM orders WHERE day > :day"],
    )  # fmt: skip
    values: dict[str, Template] = Field(
        {}, title="Values", description="What each :name stands for.", examples=["day: 2026-01-01"]
    )
    limit: int = Field(
        1000, title="At most", description="At most so many rows; more are left out.", examples=["10"], gt=0, le=10_000
    )
    timeout: Duration = Field(
        60.0, title="Time limit", description="How long the statement may take.", examples=["10 s"], gt=0, le=3600
    )

    @model_validator(mode="after")
    def _has_its_values(self) -> Self:
        check_values(self.statement, self.values)
        return self


@action(
    "query_database",
    title="Ask or change a database",
    effect_of=form.effect_of_statement,
    says=(
        "query|ask … database|db|postgres|mysql|sqlite",
        "run|execute|do|send … query|sql|statement … <quoted>",
        "run_sql|insert_into_database|update_database",
        "save|store|insert|put|write … database|postgres|mysql|sqlite|db",
    ),
    example={"connection": "Shop", "statement": "SELECT count(*) AS orders FROM orders WHERE day > '2026-01-01'"},
    gives=("rows", "columns", "count", "cut", "changed"),
)
async def query_database(config: QueryDatabase, ctx: ActionContext) -> dict[str, object]:
    """Carry out one statement. One that begins with SELECT or WITH only reads; values are never a part of the SQL."""
    from nomologi_tui.blocks.tools.databases.database import ask  # SQLAlchemy costs 200 ms

    where = ctx.connection(config.connection).config.database()
    only = reads(config.statement)
    return await ask(where, config.statement, config.values, reads=only, most=config.limit, seconds=config.timeout)


@query_database.words
def _words(config: QueryDatabase) -> str:
    return form.words_of(config)


@query_database.preview
async def _preview(config: QueryDatabase, ctx: ActionContext) -> str:
    return foretelling.with_values(f"would {form.words_of(config)}", config.values, "with the values")


@query_database.touches
def _touches(config: QueryDatabase) -> list[Touch]:
    return [Touch("read" if reads(config.statement) else "write", f"the database of “{config.connection}”")]
