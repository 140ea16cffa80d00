-- The journal: what happened, appended once, never changed.
create table facts (
  stream      text   not null,
  version     bigint not null check (version > 0),
  -- The order of the log is (tick, row). A tick is at least the writer's own transaction number, so no fact can still
  -- appear below the snapshot horizon: a reader that stops there loses nothing that commits late, as a sequence would.
  -- And it is at least the newest transaction that had ended when the fact was written, so what was written in the
  -- knowledge of another fact stands behind it, even by a transaction that began before that one's. Ties: row.
  tick        bigint not null default greatest(
                pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1),
  row         bigint not null generated always as identity,
  recorded_at bigint not null,
  actor       json   not null,
  correlation text   not null,
  -- json and not jsonb: the text stays as written, is cheaper to store and may hold every string.
  body        json   not null,
  primary key (stream, version)
);
create unique index facts_in_order on facts (tick, row);
create index facts_by_correlation on facts (correlation);

-- Nobody edits the past, not even by mistake; the seal (leaves, checkpoints) shows who tries by force.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is never changed: % on % refused', tg_op, tg_table_name;
end $$;
create trigger facts_never_change before update or delete on facts for each row execute function refuse_change();
create trigger facts_never_emptied before truncate on facts execute function refuse_change();

-- Commands are answered once: the answer stands with the key, in the transaction of what it did.
create table answers (
  actor        text   not null,
  key          text   not null,
  request_hash text   not null,
  answer       json,
  at           bigint not null,
  primary key (actor, key)
);
create index answers_by_age on answers (at);

-- The sealed part of the log: fact number seq is leaf seq - 1 of the Merkle tree (RFC 6962).
create table leaves (
  seq     bigint primary key check (seq > 0),
  stream  text   not null,
  version bigint not null,
  hash    bytea  not null check (octet_length(hash) = 32),
  unique (stream, version)
);
create trigger leaves_never_change before update or delete on leaves for each row execute function refuse_change();

create table checkpoints (
  size bigint primary key,
  root bytea  not null check (octet_length(root) = 32),
  -- C2SP tlog-checkpoint, signed note.
  note text   not null,
  -- The verifier key that made the signature (C2SP vkey), so that a change of key is seen.
  key  text   not null,
  at   bigint not null
);
create trigger checkpoints_never_change before update or delete on checkpoints for each row execute function refuse_change();
