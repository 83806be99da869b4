//! `entente hash` as a program: the same file from any number of threads, and no file at all from a list that cannot be
//! hashed, or when somebody interrupts.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

struct Folder(PathBuf);

const HASH: [&str; 5] = ["hash", "--key", "room.key", "--id", "email=mail"];

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("entente-hashing-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        let folder = Self(path);
        let made = folder.entente(&["key", "new", "--room", "r", "-o", "room.key"]);
        assert!(made.status.success(), "{}", text(&made));
        folder
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
        command.args(args).current_dir(&self.0);
        command
    }

    fn entente(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn hash(&self, list: &str, to: &str, threads: &str) -> Output {
        self.entente(&[
            "hash",
            "--key",
            "room.key",
            "--id",
            "email=mail",
            "--threads",
            threads,
            list,
            "-o",
            to,
        ])
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.0.join(name), bytes).unwrap();
    }

    /// Every file that is there, hidden ones too.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// More than one part of a list, with duplicates, quoted values and values that are none.
fn list() -> Vec<u8> {
    (0..40_000).fold(b"name,mail\r\n".to_vec(), |mut list, n| {
        let row = match n % 10 {
            3 => format!("\"Doe, {n}\",\"Person.{n}@Example.com\"\r\n"),
            7 => format!("x,person.{}@example.com\r\n", n / 2),
            9 => "nobody,none\r\n".to_owned(),
            _ => format!("x,person.{n}@gmail.com\r\n"),
        };
        list.extend_from_slice(row.as_bytes());
        list
    })
}

fn packed(list: &[u8], with: &str, folder: &Path) -> Vec<u8> {
    let path = folder.join("to-pack");
    fs::write(&path, list).unwrap();
    let output = Command::new(with).arg("-c").arg(&path).output().unwrap();
    fs::remove_file(path).unwrap();
    output.stdout
}

#[test]
fn the_file_is_the_same_from_any_number_of_threads_and_any_packing() {
    let folder = Folder::new("same");
    folder.write("list.csv", &list());
    folder.write("list.csv.gz", &packed(&list(), "gzip", &folder.0));
    for to in ["csv", "parquet"] {
        let said = folder.hash("list.csv", &format!("one.{to}"), "1");
        assert!(said.status.success(), "{}", text(&said));
        let one = fs::read(folder.0.join(format!("one.{to}"))).unwrap();
        for (input, threads) in
            [("list.csv", "2"), ("list.csv", "3"), ("list.csv", "8"), ("list.csv.gz", "2")]
        {
            let again = folder.hash(input, &format!("more.{to}"), threads);
            assert_eq!(text(&again), text(&said), "{input}, {threads} threads");
            assert!(
                fs::read(folder.0.join(format!("more.{to}"))).unwrap() == one,
                "{input}, {threads} threads"
            );
        }
    }
    let none = folder.hash("list.csv", "x.csv", "0");
    assert!(!none.status.success(), "no threads are refused");
}

#[test]
fn a_list_that_waits_on_disk_comes_out_the_same_and_leaves_nothing_beside() {
    let folder = Folder::new("scratch");
    folder.write("list.csv", &list());
    let said = folder.hash("list.csv", "all.csv", "2");
    for (threads, memory) in [("1", "0"), ("3", "0"), ("2", "1")] {
        let more = ["--threads", threads, "--memory", memory];
        let again = folder.command(&HASH).args(more).args(["list.csv", "-o", "waited.csv"]).output().unwrap();
        assert_eq!(text(&again), text(&said));
        let same =
            fs::read(folder.0.join("waited.csv")).unwrap() == fs::read(folder.0.join("all.csv")).unwrap();
        assert!(same, "{threads} threads, {memory} MiB");
        assert_eq!(folder.names(), ["all.csv", "list.csv", "room.key", "waited.csv"]);
        fs::remove_file(folder.0.join("waited.csv")).unwrap();
    }
    let nowhere = ["--memory", "0", "--scratch", "nowhere", "list.csv", "-o", "x.csv"];
    let nowhere = folder.command(&HASH).args(nowhere).output().unwrap();
    assert_eq!(nowhere.status.code(), Some(1), "{}", text(&nowhere));
    assert!(text(&nowhere).contains("nowhere") && text(&nowhere).contains("--scratch"), "{}", text(&nowhere));
}

