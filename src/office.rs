//! What a file of an Office program is before it is read: documents and workbooks come in the same containers.

/// Begins files of the old formats, and files with a password (MS-CFB section 2.2).
const COMPOUND_FILE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The stream of a compound file that holds a file with a password (MS-OFFCRYPTO section 2.3.4.4).
const ENCRYPTED: &str = "EncryptedPackage";

/// Begins ZIP archives, in which the formats of today come (ECMA-376 part 2).
const ZIP: &[u8] = b"PK";

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// As a ZIP archive: the formats of today.
    Zip,
    /// With a password.
    Password,
    /// In a format of before 2007.
    Old,
    /// As no Office program packs its files.
    Other,
}

impl Container {
    /// The container that a file begins as.
    pub fn of(bytes: &[u8]) -> Self {
        if bytes.starts_with(&COMPOUND_FILE) {
            let name: Vec<u8> = ENCRYPTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
            return if bytes.windows(name.len()).any(|window| window == name) { Self::Password } else { Self::Old };
        }
        if bytes.starts_with(ZIP) { Self::Zip } else { Self::Other }
    }
}
