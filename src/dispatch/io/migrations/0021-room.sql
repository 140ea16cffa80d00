-- What the room keeps beside incidents and orders: log entries, shifts, broadcasts, look-outs, held calls, lent units.
create table room_view (
  id          uuid    primary key,
  what        text    not null,
  running     boolean not null,
  -- When the clock ends it or brings it back; null: never.
  due_at      bigint,
  version     bigint  not null,
  correlation text    not null,
  updated_at  bigint  not null,
  state       json    not null
);
create index room_view_running on room_view (what) where running;
create index room_view_by_age on room_view (updated_at);
create index room_view_due on room_view (due_at) where due_at is not null;
-- One shift of the room at a time, whatever two officers do in the same instant.
create unique index room_view_one_shift on room_view (what) where running and what = 'shift';
create index room_view_log on room_view (((state->>'at')::bigint)) where what = 'entry';
