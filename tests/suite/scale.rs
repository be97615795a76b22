//! Many reports: what docs/at-scale.md tells to run, run on two of them.

use std::fs;
use std::process::Command;

use crate::project::{Project, Run, repository};

fn listed(season: &Project, index: &str) -> Run {
    let mut command = Command::new("sh");
    let bin = std::path::Path::new(env!("CARGO_BIN_EXE_huibao")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    command
        .arg(repository().join("docs/at-scale/publish-listed"))
        .args([season.path("reports.txt"), season.path("output")])
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("JOB_COMPLETION_INDEX", index);
    Run::of(command)
}

#[cfg(unix)]
#[test]
fn each_index_publishes_the_report_of_its_line() {
    let season = Project::empty();
    let reports = [Project::copy_of("small"), Project::copy_of("small")];
    reports[1].edit("content/report.yaml", "published: 2024-04-29", "published: 2024-13-29");
    let lines: String = reports.iter().map(|report| format!("{}\n", report.path("content").display())).collect();
    season.write("reports.txt", lines);
    listed(&season, "0").ends_with(0);
    assert!(season.path("output/0/zh-Hans-CN/report.pdf").exists());
    // One with a mistake ends with the code of findings, which the Job does not try again, and what it is told is kept.
    let refused = listed(&season, "1").ends_with(1);
    assert!(refused.stderr.contains("report.yaml:"), "{}", refused.stderr);
    assert_eq!(season.read("output/1.txt"), refused.stderr);
    assert!(!season.path("output/1").exists());
    listed(&season, "2").ends_with(2);
}

#[test]
fn the_job_runs_the_script_over_every_line() {
    let text = fs::read_to_string(repository().join("docs/at-scale/job.yaml")).unwrap();
    let job: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
    let spec = &job["spec"];
    assert_eq!(job["kind"], "Job");
    assert_eq!(spec["completionMode"], "Indexed");
    let codes = &spec["podFailurePolicy"]["rules"][0]["onExitCodes"]["values"];
    assert_eq!(codes.as_sequence().unwrap(), &[1, 2], "what trying again does not mend");
    let pod = &spec["template"]["spec"];
    assert_eq!(pod["restartPolicy"], "Never");
    let container = &pod["containers"][0];
    assert_eq!(spec["podFailurePolicy"]["rules"][0]["onExitCodes"]["containerName"], container["name"]);
    let mounted = container["volumeMounts"].as_sequence().unwrap().iter().map(|mount| mount["name"].as_str().unwrap());
    let volumes = pod["volumes"].as_sequence().unwrap().iter().map(|volume| volume["name"].as_str().unwrap());
    assert!(mounted.eq(volumes));
    let image = fs::read_to_string(repository().join("docs/at-scale/Containerfile")).unwrap();
    assert!(image.contains("ENTRYPOINT [\"publish-listed\"]"));
}
