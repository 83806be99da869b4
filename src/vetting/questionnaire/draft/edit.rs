//! Changing a draft: sections and questions come, go and move. Names are given here, so that an author never has to.

use super::{
    Draft, InputFault, MOST_COMPARISONS, MOST_LANGUAGES, MOST_QUESTIONS, MOST_SECTIONS, QuestionInput,
    SectionInput,
};
use crate::vetting::{
    code::{QuestionId, SectionId},
    questionnaire::{Question, Section},
    text::Text,
};

/// A direction in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One place towards the beginning.
    Up,
    /// One place towards the end.
    Down,
}

/// Why a draft was not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditFault {
    /// There is no such section or question.
    NotThere,
    /// The draft has as many sections as one may have.
    MostSections(usize),
    /// The draft has as many questions as one may have.
    MostQuestions(usize),
    /// Fields that cannot be taken, each with its name.
    Fields(Vec<(String, InputFault)>),
}

const HEAVIEST: u32 = 100;

impl Draft {
    /// Keeps title, languages and the day of the last look at the law maps. Words of a language that is taken away stay
    /// in the document until they are written over, so that it can come back.
    pub fn set_head(
        &mut self,
        title: &[(String, String)],
        languages: &[String],
        maps_reviewed: &str,
    ) -> Result<(), EditFault> {
        let mut faults = Vec::new();
        let plain = |tag: &str| {
            (2..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
        };
        if languages.is_empty() || languages.len() > MOST_LANGUAGES || !languages.iter().all(|tag| plain(tag))
        {
            faults.push(("languages".to_owned(), InputFault::Languages(MOST_LANGUAGES)));
        }
        let mut text = Text::default();
        for (language, words) in title {
            text.set(language, words);
        }
        if languages.iter().all(|language| !text.has(language)) {
            faults.push(("title".to_owned(), InputFault::Missing));
        }
        let reviewed = maps_reviewed.trim();
        if reviewed.len() > 20 {
            faults.push(("maps_reviewed".to_owned(), InputFault::TooLong(20)));
        }
        if !faults.is_empty() {
            return Err(EditFault::Fields(faults));
        }
        self.document.title = text;
        self.document.languages = languages.to_vec();
        self.document.maps_reviewed = (!reviewed.is_empty()).then(|| reviewed.to_owned());
        Ok(())
    }

    /// Adds a section at the end, under the next free letter; it has no weight yet.
    pub fn add_section(&mut self, input: &SectionInput) -> Result<SectionId, EditFault> {
        if self.sections().len() >= MOST_SECTIONS {
            return Err(EditFault::MostSections(MOST_SECTIONS));
        }
        let (title, intro) = input.read(self.languages())?;
        let letters = (b'A'..=b'Z').map(|letter| char::from(letter).to_string());
        let numbered = (1..=MOST_SECTIONS).map(|n| format!("S{n}"));
        let free = letters.chain(numbered).filter_map(|name| SectionId::new(&name).ok());
        let id = free.into_iter().find(|id| self.section(id).is_none()).ok_or(EditFault::NotThere)?;
        self.document.sections.push(Section {
            id: id.clone(),
            title,
            intro,
            weight: 0,
            questions: Vec::new(),
        });
        Ok(id)
    }

    /// Keeps a section's words.
    pub fn set_section(&mut self, id: &SectionId, input: &SectionInput) -> Result<(), EditFault> {
        let (title, intro) = input.read(self.languages())?;
        let section = self.section_mut(id)?;
        section.title = title;
        section.intro = intro;
        Ok(())
    }

    /// Keeps the sections' weights; those that are not named keep theirs.
    pub fn set_weights(&mut self, weights: &[(SectionId, String)]) -> Result<(), EditFault> {
        let mut faults = Vec::new();
        let mut read = Vec::new();
        for (id, text) in weights {
            match text.trim().parse::<u32>().ok().filter(|weight| *weight <= HEAVIEST) {
                Some(weight) => read.push((id, weight)),
                None => faults.push((format!("weight.{id}"), InputFault::SectionWeight)),
            }
        }
        if !faults.is_empty() {
            return Err(EditFault::Fields(faults));
        }
        for (id, weight) in read {
            self.section_mut(id)?.weight = weight;
        }
        Ok(())
    }

    /// Takes a section away, with its questions.
    pub fn remove_section(&mut self, id: &SectionId) -> Result<(), EditFault> {
        let at = self.section_at(id)?;
        self.document.sections.remove(at);
        Ok(())
    }

    /// Moves a section by one place; at the end of the list nothing happens.
    pub fn move_section(&mut self, id: &SectionId, step: Step) -> Result<(), EditFault> {
        let at = self.section_at(id)?;
        shift(&mut self.document.sections, at, step);
        Ok(())
    }

    /// Adds a question to a section, under the next free number, or changes one, which may move to another section.
    pub fn put_question(
        &mut self,
        id: Option<&QuestionId>,
        input: &QuestionInput,
    ) -> Result<QuestionId, EditFault> {
        let home = SectionId::new(&input.section).ok().filter(|home| self.section(home).is_some());
        let home = home.ok_or(EditFault::NotThere)?;
        let (id, before) = match id {
            Some(id) => {
                let (section, question) = self.question(id).ok_or(EditFault::NotThere)?;
                (id.clone(), Some((section.id.clone(), question.clone())))
            }
            None if self.questions().count() >= MOST_QUESTIONS => {
                return Err(EditFault::MostQuestions(MOST_QUESTIONS));
            }
            None => (self.free_id(&home).ok_or(EditFault::NotThere)?, None),
        };
        let question = input.read(&id, self.languages(), before.as_ref().map(|(_, question)| question))?;
        self.check_comparisons(&question)?;
        match before {
            Some((section, _)) if section == home => {
                let section = self.section_mut(&section)?;
                if let Some(place) = section.questions.iter_mut().find(|other| other.id == id) {
                    *place = question;
                }
            }
            Some((section, _)) => {
                self.section_mut(&section)?.questions.retain(|other| other.id != id);
                self.section_mut(&home)?.questions.push(question);
            }
            None => self.section_mut(&home)?.questions.push(question),
        }
        Ok(id)
    }

    /// Takes a question away; conditions about it are then told as flaws.
    pub fn remove_question(&mut self, id: &QuestionId) -> Result<(), EditFault> {
        let home = self.question(id).map(|(section, _)| section.id.clone()).ok_or(EditFault::NotThere)?;
        self.section_mut(&home)?.questions.retain(|question| question.id != *id);
        Ok(())
    }

    /// Moves a question by one place within its section.
    pub fn move_question(&mut self, id: &QuestionId, step: Step) -> Result<(), EditFault> {
        let home = self.question(id).map(|(section, _)| section.id.clone()).ok_or(EditFault::NotThere)?;
        let questions = &mut self.section_mut(&home)?.questions;
        let at = questions.iter().position(|question| question.id == *id).ok_or(EditFault::NotThere)?;
        shift(questions, at, step);
        Ok(())
    }

    /// Refuses a condition with which all conditions together would compare more often than a document may.
    fn check_comparisons(&self, question: &Question) -> Result<(), EditFault> {
        let others = self.questions().map(|(_, other)| other).filter(|other| other.id != question.id);
        let conditions = others.chain([question]).filter_map(|question| question.when.as_ref());
        if conditions.map(|when| when.comparisons().len()).sum::<usize>() <= MOST_COMPARISONS {
            return Ok(());
        }
        Err(EditFault::Fields(vec![("when".to_owned(), InputFault::TooMany(MOST_COMPARISONS))]))
    }

    fn section_at(&self, id: &SectionId) -> Result<usize, EditFault> {
        self.sections().iter().position(|section| section.id == *id).ok_or(EditFault::NotThere)
    }

    fn section_mut(&mut self, id: &SectionId) -> Result<&mut Section, EditFault> {
        self.document.sections.iter_mut().find(|section| section.id == *id).ok_or(EditFault::NotThere)
    }

    fn free_id(&self, home: &SectionId) -> Option<QuestionId> {
        let numbers = (1..=MOST_QUESTIONS.saturating_mul(2)).map(|n| format!("{home}{n}"));
        numbers.filter_map(|name| QuestionId::new(&name).ok()).find(|id| self.question(id).is_none())
    }
}

fn shift<T>(list: &mut [T], at: usize, step: Step) {
    let to = match step {
        Step::Up => at.checked_sub(1),
        Step::Down => at.checked_add(1).filter(|to| *to < list.len()),
    };
    if let Some(to) = to {
        list.swap(at, to);
    }
}
