// SPDX-License-Identifier: Apache-2.0

/// What the dynamic loader reads of an ELF object: program headers and what they lead to, never sections, which may be
/// cut off (System V gABI, chapter 5; glibc, elf/dl-load.c).
package struct DynamicObject: Sendable, Equatable {
    /// What objects of one process have in common.
    package struct Format: Sendable, Hashable {
        /// `e_machine`, as `EM_X86_64`.
        package let machine: UInt16
        /// Class 64 and not 32.
        package let isWide: Bool
        package let isBigEndian: Bool

        package init(machine: UInt16, isWide: Bool, isBigEndian: Bool) {
            self.machine = machine
            self.isWide = isWide
            self.isBigEndian = isBigEndian
        }
    }

    package let format: Format
    /// Why the loader gives up on it, in the loader's words; nothing else is set then.
    package var damage: String?
    /// The path in `PT_INTERP`.
    package var interpreter: String?
    package var soname: String?
    package var needed: [String] = []
    /// `DT_RPATH`, folders separated by colons; nil when there is none, or a RUNPATH, which takes its place.
    package var rpath: String?
    /// `DT_RUNPATH`.
    package var runpath: String?
    /// Whether every symbol is bound at the start (`DF_BIND_NOW`, `DF_1_NOW`).
    package var bindsNow = false
    /// `DF_1_NODEFLIB`.
    package var skipsDefaultFolders = false
    /// Whether it may be started: no shared object, or a position-independent executable.
    package var isExecutable = false
    /// The versions that symbols name by their position here, from 1 on; those of references say in which file.
    package var versions: [SymbolVersion] = []
    /// Versions that must be there before it starts, by the SONAME of the file that is to have them.
    package var versionNeeds: [VersionNeed] = []
    /// Whether it says which versions it has; without a table every version is taken for granted, with a warning.
    package var definesVersions = false
    /// Whether its symbols have versions at all.
    package var hasVersionTable = false
    package var symbols = SymbolTable()
    /// What the object says to Ceph that it is made for, when it is one of its plugins.
    package var pluginVersion: String?
    /// Texts of the object that look like a version of Ceph; of objects that load or are `libceph-common` only.
    package var cephVersions: [String] = []
    /// Of a loader: the folders where it looks for libraries at last.
    package var loaderFolders: [String] = []

    package init(format: Format) {
        self.format = format
    }
}

/// A version of a symbol (LSB, "Symbol Versioning").
package struct SymbolVersion: Sendable, Equatable {
    package let name: String
    /// The SONAME of the file that a reference expects it in.
    package let file: String?
}

/// A file that must define versions.
package struct VersionNeed: Sendable, Equatable {
    package struct Version: Sendable, Equatable {
        package let name: String
        /// Whether it may be missing (`VER_FLG_WEAK`).
        package let isWeak: Bool
    }

    package let file: String
    package let versions: [Version]
}

extension DynamicObject.Format {
    /// As people call it: `x86-64`, `AArch64`, `32-bit x86`.
    package var name: String {
        switch (machine, isWide) {
        case (62, true): "x86-64"
        case (62, false): "x32"
        case (3, _): "32-bit x86"
        case (183, _): "AArch64"
        case (40, _): "32-bit ARM"
        case (21, _): isBigEndian ? "64-bit PowerPC, big-endian" : "64-bit PowerPC"
        case (22, _): "S/390"
        case (243, _): "RISC-V"
        default: "\(isWide ? 64 : 32)-bit machine \(machine)"
        }
    }
}
