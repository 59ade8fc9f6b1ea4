//! What arrives is read strictly: versions, keys, fields, types, dates, sums, cursors, sizes. Nothing that is refused here
//! leaves a trace in the history.

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::support::build::{self, Case, on_request, owed};
use crate::support::client::tagged;
use crate::support::{App, on_both_engines};

async fn case(app: &App) -> Case {
    let case = on_request(app, &[owed("other", 50_000_000, Some(1))]).await;
    build::notify(app, &case).await;
    case
}

fn money(amount: Value) -> Value {
    json!({"kind": "voluntary_payment", "channel": "transfer", "amount": amount, "payer": null, "bank_reference": "FT-1"})
}

async fn a_version_must_be_named_and_fresh(app: App) {
    let case = case(&app).await;
    let seen = app.accountant().get(&case.path).await.header("etag").unwrap().to_owned();
    app.accountant().does(&case.path, "receive_money", money(json!(1_000))).await;
    let before = app.traces(&case.path);
    let stale = app.accountant().act_at(&case.path, "receive_money", money(json!(1_000)), &seen).await;
    assert_eq!(stale.problem(412), "version_stale");
    let now = app.accountant().get(&case.path).await;
    assert_eq!(stale.header("etag"), now.header("etag"), "it tells the version of now");
    let path = format!("{}/actions", case.path);
    let missing = app.accountant().post(&path, &tagged("receive_money", money(json!(1_000)))).await;
    assert_eq!(missing.problem(428), "version_missing");
    assert_eq!(app.traces(&case.path), before);
    let asset = crate::support::house::record(&app, &case).await;
    let body = json!({"registry": "Văn phòng đăng ký"});
    assert_eq!(
        app.officer().act_at(&asset, "query_registry", body, "\"99\"").await.problem(412),
        "version_stale"
    );
}

async fn the_same_key_is_answered_once(app: App) {
    let case = case(&app).await;
    let path = format!("{}/actions", case.path);
    let etag = app.accountant().get(&case.path).await.header("etag").unwrap().to_owned();
    let headers = [("If-Match", etag.as_str()), ("Idempotency-Key", "receipt-1")];
    let body = tagged("receive_money", money(json!(5_000_000)));
    let first = app.accountant().post_with(&path, &body, &headers).await;
    first.ok();
    assert_eq!(first.header("idempotency-replayed"), None);
    let again = app.accountant().post_with(&path, &body, &headers).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (200, Some("true")));
    assert_eq!((&again.text, again.header("etag")), (&first.text, first.header("etag")));
    let other = tagged("receive_money", money(json!(6_000_000)));
    let mismatch = app.accountant().post_with(&path, &other, &headers).await;
    assert_eq!(mismatch.problem(422), "idempotency_mismatch");
    assert_eq!(app.accountant().get(&case.sub("receipts")).await.items().len(), 1);
    // Another person's key is another key.
    let etag = app.officer().get(&case.path).await.header("etag").unwrap().to_owned();
    let headers = [("If-Match", etag.as_str()), ("Idempotency-Key", "receipt-1")];
    app.officer().post_with(&path, &other, &headers).await.ok();
}

async fn trying_changes_nothing(app: App) {
    let case = case(&app).await;
    let before = (app.accountant().get(&case.path).await.text, app.traces(&case.path));
    let etag = app.accountant().get(&case.path).await.header("etag").unwrap().to_owned();
    let path = format!("{}/actions?dry_run=true", case.path);
    let body = tagged("receive_money", money(json!(5_000_000)));
    let tried = app.accountant().post_with(&path, &body, &[("If-Match", &etag)]).await.ok();
    assert_eq!((&tried["dry_run"], &tried["happened"]["code"]), (&json!(true), &json!("T-VO-01")));
    let refused = tagged("propose_ending", json!({"reason": "x"}));
    app.officer().post_with(&path, &refused, &[("If-Match", &etag)]).await.refused(409, "G-END-ALL");
    assert_eq!((app.accountant().get(&case.path).await.text, app.traces(&case.path)), before);
    assert!(app.accountant().get(&case.sub("receipts")).await.items().is_empty());
}

