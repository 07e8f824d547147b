// SPDX-License-Identifier: Apache-2.0

internal import ProcessKit

/// The scripts of a trial, for a POSIX shell and what a Ceph image holds in any case: coreutils and python3.
///
/// Lines that begin with `@@` announce a command, with `@!` warn, with `@-` name a daemon that is gone.
enum TrialScript {
    /// Daemons get the user that a cluster gives them. They start in the working directory of the image, as a cluster's do:
    /// some builds look for their plugins relative to it.
    static let prelude = """
        set -eu
        exec 2>&1
        folder=\(TrialCluster.folder)
        account=
        if id ceph >/dev/null 2>&1; then account='--setuser ceph --setgroup ceph'; fi
        run() {
            echo "@@ $*"
            "$@"
        }
        daemon() {
            name=$1
            shift
            run "$@" $account
            # A manager leaves its parent first, and then writes who it is.
            tries=50
            until [ -s "$folder/run/$name.pid" ] || [ "$tries" = 0 ]; do
                tries=$((tries - 1))
                sleep 0.1
            done
            echo "$name" >>"$folder/daemons"
        }
        # A client that has done its work may still fall over its own end (rados --striper of 16.2).
        client() {
            run "$@" && return
            status=$?
            [ "$status" -gt 128 ] || exit "$status"
            echo "@! '$*' ended with status $status, and was run again"
            run "$@"
        }
        living() {
            while read -r name; do
                process=$(cat "$folder/run/$name.pid" 2>/dev/null) && [ -d "/proc/$process" ] && continue
                echo "@- $name"
            done <"$folder/daemons"
        }
        roundtrip() {
            client "$@" put "$object" "$folder/written"
            client "$@" get "$object" "$folder/read"
            [ "$(sha256sum <"$folder/written")" = "$(sha256sum <"$folder/read")" ] && return
            echo "what was read is not what was written"
            exit 1
        }

        """

    /// Ends with a line for each of `programs` that is missing.
    static func lookFor(_ programs: [String]) -> String {
        "for name in \(words(programs)); do command -v \"$name\" >/dev/null || echo \"$name\"; done"
    }

    static func monitor(of cluster: TrialCluster) -> String {
        let keys = cluster.keys.map { key in
            let pairs = stride(from: 0, to: key.capabilities.count, by: 2).flatMap {
                ["--cap"] + key.capabilities[$0...($0 + 1)]
            }
            return "run ceph-authtool \"$folder/keyring\" --gen-key --name \(key.name) \(words(pairs))"
        }
        return """
            mkdir -p "$folder/run" "$folder/crash"
            for name in mon.a mgr.x osd.0 osd.1 osd.2 mds.a; do mkdir "$folder/$name"; done
            printf %s \(ShellWord.quote(cluster.configuration)) >"$folder/ceph.conf"
            : >"$folder/keyring" >"$folder/daemons"
            \(keys.joined(separator: "\n"))
            if [ -n "$account" ]; then chown -R ceph:ceph "$folder"; fi
            run ceph-mon --id a --mkfs --keyring "$folder/keyring" $account
            daemon mon.a ceph-mon --id a
            run ceph mon stat
            """
    }

    static let manager = "daemon mgr.x ceph-mgr --id x"

    /// Data is made and OSDs are started beside each other.
    static let osds = """
        for id in \((0..<TrialCluster.osdCount).map(String.init).joined(separator: " ")); do
            uuid=7a1c3f52-5d0e-4c55-9c1f-00000000000$id
            run ceph osd new "$uuid" "$id"
            (
                run ceph-osd --id "$id" --mkfs --osd-uuid "$uuid" $account
                daemon "osd.$id" ceph-osd --id "$id"
            ) >"$folder/start.$id" &
            eval "start$id=$!"
        done
        for id in \((0..<TrialCluster.osdCount).map(String.init).joined(separator: " ")); do
            eval "start=\\$start$id"
            wait "$start" && continue
            status=$?
            cat "$folder/start.$id"
            exit "$status"
        done
        """

    static let pools = """
        run ceph osd pool create replicated
        run ceph osd pool application enable replicated cephdev
        """

    static let erasureCode = """
        run ceph osd erasure-code-profile set try plugin=jerasure k=2 m=1 crush-failure-domain=osd
        run ceph osd pool create coded erasure try
        run ceph osd pool application enable coded cephdev
        """

