-- What consoles said they had on their screens: (sight, number, instant) → hash. Two hashes for one key are a finding, so the
-- hash is part of it. Not facts: a console's word about itself, kept as long as positions are.
create table view_said (
  sight   text   not null,
  seq     bigint not null,
  at      bigint not null,
  hash    text   not null check (hash ~ '^[0-9a-f]{64}$'),
  primary key (sight, at, seq, hash)
);
create index view_said_by_age on view_said (at);

-- Where a replay may start: every few thousand facts what runs then, and what changed and was over since the one before.
-- Derived from the journal alone; may be emptied at any time and is made again.
create table replay_keyframe (
  seq     bigint primary key,
  -- The newest recorded_at of any fact up to this one.
  at      bigint not null,
  tick    bigint not null,
  row     bigint not null,
  running json   not null,
  ended   json   not null
);
create index replay_keyframe_by_time on replay_keyframe (at);
