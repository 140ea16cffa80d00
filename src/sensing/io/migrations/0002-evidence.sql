-- The present state of every piece of evidence, written in the transaction of the facts it is folded from; its id is the warning's.
-- `state` is json and not jsonb: it is read whole and never searched.
create table evidence_view (
  id          uuid    primary key,
  camera      text    not null,
  observed_at bigint  not null,
  phase       text    not null,
  -- When it, or the first of its copies, is to be deleted; null while nothing falls due by itself.
  due_at      bigint,
  -- A copy waits to be made.
  copying     boolean not null,
  version     bigint  not null,
  correlation text    not null,
  updated_at  bigint  not null,
  state       json    not null
);
create index evidence_by_camera on evidence_view (camera, observed_at desc);
create index evidence_by_age on evidence_view (observed_at desc);
create index evidence_asked on evidence_view (id) where phase = 'asked';
create index evidence_due on evidence_view (due_at) where due_at is not null;
create index evidence_copying on evidence_view (id) where copying;

-- Up to which number of the journal warnings have been taken in.
create table evidence_cursor (
  only_one boolean primary key default true check (only_one),
  seq      bigint  not null
);
