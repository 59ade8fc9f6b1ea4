DROP TABLE refused_attempts;
DROP TABLE events;
DROP FUNCTION refuse_change();
