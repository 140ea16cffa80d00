-- Alerts from others and road messages to the public, as they stand now; `running`: neither cancelled nor ended.
create table alert_view (
  id          uuid    primary key,
  running     boolean not null,
  -- The incident that a road message is about; null: somebody else's alert.
  incident    uuid,
  -- When it ends by itself.
  until       bigint  not null,
  version     bigint  not null,
  correlation text    not null,
  updated_at  bigint  not null,
  state       json    not null
);
create index alert_view_running on alert_view (until) where running;
create index alert_view_by_age on alert_view (updated_at);
-- One road message an incident at a time.
create unique index alert_view_of_incident on alert_view (incident) where running and incident is not null;

-- Which alert a message of a source belongs to, so that an update, a cancellation or the same message again finds it.
create table alert_message (
  source text not null,
  -- CAP's own: sender, identifier and sent.
  key    text not null,
  alert  uuid not null,
  primary key (source, key)
);
