DROP TABLE confidential_reads;
DROP TABLE denouncers;
