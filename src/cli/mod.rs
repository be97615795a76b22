//! The commands: what a report author types and sees. The only place that prints.

mod alone;
mod args;
mod ask;
mod check;
mod convert;
mod explain;
mod init;
mod kpi;
mod list;
mod publish;
mod review;
mod standards;
mod steps;
mod terminal;
mod trust;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

/// The report, or the text asked about, has no error.
const FINE: u8 = 0;
/// There are errors, or warnings where `--deny warnings` asks for none; nothing was written.
const FINDINGS: u8 = 1;
/// huibao could not run, or its result could not be written.
const CANNOT_RUN: u8 = 2;

/// Runs the command line and returns the program's exit code: 0 no errors, 1 errors, 2 could not run.
pub fn run() -> ExitCode {
    // clap's own exit code for a wrong command line is 2 as well.
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => match alone::told(&error) {
            Some(told) => {
                let told = told.and_then(|list| terminal::result(&list));
                return ExitCode::from(told.map_or_else(cannot_run, |()| FINE));
            }
            None => error.exit(),
        },
    };
    args.color.write_global();
    let code = match args.command {
        #[cfg(feature = "pdf")]
        Command::Publish(command) => publish::publish(&command, args.quiet),
        #[cfg(feature = "pdf")]
        Command::Index(command) => publish::index(&command, args.quiet),
        #[cfg(feature = "pdf")]
        Command::Typst(command) => publish::typst(&command),
        Command::Check(command) => check::check(&command, args.quiet),
        Command::Review(command) => review::review(&command, args.quiet),
        Command::Explain(command) => explain::explain(&command),
        Command::Convert(command) => convert::convert(&command),
        Command::Standards(command) => standards::standards(&command),
        Command::Init(command) => init::init(&command, args.quiet),
        Command::List(command) => list::list(&command),
        Command::Kpi(command) => kpi::kpi(&command, args.quiet),
    };
    ExitCode::from(code.unwrap_or_else(cannot_run))
}

fn cannot_run(message: String) -> u8 {
    terminal::complain(&message);
    CANNOT_RUN
}
