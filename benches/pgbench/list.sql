-- What the server sends for GET /cases?limit=50&cursor=…, as its log shows it. Officer and case are random among those of fill.rs.
-- Limits are parameters, as the server sends them: a number in their place gets another plan.
\set one 1
\set most 1000
\set page 51
\set office 0
\set n random(0, :own - 1) * :officers + :client_id
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT "users"."id", "users"."login", "users"."display_name", "users"."password_hash", "users"."active", "users"."created_at" FROM "users" WHERE ("users"."id" = ('0197c0de-0002-7000-8000-' || lpad(to_hex(:client_id::bigint), 12, '0'))::uuid) LIMIT :one::bigint;
SELECT "role_grants"."id", "role_grants"."user_id", "role_grants"."office_id", "role_grants"."division_id", "role_grants"."role", "role_grants"."from_on", "role_grants"."to_on" FROM "role_grants" WHERE ("role_grants"."user_id" = ('0197c0de-0002-7000-8000-' || lpad(to_hex(:client_id::bigint), 12, '0'))::uuid) ORDER BY "role_grants"."id" LIMIT :most::bigint;
SELECT "delegations"."id", "delegations"."office_id", "delegations"."delegator_id", "delegations"."delegate_id", "delegations"."documents", "delegations"."division_id", "delegations"."from_on", "delegations"."to_on", "delegations"."basis", "delegations"."revoked_on", "delegations"."created_at" FROM "delegations" WHERE ("delegations"."delegate_id" = ('0197c0de-0002-7000-8000-' || lpad(to_hex(:client_id::bigint), 12, '0'))::uuid) ORDER BY "delegations"."id" LIMIT :most::bigint;
SELECT "cases"."id", "cases"."number", "cases"."mode", "cases"."stage", "cases"."held", "cases"."decided_on", "cases"."division_id", "cases"."officer_id", "cases"."amount_due", "cases"."amount_paid", "cases"."version" FROM "cases" WHERE ((("cases"."office_id" = ('0197c0de-0001-7000-8000-' || lpad(to_hex(:office::bigint), 12, '0'))::uuid) AND ("cases"."officer_id" = ('0197c0de-0002-7000-8000-' || lpad(to_hex(:client_id::bigint), 12, '0'))::uuid)) AND ("cases"."id" > ('0197c0de-0005-7000-8000-' || lpad(to_hex(:n::bigint), 12, '0'))::uuid)) ORDER BY "cases"."id" LIMIT :page::bigint;
ROLLBACK;
