//! Conditions: precedence, faults with their place, bounds.

use super::*;

/// Evaluates with A and B answered 'yes', C answered 'no', everything else unanswered.
fn holds(source: &str) -> bool {
    let yes = OptionId::new("yes").unwrap();
    let no = OptionId::new("no").unwrap();
    Condition::parse(source).unwrap().holds(&|question| match question.as_str() {
        "A" | "B" => Some(&yes),
        "C" => Some(&no),
        _ => None,
    })
}

#[test]
fn and_binds_tighter_than_or() {
    assert!(holds("A == 'yes' || B == 'yes' && C == 'yes'"));
    assert!(!holds("(A == 'yes' || B == 'yes') && C == 'yes'"));
    assert!(holds("C == 'yes' && A == 'yes' || B == 'yes'"));
}

#[test]
fn not_binds_tightest() {
    assert!(!holds("!A == 'yes' || C == 'yes'"));
    assert!(holds("!(A == 'no') && !!(C == \"no\")"));
}

#[test]
fn an_unanswered_question_equals_nothing() {
    assert!(!holds("Z == 'yes'"));
    assert!(holds("Z != 'yes'"));
    assert!(!holds("A != 'yes'"));
}

#[test]
fn faults_say_where() {
    for (source, at, problem) in [
        ("", 1, "expected a question's id"),
        ("A = 'x'", 5, "expected =="),
        ("A == x", 6, "in quotes"),
        ("A == 'x' & B == 'x'", 11, "write &&"),
        ("(A == 'x'", 10, "not closed"),
        ("A == 'x", 8, "not closed"),
        ("A == 'x' B == 'y'", 10, "unexpected"),
        ("A == 'x' )", 10, "unexpected"),
    ] {
        let fault = Condition::parse(source).unwrap_err();
        assert!(fault.problem.contains(problem), "{source}: {fault}");
        assert_eq!(fault.at, at, "{source}: {fault}");
    }
}

#[test]
fn depth_is_bounded() {
    let deep = format!("{}A == 'x'{}", "(".repeat(100_000), ")".repeat(100_000));
    assert!(Condition::parse(&deep).unwrap_err().problem.contains("nested deeper"));
    assert!(Condition::parse(&format!("{}A == 'x'", "!".repeat(100_000))).is_err());
    let wide = |n: usize| Condition::parse(&vec!["A == 'x'"; n].join(" || "));
    assert!(wide(MOST_COMPARISONS).is_ok());
    assert!(wide(MOST_COMPARISONS + 1).unwrap_err().problem.contains("1000 comparisons"));
}

#[test]
fn a_flat_condition_is_a_list_and_back() {
    for source in
        ["A == 'yes'", "A != 'yes'", "A == 'yes' && B != 'no'", "A == 'yes' || B == 'no' || C != 'x'"]
    {
        assert_eq!(Condition::parse(source).unwrap().rules().unwrap().to_text(), source);
    }
    assert_eq!(Condition::parse("A == 'x' && (B == 'y' || C == 'z')").unwrap().rules(), None);
    assert_eq!(Condition::parse("!(A == 'x' && B == 'y')").unwrap().rules(), None);
}

#[test]
fn a_condition_is_stored_as_it_was_written() {
    let source = "A  ==  'yes'||B!='no'";
    let json = serde_json::to_string(&Condition::parse(source).unwrap()).unwrap();
    assert_eq!(json, format!("\"{source}\""));
    assert_eq!(serde_json::from_str::<Condition>(&json).unwrap().comparisons().len(), 2);
}
