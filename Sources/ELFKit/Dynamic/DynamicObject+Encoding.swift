// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// The form in which what was read of an object is kept: symbols as they lie in memory, so that half a million are there in
/// hundredths of a second.
extension DynamicObject {
    package var encoded: [UInt8] {
        var writer = BinaryWriter()
        writer.put(format.machine)
        let bits = [
            format.isWide, format.isBigEndian, bindsNow, skipsDefaultFolders, isExecutable, definesVersions,
            hasVersionTable,
        ]
        writer.put(bits.enumerated().reduce(UInt16(0)) { $0 | ($1.element ? 1 << UInt16($1.offset) : 0) })
        for text in [damage, interpreter, soname, rpath, runpath, pluginVersion] { writer.put(text) }
        writer.put(UInt32(cephVersions.count))
        for version in cephVersions { writer.put(counted: version.utf8) }
        writer.put(UInt32(loaderFolders.count))
        for folder in loaderFolders { writer.put(counted: folder.utf8) }
        writer.put(UInt32(needed.count))
        for name in needed { writer.put(counted: name.utf8) }
        writer.put(UInt32(versions.count))
        for version in versions {
            writer.put(counted: version.name.utf8)
            writer.put(version.file)
        }
        writer.put(UInt32(versionNeeds.count))
        for need in versionNeeds {
            writer.put(counted: need.file.utf8)
            writer.put(UInt32(need.versions.count))
            for version in need.versions {
                writer.put(counted: version.name.utf8)
                writer.put(UInt8(version.isWeak ? 1 : 0))
            }
        }
        writer.put(counted: symbols.names)
        for list in [symbols.definitions, symbols.references] {
            writer.put(UInt32(list.count))
            list.withUnsafeBytes { writer.put(raw: $0) }
        }
        return writer.bytes
    }

    /// What ``encoded`` gave.
    ///
    /// - Throws: ``TreeEncodingError/damaged``
    package init(decoding bytes: UnsafeRawBufferPointer) throws(TreeEncodingError) {
        var reader = BinaryReader(bytes)
        let machine = try reader.number(UInt16.self)
        let bits = try reader.number(UInt16.self)
        func bit(_ position: UInt16) -> Bool { bits & 1 << position != 0 }
        self.init(format: Format(machine: machine, isWide: bit(0), isBigEndian: bit(1)))
        (bindsNow, skipsDefaultFolders, isExecutable) = (bit(2), bit(3), bit(4))
        (definesVersions, hasVersionTable) = (bit(5), bit(6))
        damage = try reader.optionalText()
        interpreter = try reader.optionalText()
        soname = try reader.optionalText()
        rpath = try reader.optionalText()
        runpath = try reader.optionalText()
        pluginVersion = try reader.optionalText()
        for _ in 0..<(try reader.number(UInt32.self)) { cephVersions.append(try reader.text()) }
        for _ in 0..<(try reader.number(UInt32.self)) { loaderFolders.append(try reader.text()) }
        for _ in 0..<(try reader.number(UInt32.self)) { needed.append(try reader.text()) }
        for _ in 0..<(try reader.number(UInt32.self)) {
            versions.append(SymbolVersion(name: try reader.text(), file: try reader.optionalText()))
        }
        for _ in 0..<(try reader.number(UInt32.self)) { versionNeeds.append(try VersionNeed(from: &reader)) }
        symbols.names = try Array(reader.counted())
        symbols.definitions = try symbols.list(from: &reader, versionCount: versions.count)
        symbols.references = try symbols.list(from: &reader, versionCount: versions.count)
        guard reader.isAtEnd else { throw .damaged }
    }
}

extension VersionNeed {
    fileprivate init(from reader: inout BinaryReader) throws(TreeEncodingError) {
        let file = try reader.text()
        var versions: [Version] = []
        for _ in 0..<(try reader.number(UInt32.self)) {
            versions.append(Version(name: try reader.text(), isWeak: try reader.number(UInt8.self) != 0))
        }
        self.init(file: file, versions: versions)
    }
}

extension SymbolTable {
    /// A list of symbols whose names and versions are there.
    fileprivate func list(
        from reader: inout BinaryReader,
        versionCount: Int
    ) throws(TreeEncodingError) -> [Symbol] {
        let count = Int(try reader.number(UInt32.self))
        let bytes = try reader.raw(count * MemoryLayout<Symbol>.stride)
        let list = [Symbol](unsafeUninitializedCapacity: count) { buffer, initialized in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
            initialized = count
        }
        guard list.isEmpty || names.last == 0 else { throw .damaged }
        for symbol in list where Int(symbol.name) >= names.count || Int(symbol.versionName) > versionCount {
            throw .damaged
        }
        return list
    }
}

extension BinaryWriter {
    fileprivate mutating func put(_ text: String?) {
        put(UInt8(text == nil ? 0 : 1))
        if let text { put(counted: text.utf8) }
    }
}

extension BinaryReader {
    fileprivate mutating func optionalText() throws(TreeEncodingError) -> String? {
        try number(UInt8.self) == 0 ? nil : try text()
    }
}
