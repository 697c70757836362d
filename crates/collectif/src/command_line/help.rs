//! The help of every command: one frame, French headings, choices and defaults in French.

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command};

/// What a value is called when its option gives it no name of its own.
const VALUES: [(&str, &str); 23] = [
    ("account", "COMPTE"),
    ("address", "URL"),
    ("association", "ENTITÉ"),
    ("aux", "TIERS"),
    ("case", "CAS"),
    ("chart", "PLAN"),
    ("college", "COLLÈGE"),
    ("dir", "DOSSIER"),
    ("email", "ADRESSE"),
    ("file", "FICHIER"),
    ("files", "FICHIER"),
    ("format", "FORMAT"),
    ("from", "JOUR"),
    ("kind", "SORTE"),
    ("legal_form", "FORME"),
    ("listen", "ADRESSE"),
    ("name", "NOM"),
    ("out", "FICHIER"),
    ("role", "RÔLE"),
    ("slug", "NOM-COURT"),
    ("to", "ENTITÉ"),
    ("until", "JOUR"),
    ("vat", "TVA"),
];

/// Where options stand that every command has: after its own.
const LAST: usize = 900;

/// A command and all below it, with French furniture.
pub fn in_french(command: Command) -> Command {
    let command = command
        .disable_version_flag(true)
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .display_order(LAST)
                .help("Dire la version"),
        )
        .subcommand_value_name("COMMANDE");
    furnished(command)
}

fn furnished(command: Command) -> Command {
    let command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .display_order(LAST)
                .help("Montrer cette aide"),
        )
        .subcommand_value_name("COMMANDE")
        .mut_args(explained)
        .mut_subcommands(furnished);
    let frame = frame(&command);
    command.help_template(frame)
}

/// Headings for what the command has.
fn frame(command: &Command) -> String {
    let mut frame = "{about-with-newline}\nUtilisation : {usage}\n".to_owned();
    if command.has_subcommands() {
        frame += "\nCommandes :\n{subcommands}\n";
    }
    if command.get_positionals().next().is_some() {
        frame += "\nArguments :\n{positionals}\n";
    }
    frame + "\nOptions :\n{options}{after-help}\n"
}

/// An argument whose help says its choices and its default.
fn explained(arg: Arg) -> Arg {
    let arg = if arg.is_global_set() { arg.display_order(LAST) } else { arg };
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    if !arg.get_action().takes_values() {
        return arg;
    }
    let choices = choices(&arg);
    if !choices.is_empty() {
        help = format!("{help} : {}", choices.join(", "));
    }
    let default: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if !default.is_empty() {
        help = format!("{help} (par défaut {})", default.join(", "));
    }
    if let Some(variable) = arg.get_env() {
        help = format!("{help} ; sans elle, la variable {}", variable.to_string_lossy());
    }
    let named = french_name(&arg);
    let arg = arg.help(help).hide_possible_values(true).hide_default_value(true).hide_env(true);
    match named {
        Some(name) => arg.value_name(name),
        None => arg,
    }
}

fn choices(arg: &Arg) -> Vec<String> {
    let shown = arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set());
    let said = |value: PossibleValue| match value.get_help() {
        Some(help) => format!("{} ({help})", value.get_name()),
        None => value.get_name().to_owned(),
    };
    shown.map(said).collect()
}

/// The French name of a value which still has the one that its field gives.
fn french_name(arg: &Arg) -> Option<&'static str> {
    let id = arg.get_id().as_str();
    let given = arg.get_value_names().and_then(<[_]>::first);
    if given.is_some_and(|name| *name != id.to_uppercase()) {
        return None;
    }
    VALUES.into_iter().find(|(known, _)| *known == id).map(|(_, french)| french)
}
