//! Two made-up audiences with a known overlap, from a seed: the same people every time, and none of them real.
//!
//! Every address is under `.example`, a domain that RFC 2606 sets aside, so that no sample can reach a person.

use std::io::{self, Write};
use std::path::Path;

/// People in each audience.
pub const PEOPLE: usize = 20_000;
/// People in both. The demo's released count is this number, noised and rounded.
pub const SHARED: usize = 6_240;
/// Who is in both, by number.
const BOTH: std::ops::Range<usize> = PEOPLE - SHARED..PEOPLE;
/// Any number; changing it changes every sample.
const SEED: u64 = 0x00e1_7e17_e5a1_1e00;

const FIRST: [&str; 48] = [
    "Ada", "Amir", "Anouk", "Aya", "Bea", "Bram", "Carmen", "Chidi", "Dana", "Dario", "Elif", "Emil", "Esra",
    "Fadi", "Fleur", "Gita", "Hana", "Hugo", "Ida", "Imani", "Ines", "Ivo", "Jada", "Jonas", "Kaito", "Kira",
    "Lena", "Liam", "Lucia", "Malik", "Mara", "Mateo", "Mina", "Nadia", "Nils", "Noor", "Olga", "Oscar",
    "Petra", "Quentin", "Rosa", "Sami", "Selma", "Tariq", "Tessa", "Uma", "Viktor", "Zoe",
];
const LAST: [&str; 48] = [
    "Abbas", "Almeida", "Bauer", "Bergman", "Castro", "Cohen", "Costa", "Dubois", "Diaz", "Eriksen", "Farah",
    "Fischer", "Garcia", "Georgiou", "Haddad", "Hansen", "Ibrahim", "Ivanov", "Jansen", "Jensen", "Kaya",
    "Keller", "Kowalski", "Lambert", "Larsen", "Lopez", "Marino", "Meyer", "Moreau", "Nakamura", "Novak",
    "Okafor", "Olsen", "Patel", "Pereira", "Petit", "Quinn", "Rossi", "Ruiz", "Sato", "Schmidt", "Silva",
    "Tanaka", "Tran", "Vargas", "Weber", "Yilmaz", "Zhang",
];
const HOSTS: [&str; 5] = ["post.example", "mail.example", "inbox.example", "letters.example", "home.example"];
const TOWNS: [&str; 8] = ["Leeds", "Porto", "Lyon", "Ghent", "Malmo", "Graz", "Cork", "Turin"];
/// A tier of the members' programme; the first is the rarest.
const TIERS: [&str; 6] = ["Gold", "Silver", "Silver", "Member", "Member", "Member"];

/// One made-up person.
struct Person {
    name: String,
    email: String,
    town: &'static str,
    tier: &'static str,
    opted_out: &'static str,
}

/// A list as one of the two companies would export it, untidy as such lists are.
struct List {
    header: &'static str,
    prefix: &'static str,
    tiers: bool,
    people: std::ops::Range<usize>,
}

/// Northwind's customers.
const CUSTOMERS: List = List {
    header: "customer_id,full_name,email_address,town,opted_out",
    prefix: "NW",
    tiers: false,
    people: 0..PEOPLE,
};
/// Harbour & Pine's members; the first `SHARED` of them are Northwind's last.
const MEMBERS: List = List {
    header: "member_no,name,e-mail,city,tier,opted_out",
    prefix: "HP",
    tiers: true,
    people: PEOPLE - SHARED..2 * PEOPLE - SHARED,
};

/// The file names, in the order of [`write()`].
pub const FILES: [&str; 2] = ["northwind-customers.csv", "harbour-and-pine-members.csv"];

/// Writes both lists into `folder`.
pub fn write(folder: &Path) -> io::Result<()> {
    for (name, list) in FILES.into_iter().zip([CUSTOMERS, MEMBERS]) {
        let mut file = io::BufWriter::new(std::fs::File::create(folder.join(name))?);
        list.write(&mut file)?;
        file.into_inner()?.sync_all()?;
    }
    Ok(())
}

impl List {
    /// The people in an order of this list's own, with untidy spelling, some twice and some without a usable address.
    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut random = fastrand::Rng::with_seed(SEED ^ seed_of(self.prefix));
        let mut order: Vec<usize> = self.people.clone().collect();
        random.shuffle(&mut order);
        writeln!(out, "{}", self.header)?;
        for (number, id) in order.iter().enumerate() {
            let person = person(*id);
            self.row(out, number, &person, &untidy(&person.email, &mut random))?;
            if number % 200 == 7 {
                self.row(out, number, &person, &person.email.to_uppercase())?;
            }
            if number % 500 == 11 {
                let unusable = random.choice(["", "n/a", "not given", "name@", "@post.example"]);
                self.row(out, number, &person, unusable.unwrap_or_default())?;
            }
        }
        Ok(())
    }

    fn row(&self, out: &mut impl Write, number: usize, person: &Person, email: &str) -> io::Result<()> {
        let Person { name, town, tier, opted_out, .. } = person;
        write!(out, "{}-{number:05},{name},{email},{town},", self.prefix)?;
        if self.tiers {
            write!(out, "{tier},")?;
        }
        writeln!(out, "{opted_out}")
    }
}

fn seed_of(prefix: &str) -> u64 {
    prefix.bytes().fold(0, |seed, byte| seed << 8 | u64::from(byte))
}

/// The person of this number; always the same one.
fn person(id: usize) -> Person {
    let mut random = fastrand::Rng::with_seed(SEED.wrapping_add(u64::try_from(id).unwrap_or(u64::MAX)));
    let pick =
        |random: &mut fastrand::Rng, from: &[&'static str]| random.choice(from).copied().unwrap_or_default();
    let (first, last) = (pick(&mut random, &FIRST), pick(&mut random, &LAST));
    let host = pick(&mut random, &HOSTS);
    Person {
        name: format!("{first} {last}"),
        email: format!("{}.{}{id}@{host}", first.to_lowercase(), last.to_lowercase()),
        town: pick(&mut random, &TOWNS),
        tier: pick(&mut random, &TIERS),
        // Nobody in both lists, so that the overlap stays the number that the demo tells.
        opted_out: if !BOTH.contains(&id) && id % 80 == 3 { "yes" } else { "no" },
    }
}

/// The same address as different people type it.
fn untidy(email: &str, random: &mut fastrand::Rng) -> String {
    match random.u8(..10) {
        0 => email.to_uppercase(),
        1 => format!(" {email}"),
        2 => format!("{email} "),
        _ => email.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn addresses(list: &List) -> BTreeSet<String> {
        let mut text = Vec::new();
        list.write(&mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        let fields = text.lines().skip(1).map(|line| line.split(',').nth(2).unwrap().trim().to_lowercase());
        fields.filter(|email| email.contains('@') && email.len() > 14).collect()
    }

    #[test]
    fn the_lists_share_the_stated_number_of_people() {
        let (ours, theirs) = (addresses(&CUSTOMERS), addresses(&MEMBERS));
        assert_eq!((ours.len(), theirs.len()), (PEOPLE, PEOPLE));
        assert_eq!(ours.intersection(&theirs).count(), SHARED);
    }

    #[test]
    fn no_sample_can_reach_a_real_person() {
        assert!(addresses(&CUSTOMERS).iter().all(|email| email.ends_with(".example")));
    }
}
