//! `report`: the combined activity report, as data, page, sheet or workbook.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use report::files;
use serde_json::json;

use crate::base::Asked;
use crate::said::Said;
use crate::{clock, command_line};

/// `report --year Y [--format …] [--out FILE]`
#[derive(clap::Args)]
pub struct Report {
    /// L'année
    #[arg(long, value_name = "ANNÉE", value_parser = command_line::year)]
    year: i32,
    /// Le format
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
    /// Le fichier à écrire (par défaut la sortie standard)
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Html,
    Pdf,
    Csv,
    Xlsx,
}

impl Report {
    /// Runs it.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let db = asked.open().await?;
        let report = {
            let moment = db.snapshot().await?;
            report::gather_told(&moment, self.year).await?
        };
        let bytes = match self.format {
            Format::Json => format!("{:#}\n", files::json(&report)).into_bytes(),
            Format::Html => files::html(&report)?.into_bytes(),
            Format::Csv => files::csv(&report).into_bytes(),
            Format::Xlsx => files::xlsx(&report)?,
            Format::Pdf => print(&report)?,
        };
        let Some(file) = self.out else {
            if matches!(self.format, Format::Pdf | Format::Xlsx) && std::io::stdout().is_terminal()
            {
                bail!("ce format ne se lit pas à l'écran : donnez --out FICHIER");
            }
            std::io::stdout().write_all(&bytes)?;
            return Ok(Said::silent());
        };
        std::fs::write(&file, &bytes)
            .with_context(|| format!("{} ne peut pas être écrit", file.display()))?;
        let text = format!("{} : rapport {}, {} octets\n", file.display(), self.year, bytes.len());
        Ok(Said::done(
            text,
            json!({"file": file.display().to_string(), "year": self.year, "bytes": bytes.len()}),
        ))
    }
}

/// The report on paper, dated now in the pôle's zone.
pub fn print(figures: &report::model::Report) -> anyhow::Result<Vec<u8>> {
    let generated = clock::now()?.0.with_timezone(&clock::zone()?).fixed_offset();
    Ok(pdf::render(&report::paper(
        figures,
        generated,
        "",
        concat!("Collectif ", env!("CARGO_PKG_VERSION")),
    ))?)
}
