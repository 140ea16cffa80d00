-- The present state of everything said of the roads, written in the transaction of the facts it is folded from.
create table condition_view (
  id          uuid    primary key,
  running     boolean not null,
  until       bigint  not null,
  version     bigint  not null,
  correlation text    not null,
  updated_at  bigint  not null,
  state       json    not null
);
create index condition_view_running on condition_view (until) where running;
create index condition_view_by_age on condition_view (updated_at);
