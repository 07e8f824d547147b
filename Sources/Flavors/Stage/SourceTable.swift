// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// The file `files-sources`, in ceph-container's form: where each staged file comes from.
struct SourceTable {
    private static let nameWidth = 80
    private static let sourceTitle = "  <source file> (preceding * indicates file is modified in git without a commit)"

    let text: String

    init(_ images: [StagedImage], _ origin: TreeOrigin) {
        let rows = images.flatMap { image in
            image.files.map {
                (staged: "\(image.name)/\($0.path.string)", source: ($0.isDirty ? "* " : "  ") + $0.source.string)
            }
        }
        let ruler = String(repeating: "-", count: Self.nameWidth + 5 + Self.sourceTitle.count)
        let version =
            "Source version info:  repo [\(origin.url)] - branch [\(origin.branch)] - commit hash [\(origin.commit)]"
        let lines =
            [ruler, version, "", Self.row("<staged file>", Self.sourceTitle), ruler]
            + rows.sorted { $0.staged.utf8.lexicographicallyPrecedes($1.staged.utf8) }.map(Self.row)
        text = lines.map { $0 + "\n" }.joined()
    }

    private static func row(_ staged: String, _ source: String) -> String {
        staged + String(repeating: " ", count: max(0, nameWidth - staged.unicodeScalars.count)) + "  <- " + source
    }

    /// The script `find-src`, which looks a staged file up in the table.
    static let finder = """
        #!/bin/sh
        # SPDX-License-Identifier: Apache-2.0
        #
        # find-src FILE: prints where a staged file, named from this folder, comes from.
        [ $# -eq 1 ] && [ "$1" != --help ] && [ "$1" != -h ] || { echo "usage: $0 FILE" >&2; exit 64; }
        while IFS= read -r line; do
            rest=${line#"$1"}
            [ "$rest" != "$line" ] || continue
            before=${rest%%<-*}
            case $before in *[!\\ ]*) continue ;; esac
            echo "${rest#"$before"<- ??}"
            exit
        done <"$(dirname "$0")/files-sources"
        echo "$0: nothing was staged as $1" >&2
        exit 1

        """
}
