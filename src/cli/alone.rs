//! Commands that were typed without what they need: what there is to do, in place of clap's usage.

use clap::CommandFactory as _;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args::Args;
use super::standards::table;

/// What to print: a list of what the command can do, or what it lacks. `None` leaves it to clap.
pub(super) fn told(error: &clap::Error) -> Option<Result<String, String>> {
    let (command, name) = typed(std::env::args().skip(1));
    match error.kind() {
        // The help of the program itself has the exit codes.
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand
            if command.has_subcommands() && name.contains(' ') =>
        {
            let below = command.get_subcommands().filter(|below| below.get_name() != "help");
            let lines = below.map(|below| {
                let needs = below.get_positionals().filter(|argument| argument.is_required_set());
                let needs: String = needs.map(|argument| format!(" {}", place(argument))).collect();
                [format!("{name} {}{needs}", below.get_name()), about(below.get_about())]
            });
            Some(Ok(table(&lines.collect::<Vec<_>>())))
        }
        ErrorKind::MissingRequiredArgument => {
            let Some(ContextValue::Strings(missing)) = error.get(ContextKind::InvalidArg) else { return None };
            let known = command.get_arguments();
            let known: Vec<(String, String)> =
                known.map(|argument| (argument.to_string(), about(argument.get_help()))).collect();
            let needs = missing.iter().map(|missing| {
                let told =
                    known.iter().find(|(argument, _)| argument == missing).map_or("", |(_, about)| about.as_str());
                if told.is_empty() { missing.clone() } else { format!("{missing} ({told})") }
            });
            let needs = needs.collect::<Vec<_>>().join(" and ");
            Some(Err(format!("say what `{name}` shall do: it needs {needs}; `{name} --help` tells more")))
        }
        _ => None,
    }
}

/// The command that was typed, and how.
fn typed(words: impl Iterator<Item = String>) -> (clap::Command, String) {
    let (mut command, mut name) = (Args::command(), "huibao".to_owned());
    command.build();
    for word in words {
        if let Some(below) = command.find_subcommand(&word).cloned() {
            name = format!("{name} {word}");
            command = below;
        }
    }
    (command, name)
}

fn about(words: Option<&clap::builder::StyledStr>) -> String {
    words.map(ToString::to_string).unwrap_or_default()
}

/// How a place on the command line is called.
fn place(argument: &clap::Arg) -> String {
    argument.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default()
}
