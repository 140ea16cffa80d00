-- Pictures that crews send of the place, under the hash that the order's fact holds. The clock takes the bytes and leaves
-- the row, so that a screen can say that there was a picture and that it is erased.
create table order_pictures (
  order_id uuid   not null,
  sha256   text   not null check (sha256 ~ '^[0-9a-f]{64}$'),
  at       bigint not null,
  bytes    bytea  check (octet_length(bytes) <= 524288),
  primary key (order_id, sha256)
);
create index order_pictures_by_hash on order_pictures (sha256);
create index order_pictures_by_age on order_pictures (at) where bytes is not null;
