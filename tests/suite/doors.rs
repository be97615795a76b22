//! What is no part of a report, or no plain file, stays outside; what cannot be read is told, never left out.

use std::fs;
use std::process::Command;

use crate::project::{Project, Run, files};

/// The problems of `check`, a line each.
#[track_caller]
fn problems(project: &Project, code: i32) -> Vec<String> {
    let run = project.run(&["check", "--format", "short"]).ends_with(code);
    run.stdout
        .lines()
        .filter(|line| line.contains(": error[") || line.starts_with("error["))
        .map(str::to_owned)
        .collect()
}

#[track_caller]
fn told(project: &Project, expected: &[&str]) {
    assert_eq!(problems(project, 1), expected);
}

#[test]
fn a_chapter_whose_name_ends_in_capitals_is_told() {
    let project = Project::copy_of("small");
    project.write("content/chapters/52-u.MD", "# 甲\n");
    project.write("content/kpi/more.YAML", "[]\n");
    told(
        &project,
        &[
            "content/kpi/more.YAML:1:1: error[unreadable]: content/kpi/more.YAML is not read: its name does not end in .yaml",
            "content/chapters/52-u.MD:1:1: error[unreadable]: content/chapters/52-u.MD is not read: its name does not end in .md",
        ],
    );
}

#[test]
fn a_folder_that_is_none_is_told() {
    let project = Project::copy_of("small");
    fs::remove_dir_all(project.path("content/kpi")).unwrap();
    project.write("content/kpi", "");
    let problems = problems(&project, 1);
    assert_eq!(problems[0], "error[unreadable]: content/kpi cannot be read: it is no folder");
}

#[test]
fn a_text_that_is_too_large_is_not_read() {
    let project = Project::copy_of("small");
    project.write("content/chapters/60-large.md", "");
    let large = fs::File::options().write(true).open(project.path("content/chapters/60-large.md")).unwrap();
    large.set_len(1 << 40).unwrap();
    told(
        &project,
        &["content/chapters/60-large.md:1:1: error[unreadable]: content/chapters/60-large.md is larger than 32 MB"],
    );
}

#[cfg(unix)]
mod links {
    use std::os::unix::ffi::OsStringExt as _;
    use std::os::unix::fs::symlink;

    use super::*;

    /// The small report, and a file beside it that is no part of it.
    fn report() -> (Project, tempfile::TempDir) {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.md"), "# 機密\n\n本集團關注环境,不公開。\n").unwrap();
        fs::copy(Project::copy_of("small").path("content/images/plant.svg"), outside.path().join("plant.svg")).unwrap();
        (Project::copy_of("small"), outside)
    }

    #[test]
    fn a_text_may_not_be_a_link_that_leads_out() {
        let (project, outside) = report();
        let secret = outside.path().join("secret.md");
        symlink(&secret, project.path("content/chapters/60-l.md")).unwrap();
        let line =
            "content/chapters/60-l.md:1:1: error[outside-report]: content/chapters/60-l.md leads out of the report";
        told(&project, &[line]);
        // Nor is it corrected.
        let before = fs::read(&secret).unwrap();
        project.run(&["check", "--fix"]).ends_with(1);
        assert_eq!(fs::read(&secret).unwrap(), before);

        // Nor if it is named, as a shell names all that stand in a folder.
        for (folder, path) in [("", "content/chapters/60-l.md"), ("content/kpi", "../chapters/60-l.md")] {
            let mut command = project.command(&["check", "--fix", path]);
            command.current_dir(project.path(folder));
            let run = Run::of(command).ends_with(2);
            assert!(run.stderr.contains("60-l.md leads out of the report"), "{}", run.stderr);
            assert_eq!(fs::read(&secret).unwrap(), before);
        }
        project.run(&["check", "content/chapters"]).ends_with(1);

        let (project, outside) = report();
        fs::remove_file(project.path("content/glossary.yaml")).unwrap();
        symlink(outside.path().join("secret.md"), project.path("content/glossary.yaml")).unwrap();
        told(
            &project,
            &["content/glossary.yaml:1:1: error[outside-report]: content/glossary.yaml leads out of the report"],
        );
    }

