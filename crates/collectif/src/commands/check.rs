//! `check`: every invariant of the base.

use serde_json::json;

use crate::base::Asked;
use crate::said::Said;

/// Runs it.
pub async fn run(asked: &Asked) -> anyhow::Result<Said> {
    let db = asked.open().await?;
    let moment = db.snapshot().await?;
    let mut checks = accounting::checks(&moment).await?;
    checks.extend(jobs::checks(&moment).await?);
    checks.extend(sharing::checks(&moment).await?);
    checks.extend(dossier::checks(&moment).await?);
    checks.extend(directory::checks(&moment).await?);
    let ok = checks.iter().all(|check| check.ok);
    let line = |check: &directory::Check| {
        format!(
            "{} {:<24} {}\n",
            if check.ok { "bon   " } else { "ROMPU " },
            check.name,
            check.detail
        )
    };
    let rows: Vec<_> =
        checks.iter().map(|c| json!({"name": c.name, "ok": c.ok, "detail": c.detail})).collect();
    let broken = checks.iter().filter(|check| !check.ok);
    let refused = broken.map(|check| format!("{} : {}", check.name, check.detail)).collect();
    Ok(Said {
        text: checks.iter().map(line).collect(),
        json: json!({"ok": ok, "checks": rows}),
        refused,
    })
}
