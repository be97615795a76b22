//! The `huibao` program.

fn main() -> std::process::ExitCode {
    huibao::cli::run()
}
