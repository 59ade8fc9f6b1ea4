DROP INDEX events_by_actor;
DROP INDEX events_by_code;
DROP INDEX events_by_office;
DROP INDEX refused_attempts_by_actor;
DROP INDEX refused_attempts_by_office;
DROP TABLE refused_codes;
DROP TABLE event_marks;
