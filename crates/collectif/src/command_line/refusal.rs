//! Why a command line cannot be read, in French: what is wrong, what would do, where to read more.

use std::error::Error as _;
use std::process::ExitCode;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What stops before any command.
#[derive(Debug)]
pub enum Stopped {
    /// A help or a version that was asked for.
    Answered(String),
    /// A line that cannot be read.
    Refused(String),
}

impl Stopped {
    /// Prints it: exit 0 for an answer, 2 for a line that cannot be read.
    pub fn print(self) -> ExitCode {
        match self {
            Self::Answered(text) => {
                print!("{text}");
                ExitCode::SUCCESS
            }
            Self::Refused(text) => {
                eprintln!("{text}");
                ExitCode::from(2)
            }
        }
    }
}

/// The whole answer to a line that cannot be read, `command` being as far as it could be followed.
pub fn sentence(error: &Error, command: &str) -> String {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return format!("{error}\ncollectif : il manque la suite de « {command} »");
    }
    let usage = text(error, ContextKind::Usage);
    let usage = usage.trim().trim_start_matches("Usage:").trim();
    let usage = match usage {
        "" => String::new(),
        usage => format!("Utilisation : {usage}\n"),
    };
    format!("collectif : {}\n\n{usage}Pour en savoir plus : {command} --help", fault(error))
}

fn fault(error: &Error) -> String {
    let arg = name(&text(error, ContextKind::InvalidArg));
    let value = text(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::MissingRequiredArgument => {
            let missing = texts(error, ContextKind::InvalidArg);
            format!(
                "il manque {}",
                listed(&missing.iter().map(|arg| choice(arg)).collect::<Vec<_>>(), "et")
            )
        }
        ErrorKind::UnknownArgument => {
            unknown(&arg, &texts(error, ContextKind::SuggestedArg), "l'option")
        }
        ErrorKind::InvalidSubcommand => {
            let typed = text(error, ContextKind::InvalidSubcommand);
            unknown(&typed, &texts(error, ContextKind::SuggestedSubcommand), "la commande")
        }
        ErrorKind::MissingSubcommand => {
            let known = listed(&texts(error, ContextKind::ValidSubcommand), "ou");
            format!("il manque la commande : {known}")
        }
        ErrorKind::InvalidValue => wrong_value(error, &arg, &value),
        ErrorKind::ValueValidation => {
            let why = error.source().map(|cause| format!(" : {cause}")).unwrap_or_default();
            format!("« {value} » ne convient pas à {arg}{why}")
        }
        ErrorKind::ArgumentConflict => {
            let others: Vec<String> =
                texts(error, ContextKind::PriorArg).iter().map(|other| name(other)).collect();
            if others.is_empty() || others == [arg.clone()] {
                format!("{arg} est donné deux fois")
            } else {
                format!("{arg} ne va pas avec {} : gardez l'un des deux", listed(&others, "ni"))
            }
        }
        ErrorKind::TooManyValues => format!("« {value} » est de trop après {arg}"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            format!("il faut une valeur après {arg}")
        }
        ErrorKind::InvalidUtf8 => "un mot de cette commande n'est pas du texte lisible".to_owned(),
        _ => "cette commande ne peut pas être lue".to_owned(),
    }
}

fn wrong_value(error: &Error, arg: &str, value: &str) -> String {
    let known = texts(error, ContextKind::ValidValue);
    let choices = if known.is_empty() {
        String::new()
    } else {
        format!(" : écrivez {}", listed(&known, "ou"))
    };
    if value.is_empty() {
        format!("il faut une valeur après {arg}{choices}")
    } else {
        format!("« {value} » ne convient pas à {arg}{choices}")
    }
}

/// Something typed that nothing is called, and what is called nearly so.
fn unknown(typed: &str, near: &[String], what: &str) -> String {
    let near = if near.is_empty() {
        String::new()
    } else {
        format!(" ; vouliez-vous dire {} ?", listed(near, "ou"))
    };
    if what == "l'option" && !typed.starts_with('-') {
        return format!("« {typed} » est de trop{near}");
    }
    format!("{what} « {typed} » n'existe pas{near}")
}

/// `<--aux <TIERS>|--account <COMPTE>>` is `--aux <TIERS> ou --account <COMPTE>`.
fn choice(arg: &str) -> String {
    match arg.strip_prefix('<').and_then(|inside| inside.strip_suffix('>')) {
        Some(inside) if inside.contains('|') => inside.replace('|', " ou "),
        _ => arg.to_owned(),
    }
}

/// `--aux <TIERS>` is `--aux`; `[FICHIER]...` stays as it is.
fn name(arg: &str) -> String {
    match arg.split_once(' ') {
        Some((option, _)) if option.starts_with('-') => option.to_owned(),
        _ => arg.to_owned(),
    }
}

fn text(error: &Error, kind: ContextKind) -> String {
    texts(error, kind).join(", ")
}

fn texts(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        Some(ContextValue::Number(number)) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

/// `a, b et c`.
fn listed(texts: &[String], word: &str) -> String {
    match texts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}