    /// More than the stripes of one object.
    static let objects = """
        head -c 9000000 /dev/urandom >"$folder/written"
        object=whole
        roundtrip rados --pool replicated
        """

    /// Ceph can be built without (WITH_LIBRADOSSTRIPER).
    static let striped = """
        case $(rados --help 2>&1) in
        *--striper*)
            object=striped
            roundtrip rados --pool replicated --striper
            ;;
        *) echo "@! 'rados' of this image knows no --striper; no striped object was tried" ;;
        esac
        """

    static let coded = """
        object=coded
        roundtrip rados --pool coded
        """

    static let fileSystem = """
        run ceph osd pool create files.meta
        run ceph osd pool create files.data
        run ceph fs new files files.meta files.data
        daemon mds.a ceph-mds --id a
        """

    static let files = python(
        "a file through libcephfs",
        """
        import cephfs, os
        def mounted(work):
            fs = cephfs.LibCephFS(conffile='\(TrialCluster.configurationFile)')
            fs.mount()
            try: return work(fs)
            finally: fs.shutdown()
        def write(fs):
            fs.mkdir('/try', 0o755)
            file = fs.open('/try/file', 'w', 0o644)
            fs.write(file, content, 0)
            fs.fsync(file, 0)
            fs.close(file)
        content = os.urandom(5000000)
        mounted(write)
        read = mounted(lambda fs: fs.read(fs.open('/try/file', 'r'), 0, len(content) + 1))
        assert read == content, 'what was read is not what was written'
        """
    )

    /// The gateway makes its pools before it answers.
    static let gateway = """
        daemon client.rgw radosgw --name client.rgw
        echo "@@ GET http://127.0.0.1:\(TrialCluster.gatewayPort)/"
        until answer=$(python3 -c \(ShellWord.quote(gatewayProbe)) 2>&1); do
            [ -z "$(living)" ] || { living; exit 1; }
            sleep 0.2
        done
        echo "$answer"
        """

    private static let gatewayProbe = """
        import urllib.request
        print(urllib.request.urlopen('http://127.0.0.1:\(TrialCluster.gatewayPort)/', timeout=10).status)
        """

    /// Requests are signed as S3's first signature has it, which needs nothing but python3.
    static let gatewayObjects =
        """
        run radosgw-admin user create --uid try --display-name try --access-key try --secret-key secret >"$folder/user"

        """
        + python(
            "an object through S3",
            """
            import base64, email.utils, hashlib, hmac, http.client, os
            def ask(method, path, body=None):
                date = email.utils.formatdate(usegmt=True)
                text = f'{method}\\n\\n\\n{date}\\n{path}'
                digest = hmac.new(b'secret', text.encode(), hashlib.sha1).digest()
                headers = {'Date': date, 'Authorization': 'AWS try:' + base64.b64encode(digest).decode()}
                connection = http.client.HTTPConnection('127.0.0.1', \(TrialCluster.gatewayPort), timeout=60)
                connection.request(method, path, body, headers)
                response = connection.getresponse()
                answer = response.read()
                assert response.status == 200, f'{method} {path}: {response.status} {answer}'
                return answer
            content = os.urandom(5000000)
            ask('PUT', '/bucket')
            ask('PUT', '/bucket/object', content)
            assert ask('GET', '/bucket/object') == content, 'what was read is not what was written'
            """
        )

    static let summary = """
        run ceph status
        run ceph versions
        """

    /// Names daemons that were started and are not there any more.
    static let deaths = "living"

    /// Ends with a line of JSON when the monitor answers.
    static let status = "living\nceph --connect-timeout 20 status --format json 2>/dev/null"

    /// Remembers how long the logs are.
    static let mark = """
        for log in "$folder"/*.log; do
            if [ -e "$log" ]; then wc -c <"$log" >"$log.mark"; fi
        done

        """

    /// The end of what `daemon` wrote into its log, since ``mark`` unless it `isWhole`.
    static func log(of daemon: String, isWhole: Bool) -> String {
        """
        log=$folder/\(daemon).log
        mark=\(isWhole ? "0" : "$(cat \"$log.mark\" 2>/dev/null) || mark=0")
        tail -c "+$((mark + 1))" "$log" | tail -c 100000
        """
    }

    private static func python(_ subject: String, _ program: String) -> String {
        "echo \"@@ python3: \(subject)\"\npython3 -c \(ShellWord.quote(program))"
    }

    private static func words(_ words: [String]) -> String { words.map(ShellWord.quote).joined(separator: " ") }
}