async fn a_body_says_what_it_means(app: App) {
    let case = case(&app).await;
    let before = app.traces(&case.path);
    let mut extra = money(json!(1_000));
    extra["note"] = json!("x");
    let mut future = money(json!(1_000));
    future["effective_on"] = json!("2026-07-16");
    let mut nonsense = money(json!(1_000));
    nonsense["effective_on"] = json!("2026-02-30");
    let mut kind = money(json!(1_000));
    kind["kind"] = json!("gift");
    for (body, pointer, code) in [
        (extra, "/note", "unknown_field"),
        (future, "/effective_on", "date_in_future"),
        (nonsense, "/effective_on", "wrong_type"),
        (kind, "/kind", "wrong_type"),
        (money(json!("1000")), "/amount", "wrong_type"),
        (money(json!(10.5)), "/amount", "wrong_type"),
        (money(json!(-1)), "/amount", ""),
        (money(json!(9_007_199_254_740_992_i64)), "/amount", ""),
        (money(json!(0)), "/amount", "amount_out_of_range"),
        (money(Value::Null), "/amount", "wrong_type"),
    ] {
        let answer = app.accountant().act(&case.path, "receive_money", body).await;
        assert_eq!(answer.problem(422), "invalid_content");
        let error = answer.json()["errors"][0].clone();
        assert_eq!(error["pointer"], pointer, "{error}");
        assert!(code.is_empty() || error["code"] == code, "{error}");
        assert!(error["message"].as_str().is_some_and(|text| text.len() > 5), "{error}");
    }
    let unknown = app.accountant().act(&case.path, "fly", json!({})).await;
    assert_eq!(
        (unknown.problem(422).as_str(), unknown.codes()),
        ("invalid_content", vec!["not_in_list".to_owned()])
    );
    let (events, refused) = app.traces(&case.path);
    assert_eq!(events, before.0);
    assert!(refused - before.1 <= 1, "what cannot be read is no attempt: only the sum of nothing was judged");
    let mut early = money(json!(1_000));
    early["effective_on"] = json!("2026-07-01");
    app.accountant().act(&case.path, "receive_money", early).await.refused(409, "G-DATE-ORDER");
}

async fn a_register_takes_no_nonsense(app: App) {
    let items = [owed("other", 50_000_000, Some(1))];
    let wrong = |change: fn(&mut Value)| {
        let mut body = build::judgment_body(&app, &items);
        change(&mut body);
        body
    };
    for (body, pointer) in [
        (wrong(|b| b["received_on"] = json!("2026-07-16")), "/received_on"),
        (wrong(|b| b["kind"] = json!("wish")), "/kind"),
        (wrong(|b| b["obligations"][0]["debtor"] = json!(7)), "/obligations/0/debtor"),
        (wrong(|b| b["obligations"][0]["creditor"] = json!(0)), "/obligations/0/creditor"),
        (wrong(|b| b["obligations"][0]["amount"] = json!(-5)), "/obligations/0/amount"),
        (wrong(|b| b["obligations"][0]["colour"] = json!("red")), "/obligations/0/colour"),
        (wrong(|b| b["parties"][0]["name"] = json!("")), "/parties/0/name"),
        (wrong(|b| b["parties"] = json!([])), "/parties"),
    ] {
        let answer = app.clerk().post("/judgments", &body).await;
        assert_eq!(answer.problem(422), "invalid_content");
        let pointers: Vec<Value> =
            answer.json()["errors"].as_array().unwrap().iter().map(|one| one["pointer"].clone()).collect();
        assert!(pointers.contains(&json!(pointer)), "{pointer}: {pointers:?}");
    }
    assert!(app.clerk().get("/judgments").await.items().is_empty(), "nothing was entered");
    let body = build::judgment_body(&app, &items);
    app.clerk().post("/judgments", &body).await.ok();
    assert_eq!(app.clerk().post("/judgments", &body).await.problem(409), "duplicate");
}

async fn the_wire_is_guarded(app: App) {
    let case = case(&app).await;
    let etag = app.accountant().get(&case.path).await.header("etag").unwrap().to_owned();
    let post = || {
        let request = TestRequest::post().uri(&format!("/api/v1{}/actions", case.path));
        app.accountant().signed(request).insert_header(("If-Match", etag.clone()))
    };
    let json_type = ("Content-Type", "application/json");
    let large =
        post().insert_header(json_type).set_payload(" ".repeat(app.state.settings.server.body_limit + 1));
    assert_eq!(app.send(large).await.problem(413), "too_large");
    let text = post().insert_header(("Content-Type", "text/plain")).set_payload("{}");
    assert_eq!(app.send(text).await.problem(415), "unsupported_media_type");
    assert_eq!(
        app.send(post().insert_header(json_type).set_payload("{\"a\":")).await.problem(400),
        "malformed"
    );
    for query in ["cursor=%25", "cursor=AAAA", "cursor=e30", "limit=0", "limit=201", "limit=x"] {
        for list in ["events", "ledger", "deadlines", "obligations"] {
            let answer = app.accountant().get(&format!("{}/{list}?{query}", case.path)).await;
            assert_eq!(answer.status, 400, "{list}?{query}: {}", answer.text);
        }
    }
    for path in ["/cases/x", "/cases/x/actions", "/assets/0"] {
        let answer = app.accountant().get(path).await;
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.text);
    }
    let nobody = app.send(TestRequest::get().uri(&format!("/api/v1{}", case.path))).await;
    assert_eq!(nobody.problem(401), "unauthenticated");
    let method = app.accountant().signed(TestRequest::delete().uri(&format!("/api/v1{}", case.path)));
    assert_eq!(app.send(method).await.problem(405), "method_not_allowed");
}

on_both_engines!(
    a_version_must_be_named_and_fresh,
    the_same_key_is_answered_once,
    trying_changes_nothing,
    a_body_says_what_it_means,
    a_register_takes_no_nonsense,
    the_wire_is_guarded,
);
