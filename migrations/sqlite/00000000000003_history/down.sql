DROP TABLE refused_attempts;
DROP TABLE events;