    #[test]
    fn an_image_may_not_be_a_link_that_leads_out() {
        let (project, outside) = report();
        fs::remove_file(project.path("content/images/plant.svg")).unwrap();
        symlink(outside.path().join("plant.svg"), project.path("content/images/plant.svg")).unwrap();
        let problems = problems(&project, 1);
        assert!(problems[0].contains("error[outside-report]: `images/plant.svg`"), "{problems:?}");
    }

    #[test]
    fn templates_may_not_lead_out() {
        let (project, outside) = report();
        fs::create_dir_all(project.path("templates/html")).unwrap();
        symlink(outside.path().join("secret.md"), project.path("templates/html/site.css")).unwrap();
        symlink(outside.path(), project.path("templates/pdf")).unwrap();
        let problems = problems(&project, 1);
        for line in [
            "error[outside-report]: templates/html/site.css leads out of the report",
            "error[outside-report]: templates/pdf leads out of the report",
        ] {
            assert!(problems.iter().any(|problem| problem == line), "{problems:?}");
        }
    }

    #[test]
    fn fonts_may_not_lead_out() {
        let (project, outside) = report();
        fs::create_dir_all(project.path("fonts")).unwrap();
        symlink(outside.path().join("secret.md"), project.path("fonts/Company.otf")).unwrap();
        symlink(outside.path(), project.path("content/fonts")).unwrap();
        told(
            &project,
            &[
                "error[outside-report]: fonts/Company.otf leads out of the report",
                "error[outside-report]: content/fonts leads out of the report",
            ],
        );
    }

    #[test]
    fn nothing_is_written_where_a_link_leads_out() {
        let (project, outside) = report();
        fs::rename(project.path("content/kpi"), outside.path().join("kpi")).unwrap();
        symlink(outside.path().join("kpi"), project.path("content/kpi")).unwrap();
        project.write("water.csv", "id,name.zh-Hant,unit,2023\nx.water,用水量,t,5\n");
        let before = files(outside.path());
        project.run(&["kpi", "import", "water.csv", "--write"]).ends_with(2);
        assert_eq!(files(outside.path()), before);
        let run = project.run(&["kpi", "table"]).ends_with(1);
        assert!(run.stderr.contains("content/kpi leads out of the report"), "{}", run.stderr);
    }

