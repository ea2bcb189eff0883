"""What authors and wordings are known again by."""

import json

import sqlalchemy as sa
from alembic import op

from assistant.domain.comment import Comment
from assistant.domain.fingerprint import bands, said_words
from assistant.store.codec import decode
from assistant.store.receive import known_by

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SOME = 1000


def upgrade() -> None:
    with op.batch_alter_table("comments") as comments:
        comments.add_column(sa.Column("author_key", sa.Text(), nullable=True))
        comments.add_column(sa.Column("text_key", sa.Text(), nullable=True))
        comments.add_column(sa.Column("newcomer", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("comments") as comments:
        comments.alter_column("newcomer", server_default=None)
    op.create_index(op.f("ix_comments_author_key"), "comments", ["author_key"])
    op.create_index(op.f("ix_comments_text_key"), "comments", ["text_key"])
    op.create_index(op.f("ix_comments_newcomer_posted_at"), "comments", ["newcomer", "posted_at"])
    op.create_table(
        "wordings",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("band", "comment_id", name=op.f("pk_wordings")),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_wordings_comment_id_comments")
        ),
        sqlite_with_rowid=False,
    )
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """The fingerprints of what is stored already, some rows at a time."""
    comments = sa.table(
        "comments", *map(sa.column, "id text_id direction author_key text_key newcomer".split())
    )
    texts = sa.table("texts", *map(sa.column, "id body erased_at".split()))
    wordings = sa.table("wordings", sa.column("band"), sa.column("comment_id"))
    this = comments.update().where(comments.c.id == sa.bindparam("at"))
    change = this.values(
        {name: sa.bindparam(f"its_{name}") for name in ("author_key", "text_key", "newcomer")}
    )
    query = (
        sa.select(comments.c.id, texts.c.body)
        .join(texts, texts.c.id == comments.c.text_id)
        .where(comments.c.direction == "in", texts.c.erased_at.is_(None))
        .order_by(comments.c.id)
        .limit(SOME)
    )
    met: set[str] = set()
    last = 0
    while rows := connection.execute(query.where(comments.c.id > last)).all():
        last = rows[-1].id
        known, words = [], []
        for row in rows:
            comment = decode(Comment, json.loads(row.body)["comment"])
            its = known_by(comment)
            author = its["author_key"]
            its["newcomer"] = author is not None and author not in met
            if author is not None:
                met.add(author)
            known.append({"at": row.id} | {f"its_{name}": value for name, value in its.items()})
            found = set(bands(said_words(comment.whole)))
            words += [{"band": band, "comment_id": row.id} for band in found]
        connection.execute(change, known)
        if words:
            connection.execute(wordings.insert(), words)
