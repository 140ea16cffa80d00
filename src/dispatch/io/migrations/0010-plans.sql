-- The present state of every response plan, written in the transaction of the facts it is folded from.
create table plan_view (
  id         text    primary key,
  in_force   boolean not null,
  version    bigint  not null,
  updated_at bigint  not null,
  state      json    not null
);
