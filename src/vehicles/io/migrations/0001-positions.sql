-- Positions as units report them: not facts, written in batches, kept for a while. A partition for each UTC day of fix time.
create table positions (
  unit        text   not null,
  -- The receiver's own time, UTC ms; received_at - at over many fixes shows how far its clock is off.
  at          bigint not null,
  received_at bigint not null,
  lon         double precision not null,
  lat         double precision not null,
  speed_kmh   real,
  heading     real,
  accuracy_m  real,
  altitude_m  real,
  -- The terminal first, so that the table distributes by it; and a report that is sent again changes nothing.
  primary key (unit, at)
) partition by range (at);
