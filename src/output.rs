//! Products → the output folder, all or nothing.
