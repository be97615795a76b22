//! Components in both products.

use std::process::Command;

use crate::project::Project;

/// The text of the PDF, without white space.
fn printed(project: &Project) -> String {
    let pdf = project.path("output/zh-Hant-HK/report.pdf");
    let output = Command::new("pdftotext").arg(pdf).arg("-").output().expect("poppler-utils is installed");
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect()
}

#[test]
fn a_component_of_the_author_s_own_is_given_what_its_schema_asks_for() {
    let project = Project::copy_of("small");
    for (name, given) in [("trend", "given: [plot]\n"), ("fancy-chart", "")] {
        let schema = format!(
            "form: data\n{given}fields:\n  span: {{type: years, required: true}}\n  \
             lines: {{type: list, required: true, of: {{kpi: {{type: kpi, required: true}}}}}}\n"
        );
        project.write(&format!("templates/components/{name}.yaml"), schema);
        project.write(
            &format!("templates/components/{name}.typ"),
            format!(
                "#let {name}(doc, fields, body) = if \"plot\" in fields [{name}刻度\
                 #fields.plot.ticks.map(tick => tick.text).join(\"|\")。] else [{name}無刻度。]\n"
            ),
        );
        project.write(
            &format!("templates/components/{name}.html"),
            format!(
                "<p>{{% if plot %}}{name}刻度{{% for tick in plot.ticks %}}{{{{ tick.text }}}}|{{% endfor %}}\
                 {{% else %}}{name}無刻度{{% endif %}}</p>\n"
            ),
        );
    }
    let lines = "span: [2022, 2023]\nlines:\n  - kpi: env.ghg.scope1\n  - kpi: env.ghg.scope2\n";
    project.write(
        "content/chapters/20-own.md",
        format!("# 圖 {{#own}}\n\n```trend\n{lines}```\n\n```fancy-chart\n{lines}```\n"),
    );
    project.run(&["publish"]).ends_with(0);
    let pdf = printed(&project);
    let site = project.read("output/zh-Hant-HK/20-own.html");
    assert!(pdf.contains("trend刻度0|250|500|750|1,000|1,250。"));
    assert!(site.contains("trend刻度0|250|500|750|1,000|1,250|"), "{site}");
    assert!(pdf.contains("fancy-chart無刻度") && site.contains("fancy-chart無刻度"));
}

#[test]
fn a_fault_in_an_own_page_template_is_told_once() {
    let project = Project::copy_of("small");
    project.write("templates/html/chapter.html", "<h1>{{ chapter.titel }}</h1>\n");
    let run = project.run(&["publish"]).ends_with(1);
    assert_eq!(run.stderr.matches("error[template]").count(), 1, "{}", run.stderr);
}
