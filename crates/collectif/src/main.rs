//! `collectif`: the one program of a pôle. Commands, configuration, and the site it serves.

mod base;
mod clock;
mod command_line;
mod commands;
mod key;
mod listen;
mod said;
mod why;

use std::process::ExitCode;

use clap::Parser;

use commands::Command;

/// Les livres, les emplois et le rapport d'activité combiné d'un pôle d'économie solidaire.
#[derive(Parser)]
#[command(name = "collectif", version, about, long_about = None)]
struct Cli {
    /// La base : un chemin, sqlite://CHEMIN ou postgres://…
    #[arg(long, global = true, value_name = "BASE")]
    database: Option<String>,
    /// L'adresse électronique de la personne qui agit (par défaut : le poste local)
    #[arg(long = "as", global = true, value_name = "ADRESSE")]
    acting_as: Option<String>,
    /// Répondre par un document JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("COLLECTIF_LOG")
                .unwrap_or_else(|_| "warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    let cli = match command_line::read() {
        Ok(cli) => cli,
        Err(stopped) => return stopped.print(),
    };
    let asked = base::Asked { database: cli.database, acting_as: cli.acting_as, json: cli.json };
    match commands::run(cli.command, &asked).await {
        Ok(said) => said.print(asked.json),
        Err(error) => {
            eprintln!("collectif : {}", why::sentence(&error));
            ExitCode::from(1)
        }
    }
}
