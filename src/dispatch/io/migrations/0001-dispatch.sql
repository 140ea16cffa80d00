-- The present state of every warning, incident and order, written in the transaction of the facts it is folded from.
-- `state` is json and not jsonb: it is read whole and never searched.
create table warning_view (
  id          uuid    primary key,
  running     boolean not null,
  version     bigint  not null,
  correlation text    not null,
  updated_at  bigint  not null,
  state       json    not null
);
create index warning_view_running on warning_view (id) where running;
create index warning_view_by_age on warning_view (updated_at);

create table incident_view (
  id          uuid    primary key,
  number      text    not null unique,
  running     boolean not null,
  version     bigint  not null,
  correlation text    not null,
  updated_at  bigint  not null,
  state       json    not null
);
create index incident_view_running on incident_view (id) where running;
create index incident_view_by_age on incident_view (updated_at);

create table order_view (
  id          uuid    primary key,
  incident    uuid    not null,
  agency      text    not null,
  -- The unit that goes, null until somebody names one.
  unit        text,
  still       text,
  running     boolean not null,
  -- When the order next rings or escalates; null when it asks for nothing more.
  due_at      bigint,
  version     bigint  not null,
  correlation text    not null,
  updated_at  bigint  not null,
  state       json    not null
);
create index order_view_by_incident on order_view (incident);
create index order_view_running on order_view (agency) where running;
create index order_view_by_age on order_view (updated_at);
create index order_view_due on order_view (due_at) where due_at is not null;
create index order_view_by_still on order_view (still) where still is not null;

-- The last number given on each local day. The row is locked until the incident commits, so no number is skipped.
create table incident_day (
  day  text    primary key,
  last integer not null
);

-- Orders that an agency's own system has still to be sent; the row is written with the order and goes with the receipt.
create table outbox (
  order_id     uuid    primary key,
  agency       text    not null,
  attempt      integer not null default 0,
  due_at       bigint  not null,
  -- Until then one worker has it in hand; after a crash the lease runs out and it is sent again under the same key.
  leased_until bigint  not null default 0,
  dead         boolean not null default false
);
create index outbox_by_agency on outbox (agency, due_at);

-- Pictures that judges see, kept outside the journal under the hash that the fact holds.
create table stills (
  sha256  text   primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  warning uuid   not null,
  at      bigint not null,
  bytes   bytea  not null check (octet_length(bytes) <= 524288)
);