#[test]
fn a_disk_that_is_full_while_a_list_waits_is_told_and_leaves_no_file() {
    let folder = Folder::new("full");
    folder.write("list.csv", &list());
    // A file may get 100 KiB long: a quarter of what waits, and less than the output.
    let limited = "trap '' XFSZ; ulimit -f 100; exec \"$@\"";
    let hash = folder.command(&HASH);
    let said = Command::new("bash")
        .args(["-c", limited, "bash"])
        .arg(hash.get_program())
        .args(hash.get_args())
        .args(["--memory", "0", "list.csv", "-o", "x.parquet"])
        .current_dir(&folder.0)
        .output()
        .unwrap();
    assert_eq!(said.status.code(), Some(1), "{}", text(&said));
    assert!(text(&said).contains("cannot wait on disk"), "{}", text(&said));
    assert_eq!(folder.names(), ["list.csv", "room.key"]);
}

/// Beside the bound of its tokens, a list takes the same memory at any length.
#[test]
fn memory_does_not_grow_with_the_list() {
    let folder = Folder::new("memory");
    let peak = |rows: u32| {
        let list = (0..rows).fold(b"mail\n".to_vec(), |mut list, n| {
            list.extend_from_slice(format!("p{n}@x.org\n").as_bytes());
            list
        });
        folder.write("list.csv", &list);
        drop(list);
        let mut child = folder
            .command(&HASH)
            .args(["--memory", "1", "list.csv", "-o", "-"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // All but the last row is there; the program waits for somebody to read it.
        let mut out = child.stdout.take().unwrap();
        let (mut read, mut piece) = (0, vec![0; 1 << 16]);
        let mut most = 0;
        while let Ok(length @ 1..) = out.read(&mut piece) {
            read += length;
            if read >= usize::try_from(rows).unwrap() * 33 - (1 << 18) && most == 0 {
                let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
                let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
                most = line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap();
            }
        }
        assert!(child.wait().unwrap().success());
        most
    };
    let (few, many) = (peak(200_000), peak(600_000));
    // The tokens of the longer list are 6.4 MB more.
    assert!(few > 0 && many < few + 4 * 1024, "{few} KiB for 200,000 rows, {many} KiB for 600,000");
}

#[test]
fn a_list_that_cannot_be_hashed_leaves_no_file_and_says_where() {
    let folder = Folder::new("bad");
    let good = list();
    let with = |fault: &[u8]| [&good[..], fault, &good[11..]].concat();
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("nul", with(b"x,a\0b@x.org\n"), "line 40002"),
        ("mixed encodings", with(b"x,jos\xe9@x.org\n"), "line 40002"),
        ("a row of another width", with(b"x,y,z\n"), "line 40002"),
        ("a quote that never ends", [&good[..], b"\"x,y\n"].concat(), "line 40002"),
        ("a line without end", [b"mail\n", vec![b'x'; 5_000_000].as_slice()].concat(), "line 2"),
        ("two columns of one name", b"mail,mail\na@x.org,b@x.org\n".to_vec(), "two columns"),
        ("another kind of file", b"%PDF-1.7 ...".to_vec(), "a PDF document"),
        ("nothing", Vec::new(), "empty"),
        ("Parquet that was cut off", b"PAR1\x15\x04\x15\x10".to_vec(), "list.csv"),
    ];
    for (what, list, place) in cases {
        folder.write("list.csv", &list);
        for (to, threads) in [("out.csv", "1"), ("out.parquet", "3")] {
            let said = folder.hash("list.csv", to, threads);
            assert_eq!(said.status.code(), Some(2), "{what}: {}", text(&said));
            assert!(text(&said).contains(place), "{what}: {}", text(&said));
            assert!(
                !text(&said).contains("x.org") && !text(&said).contains("panicked"),
                "{what}: {}",
                text(&said)
            );
            assert_eq!(folder.names(), ["list.csv", "room.key"], "{what}");
        }
    }
}

/// Waits until the program has begun to write.
fn begun(folder: &Folder) -> bool {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(30) {
        if folder.names().iter().any(|name| name.ends_with(".part")) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

fn waiting(folder: &Folder) -> Child {
    let mut child = folder
        .command(&["hash", "--key", "room.key", "--id", "email=mail", "-", "-o", "out.csv"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Half a list; the program waits for the rest.
    child.stdin.as_mut().unwrap().write_all(&list()).unwrap();
    child
}

#[test]
fn an_interrupt_or_a_request_to_end_leaves_no_file() {
    for signal in ["-INT", "-TERM"] {
        let folder = Folder::new(signal);
        let mut child = waiting(&folder);
        let begun = begun(&folder);
        let killed = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        let ended = child.wait().unwrap();
        assert!(begun && killed.success());
        assert_eq!(ended.code(), Some(130), "{signal}");
        assert_eq!(folder.names(), ["room.key"], "{signal}");
    }
}
