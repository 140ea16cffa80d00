-- What people drew over a camera's picture, by version; the newest is in force. The fact `calibrated` of the stream
-- camera/<id> binds each by its digest. Cameras themselves stand in the configuration.
create table camera_drawings (
  camera  text   not null,
  version bigint not null check (version > 0),
  at      bigint not null,
  person  text   not null,
  digest  text   not null check (digest ~ '^[0-9a-f]{64}$'),
  drawing json   not null,
  primary key (camera, version)
);
