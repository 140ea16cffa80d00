-- Whether each unit may be sent, as somebody last said; a unit without a row counts as on duty.
create table unit_view (
  id         text   primary key,
  version    bigint not null,
  updated_at bigint not null,
  state      json   not null
);