    #[test]
    fn what_cannot_be_read_is_told_by_a_review_too() {
        let (project, outside) = report();
        fs::rename(project.path("content/chapters"), outside.path().join("chapters")).unwrap();
        symlink(outside.path().join("chapters"), project.path("content/chapters")).unwrap();
        for arguments in [&["review"][..], &["review", "--accept-all"]] {
            let run = project.run(arguments).ends_with(1);
            assert!(run.stderr.contains("content/chapters leads out of the report"), "{}", run.stderr);
        }
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn a_template_may_not_read_what_leads_out() {
        for (call, file) in [
            ("#read(\"/content/secret.md\")", "secret.md"),
            ("#image(\"/content/plant.svg\", alt: \"x\")", "plant.svg"),
            ("#pdf.attach(\"/content/secret.md\")", "secret.md"),
        ] {
            let (project, outside) = report();
            symlink(outside.path().join(file), project.path("content").join(file)).unwrap();
            let case = huibao::assets::built_in("components/case.typ").unwrap();
            let start = "#let case(doc, fields, body) = {";
            assert!(case.contains(start), "{case}");
            let case = case.replace(start, &format!("{start}\n  [{call}]"));
            project.write("templates/components/case.typ", case);
            let run = project.run(&["publish"]).ends_with(1);
            assert!(run.stderr.contains(&format!("content/{file} leads out of the report")), "{}", run.stderr);
        }
    }

    /// A link back to where it stands holds what is there already; two of them hold it without end.
    #[test]
    fn the_report_of_a_later_year_has_every_file_once() {
        let project = Project::copy_of("small");
        project.write("templates/themes/own.yaml", "extends: default\n");
        for name in ["one", "two", "images/back"] {
            symlink(project.path("content"), project.path("content").join(name)).unwrap();
            symlink(project.path("templates"), project.path("templates").join(name.replace('/', "-"))).unwrap();
        }
        let next = project.path("next");
        project.run(&["init", next.to_str().unwrap(), "--from", "."]).ends_with(0);
        let names: Vec<String> = files(&next).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names.iter().filter(|name| name.ends_with("plant.svg")).count(), 1, "{names:?}");
        assert_eq!(names.iter().filter(|name| name.ends_with("own.yaml")).count(), 1, "{names:?}");
        project.run(&["check"]).ends_with(0);
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn an_output_from_somebody_else_is_read_as_files_only() {
        let project = Project::copy_of("small");
        project.run(&["index"]).ends_with(0);
        let index = project.path("output/index/gri.zh-Hant-HK.json");
        fs::remove_file(&index).unwrap();
        assert!(Command::new("mkfifo").arg(&index).status().unwrap().success());
        project.run(&["index"]).ends_with(0);
        assert!(fs::metadata(&index).unwrap().is_file());
    }

    #[test]
    fn the_content_folder_may_itself_be_a_link() {
        let project = Project::copy_of("small");
        let elsewhere = Project::empty();
        symlink(project.path("content"), elsewhere.path("content")).unwrap();
        assert_eq!(problems(&elsewhere, 0), Vec::<String>::new());
    }

    #[test]
    fn what_cannot_be_a_chapter_is_told() {
        let project = Project::copy_of("small");
        symlink("nowhere.md", project.path("content/chapters/51-d.md")).unwrap();
        let name = std::ffi::OsString::from_vec(b"50-\xff.md".to_vec());
        fs::write(project.path("content/chapters").join(name), "# 甲\n").unwrap();
        told(
            &project,
            &[
                "content/chapters/50-\u{fffd}.md:1:1: error[unreadable]: content/chapters/50-\u{fffd}.md has a name that is \
                 not Unicode",
                "content/chapters/51-d.md:1:1: error[unreadable]: content/chapters/51-d.md is a link to a file that does \
                 not exist",
            ],
        );
    }

    /// Opening a pipe waits for a writer: the test would never end.
    #[test]
    fn pipes_are_not_read() {
        for file in ["content/glossary.yaml", "content/review.yaml", "content/chapters/60-p.md", "content/kpi/p.yaml"] {
            let project = Project::copy_of("small");
            let _ = fs::remove_file(project.path(file));
            assert!(Command::new("mkfifo").arg(project.path(file)).status().unwrap().success());
            told(&project, &[&format!("{file}:1:1: error[unreadable]: {file} is a pipe, not a file")]);
        }
        let project = Project::copy_of("small");
        fs::remove_file(project.path("content/disclosures.yaml")).unwrap();
        symlink("/dev/zero", project.path("content/disclosures.yaml")).unwrap();
        let line = "content/disclosures.yaml leads out of the report";
        let problems = problems(&project, 1);
        assert!(problems.iter().any(|problem| problem.ends_with(line)), "{problems:?}");
    }

    /// Whoever can write to the cache must not change what is converted, nor keep others from converting.
    #[test]
    fn a_cache_that_was_changed_is_not_believed() {
        let project = Project::empty();
        project.write("a.md", "头发\n");
        let convert = || {
            let mut command = project.command(&["convert", "--from", "zh-Hans-CN", "--to", "zh-Hant-HK", "a.md"]);
            command.env("XDG_CACHE_HOME", project.path("cache"));
            Run::of(command).ends_with(0).stdout
        };
        assert_eq!(convert(), "頭髮\n");
        for (path, mut bytes) in crate::project::files(&project.path("cache")) {
            bytes.reverse();
            fs::write(project.path("cache").join(path), bytes).unwrap();
        }
        assert_eq!(convert(), "頭髮\n");
        // A place where nothing can be written.
        fs::remove_dir_all(project.path("cache")).unwrap();
        project.write("cache", "");
        assert_eq!(convert(), "頭髮\n");
    }
}
