-- The present state of every note on a place, written in the transaction of the facts it is folded from.
create table note_view (
  id          uuid    primary key,
  running     boolean not null,
  expires_at  bigint  not null,
  version     bigint  not null,
  correlation text    not null,
  updated_at  bigint  not null,
  state       json    not null
);
create index note_view_running on note_view (expires_at) where running;
create index note_view_by_age on note_view (updated_at);

-- Earlier incidents at a place are found by where they are, newest first.
create index incident_view_by_position on incident_view
  (((state->'opened'->'place'->'position'->>1)::double precision), ((state->>'openedAt')::bigint));
