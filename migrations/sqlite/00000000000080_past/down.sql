DROP TABLE party_versions;
DROP TABLE notice_versions;
DROP TABLE obligation_versions;
DROP TABLE deadline_versions;
DROP TABLE aggregate_heads;
