//! The keyed hash's kernel for AArch64, built by itself for that processor: lines of a key and four messages in hexadecimal go
//! in, their MACs come out. `tests/arm/run` compares them with another hand's.

mod token {
    /// What the kernel's file expects beside it.
    pub mod messages {
        pub type Block = [u8; 64];
    }

    pub mod lanes {
        // The constants of `token/lanes.rs`, as `tests/arm/run` cuts them out.
        include!(env!("ENTENTE_ARM_CONSTANTS"));

        // `token/lanes/arm.rs`, which it puts beside this file.
        pub mod machine;

        /// The MACs of four messages under a key of at most a block.
        pub fn signed(key: &[u8], messages: [Vec<u8>; LANES]) -> [String; LANES] {
            assert!(machine::detected(), "the processor has no SHA-2 instructions");
            let pads = [0x36, 0x5c].map(|byte| {
                let mut pad = [byte; 64];
                pad.iter_mut().zip(key).for_each(|(pad, key)| *pad ^= key);
                pad
            });
            let blocks = messages.map(|message| padded(&message));
            // SAFETY: all that the functions ask for is the instructions, which were found just now.
            let [inner, outer] = unsafe { machine::states(START, [&pads[0], &pads[1]]) };
            // SAFETY: as above.
            let macs = unsafe { machine::sign(inner, outer, blocks.each_ref().map(Vec::as_slice)) };
            macs.map(|words| words.map(|word| format!("{word:08x}")).concat())
        }

        /// A message as blocks behind a pad of one block (FIPS 180-4, 5.1.1).
        fn padded(message: &[u8]) -> Vec<[u8; 64]> {
            let bits = (64 + u64::try_from(message.len()).unwrap()) * 8;
            let zeros = (119 - message.len() % 64) % 64;
            let all = [message, &[0x80], &vec![0; zeros], &bits.to_be_bytes()].concat();
            all.as_chunks::<64>().0.to_vec()
        }
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    hex.as_bytes().chunks(2).map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap()).collect()
}

fn main() {
    for line in std::io::stdin().lines().map(Result::unwrap) {
        let mut fields = line.split(' ').map(bytes);
        let key = fields.next().unwrap();
        let messages: Vec<Vec<u8>> = fields.collect();
        println!("{}", token::lanes::signed(&key, messages.try_into().unwrap()).join(" "));
    }
}
