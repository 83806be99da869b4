//! The bytes that fuzzing has kept go through every reader once more: what was found stays found.

#[path = "../fuzz/readers.rs"]
mod readers;

use std::path::Path;

#[test]
fn every_reader_takes_every_corpus() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (name, _) in readers::READERS {
        let kept = std::fs::read_dir(folder.join(name)).unwrap().count();
        assert!(kept > 0, "{name} has no corpus");
        for entry in std::fs::read_dir(folder.join(name)).unwrap() {
            let data = std::fs::read(entry.unwrap().path()).unwrap();
            // One reader's bytes are strange to the others, which is the point.
            readers::READERS.iter().for_each(|(_, reader)| reader(&data));
        }
    }
}
