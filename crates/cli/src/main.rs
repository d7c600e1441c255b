//! `agglom`: the command line. Standard output is for results, standard error for progress and messages.
#![allow(clippy::print_stdout, clippy::print_stderr)] // that is what a command line is for

mod command;
mod progress;
mod show;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// An observatory and planning system for industrial clusters.
///
/// Start with `agglom new DIR`, or read `agglom explain`.
#[derive(Debug, Parser)]
#[command(name = "agglom", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a folder with a first study and data to try it on
    New {
        /// The folder to make
        folder: PathBuf,
    },
    /// Check a study without running it
    Check {
        /// The study file
        study: PathBuf,
    },
    /// Run a study and write its report
    Run {
        /// The study file
        study: PathBuf,
        /// Folder for the results [default: the study's name with `-results`, beside it]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Only these analyses, and those whose tables they read
        #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
        only: Vec<String>,
        /// Threads to use [default: as many as the machine has]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
        threads: Option<u16>,
    },
    /// List the methods
    Methods {
        /// Only this family
        #[arg(long, value_name = "F")]
        family: Option<String>,
    },
    /// Explain a method, or how a study is written
    Explain {
        /// A method, or `study`, `source`, `roles`, `results`
        topic: Option<String>,
    },
    /// Print the JSON schema of a study, for editors
    Schema,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    std::panic::set_hook(Box::new(|panic| {
        eprintln!("agglom made a mistake; earlier results are untouched. Please report this with the study:\n{panic}");
    }));
    let done = std::panic::catch_unwind(|| match arguments.command {
        Command::New { folder } => command::new(&folder),
        Command::Check { study } => command::check(&study),
        Command::Run { study, out, only, threads } => command::run(&study, out, &only, threads),
        Command::Methods { family } => command::methods(family.as_deref()),
        Command::Explain { topic } => command::explain(topic.as_deref()),
        Command::Schema => command::schema(),
    });
    done.unwrap_or(ExitCode::from(1))
}
