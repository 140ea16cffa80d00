-- Browsers that ring when their page is closed: one row an endpoint, for the session it was asked for in. Not facts: the address
-- of somebody's device, gone with the session.
create table push_subscriptions (
  endpoint text   primary key,
  person   text   not null,
  session  text   not null,
  language text   not null check (language in ('zh', 'en')),
  p256dh   text   not null,
  auth     text   not null,
  added_at bigint not null
);
create index push_subscriptions_by_person on push_subscriptions (person);

-- The number of the newest fact that was taken in hand to be pushed: each is by one process, once, also after a restart.
create table push_cursor (
  one boolean primary key default true check (one),
  seq bigint not null
);
