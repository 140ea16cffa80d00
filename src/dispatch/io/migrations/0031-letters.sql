-- What an agency's own system has still to be told of an order: the order itself, or that it was taken back.
alter table outbox add column says text not null default 'order' check (says in ('order', 'withdrawn'));
-- The version of the order's stream that it is about: with it, what is told again after a change is known from what is repeated.
alter table outbox add column version bigint not null default 1;
alter table outbox drop constraint outbox_pkey;
alter table outbox add primary key (order_id, says);
