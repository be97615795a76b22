//! What components there are and which fields each takes: `templates/components/<name>.yaml`.
