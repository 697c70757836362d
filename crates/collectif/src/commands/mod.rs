//! The commands, one room each.

mod association;
mod balance;
mod check;
mod counterparty;
mod demo;
mod export;
mod fec;
mod import;
mod init;
mod perimeter;
mod progress;
mod report;
mod routes;
mod serve;
mod table;
mod user;

use clap::Subcommand;

use crate::base::Asked;
use crate::said::Said;

/// What can be asked.
#[derive(Subcommand)]
pub enum Command {
    /// Créer la base d'un pôle, ou la mettre à jour
    Init(init::Init),
    /// Les entités du pôle et les associations dont il tient les livres
    #[command(subcommand)]
    Association(association::Association),
    /// Ce que fait une entité : emplois et personnes accueillies s'y rattachent
    #[command(subcommand)]
    Activity(association::Activity),
    /// Qui est dans le rapport combiné, et depuis quand
    #[command(subcommand)]
    Perimeter(perimeter::Perimeter),
    /// Les tiers d'une entité qui sont d'autres entités du pôle
    #[command(subcommand)]
    Counterparty(counterparty::Counterparty),
    /// Prendre des fichiers
    #[command(subcommand)]
    Import(import::Import),
    /// Lire un FEC sans base
    #[command(subcommand)]
    Fec(fec::Fec),
    /// La balance d'un exercice
    Balance(balance::Balance),
    /// Écrire des fichiers
    #[command(subcommand)]
    Export(export::Export),
    /// Le rapport d'activité combiné d'une année
    Report(report::Report),
    /// Vérifier chaque invariant de la base
    Check,
    /// Les personnes et leurs accès
    #[command(subcommand)]
    User(user::User),
    /// Servir le site
    Serve(serve::Serve),
    /// Les adresses du site et à qui chacune répond
    #[command(hide = true)]
    Routes,
    /// Construire un pôle de démonstration et le servir
    Demo(demo::Demo),
}

/// Runs a command.
pub async fn run(command: Command, asked: &Asked) -> anyhow::Result<Said> {
    match command {
        Command::Init(init) => init.run(asked).await,
        Command::Association(command) => command.run(asked).await,
        Command::Activity(command) => command.run(asked).await,
        Command::Perimeter(command) => command.run(asked).await,
        Command::Counterparty(command) => command.run(asked).await,
        Command::Import(command) => command.run(asked).await,
        Command::Fec(command) => command.run(),
        Command::Balance(balance) => balance.run(asked).await,
        Command::Export(command) => command.run(asked).await,
        Command::Report(report) => report.run(asked).await,
        Command::Check => check::run(asked).await,
        Command::User(command) => command.run(asked).await,
        Command::Serve(serve) => serve.run(asked).await,
        Command::Routes => Ok(routes::run()),
        Command::Demo(demo) => demo.run(asked).await,
    }
}
