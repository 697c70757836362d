//! `check`: every invariant of the base.

use db::{RowLock, row_lock};
use directory::Check;
use sea_orm::{ConnectionTrait, DbErr};
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
    checks.extend(rows_locked(&moment).await?);
    let ok = checks.iter().all(|check| check.ok);
    let line = |check: &Check| {
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

/// On PostgreSQL, every table of associations' rows has the second lock. An account that passes over
/// it breaks nothing in the base: it is said, since the site should not be served by it.
async fn rows_locked<C: ConnectionTrait>(conn: &C) -> Result<Option<Check>, DbErr> {
    let Some(RowLock { account, is_passed_over, tables, without }) = row_lock(conn).await? else {
        return Ok(None);
    };
    let open = without.first().map(|table| format!("la table {table} est sans verrou de lignes"));
    let passed = if is_passed_over {
        format!(" ; le compte « {account} » passe outre, ne servez pas le site par lui")
    } else {
        String::new()
    };
    Ok(Some(Check::of("rows-locked", open, format!("{tables} tables sous verrou{passed}"))))
}
