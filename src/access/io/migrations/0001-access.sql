-- People who may sign in. Names are shown on boards; nothing else about a person is kept here.
create table people (
  id            text    primary key,
  -- As typed, folded (NFKC, lower case): one person has one name to sign in with.
  sign_in_name  text    not null unique,
  name          jsonb   not null,
  role          text    not null,
  agency        text,
  unit          text,
  station       text,
  -- argon2id in PHC form; absent for people of the demo, who have no password.
  password_hash text,
  demo          boolean not null default false,
  added_at      bigint  not null,
  disabled_at   bigint,
  version       integer not null default 1,
  check (demo or password_hash is not null)
);

-- Only the SHA-256 of a token is kept: whoever reads this table cannot sign in with it.
create table sessions (
  token_hash   bytea  primary key check (octet_length(token_hash) = 32),
  id           text   not null unique,
  person       text   not null references people (id),
  opened_at    bigint not null,
  last_seen_at bigint not null,
  ends_at      bigint not null,
  ended_at     bigint
);
create index sessions_by_person on sessions (person) where ended_at is null;
create index sessions_by_end on sessions (ends_at);

-- A view of the facts in look-up/*: written in their transaction, read by the auditor.
create table look_ups (
  id          text   primary key,
  at          bigint not null,
  actor_kind  text   not null,
  actor       text   not null,
  role        text   not null,
  session     text,
  kind        text   not null,
  thing       text   not null,
  purpose     text   not null,
  from_address text  not null,
  covers_ms   bigint not null,
  correlation text   not null
);
create index look_ups_by_actor on look_ups (actor, id);
create index look_ups_by_thing on look_ups (kind, thing, id);

-- Personal particulars, encrypted with a key per subject. The keys stand in a table of their own, so that
-- backups can hold the one for years and the other only for days.
create table vault (
  subject     text   primary key,
  nonce       bytea  not null,
  ciphertext  bytea  not null,
  put_at      bigint not null,
  erase_after bigint not null,
  erased_at   bigint
);
create index vault_by_clock on vault (erase_after) where erased_at is null;
create table vault_keys (
  subject text  primary key,
  nonce   bytea not null,
  wrapped bytea not null
);
