# Words of the pages on which questionnaires are written.

## What the audit log calls these acts
act-questionnaire-create = Made a questionnaire
act-questionnaire-edit = Changed a questionnaire's draft
act-questionnaire-begin = Opened a draft of a questionnaire
act-questionnaire-discard = Threw a questionnaire's draft away
act-questionnaire-publish = Published a version of a questionnaire
act-questionnaire-notes = Looked through what an import left
act-questionnaire-archive = Archived a questionnaire
act-questionnaire-restore = Brought a questionnaire back
act-assessment-choose = Chose what a partner is asked

## The list
questionnaires-title = Questionnaires
questionnaires-lead = What your partners are asked. A version never changes once it is published; to change something, publish the next one.
questionnaires-archived = { $n ->
    [one] { $n } archived questionnaire
   *[other] { $n } archived questionnaires
}
questionnaire-new = New questionnaire
questionnaire-import = Import a file
questionnaire-version = Version { $name }
questionnaire-built-in = Built in
questionnaire-archived = Archived
questionnaire-draft-ready = Draft, ready to publish
questionnaire-draft-flaws = { $n ->
    [one] Draft, { $n } thing to mend
   *[other] Draft, { $n } things to mend
}
questionnaire-questions = { $n ->
    [one] { $n } question
   *[other] { $n } questions
}
col-questionnaire = Questionnaire
col-questions = Questions
col-changed = Last changed
language-en = English
language-fr = French
language-de = German
language-es = Spanish
language-it = Italian
language-nl = Dutch

## A new one
questionnaire-new-lead = Begin with what is nearest to what you need. Nothing you do here reaches a partner before you publish and send it.
questionnaire-new-go = Begin the draft
field-questionnaire-title = Title
field-questionnaire-title-hint = Partners see it at the head of the questions.
field-start = Begin with
start-built-in = A copy of the built-in questionnaire
start-built-in-hint = 65 questions in ten sections, with weights, tips and references to the law. Change what does not fit.
start-blank = Nothing
start-blank-hint = You write every section and question yourself.
start-copy = A copy of { $name }
field-languages = Languages
field-languages-blank-hint = For a questionnaire that begins with nothing. A copy has the languages of what it was copied from; you can add others later.
field-languages-hint = Every text is then written in each of these, side by side. Words of a language that you take away are kept in case you want it back.
questionnaire-import-lead = The file becomes a draft. What has no place here is listed for you to decide, never guessed.
questionnaire-import-go = Import into a draft
field-format = Format of the file
questionnaire-schema = JSON schema of Entente's own format
format-own = Entente's own (JSON)
format-own-hint = As the pages of a questionnaire export it. The draft may be unfinished.
format-vsaq = VSAQ (JSON)
format-vsaq-hint = The format of Google's Vendor Security Assessment Questionnaires.
format-ciso-assistant = CISO Assistant library (YAML)
format-ciso-assistant-hint = A framework's requirements, with its questions and choices.
format-caiq = CAIQ 4 (Excel workbook)
format-caiq-hint = Your own copy of the Cloud Security Alliance's questionnaire. Answers in it are loaded into an assessment, on its page.
format-hecvat = HECVAT 2 to 4 (Excel workbook or JSON)
format-hecvat-hint = Your own copy of EDUCAUSE's toolkit. Answers in it are loaded into an assessment, on its page.
field-file-language = Language of the file
field-file-language-hint = For a file that does not say.
field-import-title-hint = Left empty, the title of the file is taken.
field-file-pick = Choose the file
field-file-pick-hint = At most { $name }.
field-file-text = Or the text of the file
field-file-text-hint = Paste it here if you have no file. A file that is chosen comes first.
flash-questionnaire-made = The draft is open.
flash-questionnaire-imported = The file is a draft now. See below what needs a look.

## One questionnaire
questionnaire-archived-banner = This questionnaire is archived: it is not offered for sending. Assessments that run with it go on.
questionnaire-draft-ready-banner = There is a draft, and nothing stands in its way. Publish it when you are done.
questionnaire-draft-banner = { $n ->
    [one] There is a draft with { $n } thing to mend.
   *[other] There is a draft with { $n } things to mend.
}
versions-title = Versions
versions-none = No version yet. Partners can be asked once the draft is published.
version-numbered = Version { $name }
col-version = Version
col-published = Published
col-published-by = By
col-digest = SHA-256 begins with
version-changes = What changed
version-file = Download as a file
draft-go = Go on with the draft
draft-begin = Change it in a draft
questionnaire-archive-ask = Archive
questionnaire-archive-text = It will not be offered for sending any more. Assessments that run with it go on, and you can bring it back.
questionnaire-archive-go = Archive it
questionnaire-restore-ask = Bring back
questionnaire-restore-text = It will be offered for sending again.
questionnaire-restore-go = Bring it back
flash-questionnaire-archived = Archived. You find it at the end of the list.
flash-questionnaire-restored = It is back.
flash-questionnaire-published = Published. It is offered for sending from now on.
flash-draft-begun = The draft begins as the newest version stands.
flash-draft-discarded = The draft is gone.

## The draft
draft-title = Draft
draft-of = Draft of { $name }
draft-preview = See it as the partner will
draft-publish = Publish
draft-publish-text = The draft becomes the next version, which never changes. It is offered for sending from then on; assessments that run already stay on their version.
draft-publish-go = Publish this version
draft-publish-not-yet = { $n ->
    [one] { $n } thing stands in the way; see the top of this page.
   *[other] { $n } things stand in the way; see the top of this page.
}
draft-whole = Nothing is missing: every section has its weight, every text is there, every condition can be met.
draft-flaws = { $n ->
    [one] { $n } thing to mend
   *[other] { $n } things to mend
}
flaw-look = (to look at; does not stand in the way)
draft-notes = What the file said and this draft does not
draft-notes-done = I have looked through these
draft-sections = Sections
draft-about = About
draft-questions = Scored questions
draft-head = Change title and languages
draft-head-lead = The title is what partners see. With more than one language, every text is written in each of them.
draft-changes = What changed since the newest version
draft-file = Download the draft as a file
draft-weights-sum = The weights sum to { $sum } of 100
draft-weights-sum-live = The weights sum to SUM of 100
draft-weights-save = Save the weights
draft-section-new = Add a section
draft-section = Section
draft-section-lead = Sections are named by a letter, which is given for you.
draft-question-add = Add a question to { $name }
draft-question-new = New question
draft-question = Question
draft-discard-ask = Throw the draft away
draft-discard-text = Everything changed since the newest version is lost. A questionnaire that was never published is archived with its draft.
draft-discard-go = Throw it away
section-empty = No questions yet.
section-remove-ask = Take this section away
section-remove-text = Its questions go with it. Versions that are published keep them.
section-remove-go = Take it away
question-remove-ask = Take this question away
question-remove-text = Conditions of other questions that ask about it will have to be changed. Versions that are published keep it.
question-remove-go = Take it away
col-section = Section
col-share = Share of the whole
col-order = Order
weight-of = Weight of { $name }
move-up = Move { $name } up
move-down = Move { $name } down
asked-if-short = Asked if
question-scope-only = Sets the scope
questionnaire-whole = The whole
flash-draft-saved = Saved.
flash-draft-moved = Moved.
flash-section-removed = The section is gone from the draft.
flash-question-removed = The question is gone from the draft.
flash-notes-done = Done.
field-maps-reviewed = References to the law last reviewed
field-maps-reviewed-hint = A month or a day, such as 2026-11. Leave it empty if nobody has.
maps-never-reviewed = Not said
field-section-title = Title
field-section-intro = What the section is about
field-section-intro-hint = One sentence above its questions.

## A question
question-words = The question
field-section = Section
field-question-text = Question
field-question-why = Why we ask
field-question-why-hint = One line under the question.
field-question-help = What a good answer has
field-question-help-hint = Unfolds for whoever wants to know more.
field-question-evidence = Evidence to expect
field-question-evidence-hint = What a partner could show, in words.
question-answers = Answers
question-answers-hint = Described steps rather than yes and no, best first. A row without words is left out.
option-numbered = Answer { $name }
field-option-label = Words
field-option-value = Worth, 0 to 100
field-option-plan = A plan: no credit, and a finding with a date
field-option-tip = Tip beside a weak answer
field-option-tip-open = Tip
question-counts = How it counts
field-scored = Does it count?
question-scored = Yes, it is part of the score
question-not-scored = No, it only sets the scope: conditions can ask about it
field-weight = Weight within the section
field-weight-hint = What matters most counts five times what matters least.
weight-1 = 1, a detail
weight-2 = 2
weight-3 = 3, usual
weight-5 = 5, what matters most
field-flag = Gate
field-flag-hint = A gate acts on the decision, whatever the rest of the score says.
flag-none = None
flag-critical-long = Critical: failing it raises the risk and sends the decision up
flag-knockout-long = Knock-out: failing it rejects the partner
field-expected = Best evidence to expect
field-expected-hint = Nobody loses points for lacking proof that nobody could give.
field-tier = Asked down to
field-tier-hint = Gates are asked in every tier. Other questions are asked in tiers 1 and 2, unless you say otherwise here.
tier-usual = Tiers 1 and 2 (gates: every tier)
tier-down-to-3 = Tier 3 as well
tier-down-to-4 = Every tier
field-required = It must be answered before the partner can submit
field-na = It may be answered "does not apply", with a reason
question-when = When it is asked
when-always = Always
when-rules = Only after certain answers
when-text = By a condition that I write
field-join = The question is asked if
join-all = all of these hold
join-any = any of these holds
rule-is = The answer is
rule-is-not = The answer is not
rule-is-label = Is or is not
rule-answer-label = Question and answer
rule-none = (nothing)
field-when = Condition
field-when-hint = Such as A1 == 'full' && !(B2 == 'none'). Signs: == != && || ! and parentheses.
condition-fine = This condition can be met.
question-maps = Law and frameworks
field-maps = References
field-maps-hint = One a line, such as "GDPR: 15" or "ISO 27001: A.5.2".
question-save = Save the question

## As the partner will see it
preview-title = As the partner will see it
preview-lead = This version, as partners see it. Answers can be tried here and are not kept.
preview-lead-draft = The draft, as partners would see it. Answers can be tried here and are not kept.
preview-built-in = The questionnaire that comes with Entente, as partners see it. Make a copy to change it.
preview-partial = Some of the draft cannot be shown yet: questions without answers, or conditions that cannot be met.
preview-nothing = There is nothing to show yet. Add a section and a question first.
preview-in = Language:
preview-evidence = Evidence:
asked-if = Asked only if { $name }
asked-if-is = "{ $question }" is answered "{ $answer }"
asked-if-is-not = "{ $question }" is not answered "{ $answer }"
asked-if-and = and
asked-if-or = or

## What changed
changes-title = What changed
changes-from = From
changes-to = To
changes-go = Compare
changes-none = No difference.
changes-count = { $n ->
    [one] { $n } difference,
   *[other] { $n } differences,
}
changes-scores = { $n ->
    [0] none of which can change a score.
    [one] { $n } of which can change a score.
   *[other] { $n } of which can change a score.
}
changes-nothing-yet = The draft has nothing to compare yet.
col-place = Where
col-scores = Score
can-score = Can change a score
cannot-score = Words only

## Faults, refusals, conflicts
fault-questionnaire-title = Give a title of at most 120 characters.
fault-languages = Choose one to six languages.
fault-order = Say what is to be moved, and which way.
fault-file-missing = Choose a file, or paste its text.
fault-file-large = That is more than { $n } MB, the most that is taken.
fault-file-base64 = The file broke on its way: what came is not base64. Choose it again.
fault-file-unreadable = The file cannot be read. { $what }
fault-authoring-missing = This must be filled in.
fault-authoring-long = This is longer than { $n } characters. Shorten it.
fault-authoring-value = Give a whole number from 0 to 100.
fault-authoring-section-weight = Give a whole number from 0 to 100.
fault-authoring-many = At most { $n } are kept.
fault-authoring-reference = Line { $line } is not a reference. Write the law, a colon, and the article: "GDPR: 15".
fault-authoring-condition = The condition cannot be read at character { $at }: { $what }.
fault-questionnaire-choice = Choose one of the questionnaires on offer.
refused-most-sections = A questionnaire has at most { $n } sections.
refused-most-questions = A questionnaire has at most { $n } questions.
refused-tier-higher = With this sharing the partner belongs to a higher tier, whose questions were not asked. Nothing was changed. Call this assessment off and start another, or start the next one if this is decided.
conflict-draft-open = There is a draft already. Go on with it, or throw it away first.
conflict-no-draft = There is no draft any more: a colleague has published it or thrown it away.
conflict-questionnaire-archived = This questionnaire is archived. Bring it back first.

## What a draft lacks
flaw-no-sections = There are no sections yet.
flaw-weight-sum = The sections' weights sum to { $sum }, and must sum to 100.
flaw-no-section-weight = The section has no weight.
flaw-no-questions = The section has no questions.
flaw-nothing-scored = No question of this section counts, so its weight counts for nothing.
flaw-name-twice = There is another of the same name.
flaw-no-weight = The question has no weight.
flaw-few-options = There are fewer than two answers to choose from.
flaw-option-twice = Two answers are both called { $option }.
flaw-no-value = The answer { $option } has no worth.
flaw-no-full-answer = No answer is worth 100, so nobody can get the full weight.
flaw-gate-unscored = Only a question that counts can be a gate.
flaw-knockout-na = A knock-out cannot be answered "does not apply". Use a condition to leave it out.
flaw-gate-tier = A gate is asked in every tier, so no tier can be given.
flaw-unknown-question = The condition asks about { $question }, which is not there.
flaw-unknown-option = The condition asks for the answer { $option } to { $question }, which has no such answer.
flaw-circle = The condition leads in a circle: { $way }.
flaw-unreachable = No way of answering the other questions makes this one appear.
flaw-other = { $what }
flaw-words-title = The title is missing in this language: { $language }.
flaw-words-intro = The introduction is missing in this language: { $language }.
flaw-words-text = The question is missing in this language: { $language }.
flaw-words-why = "Why we ask" is missing in this language: { $language }.
flaw-words-help = "What a good answer has" is missing in this language: { $language }.
flaw-words-evidence = The evidence to expect is missing in this language: { $language }.
flaw-words-label = An answer's words are missing in this language: { $language }.
flaw-words-tip = A tip is missing in this language: { $language }.

## What a partner is asked
send-questionnaire = Questionnaire
send-questionnaire-hint = Sending freezes it: later versions do not touch this assessment.
send-scope = How much is asked
send-scope-tier = What tier { $tier } needs: { $n } questions
send-scope-tier-hint = Lower tiers are asked less. Knock-outs and critical questions are always asked, and every section stays.
send-scope-all = All { $n } questions
send-offer = { $title }, version { $version } ({ $n } questions)
fault-questionnaire-format = A questionnaire is written as own, vsaq or ciso-assistant.
fault-questionnaire-language = The questionnaire is not written in this language.
version-export = Files
export-title = Files of this version
export-lead = Take this version to another tool, or keep it. What a format has no place for is listed beside it.
export-own-hint = Everything in it, in every language; it can be imported again.
export-in = Download in { $name }
export-left-out = { $n ->
    [0] Nothing is left out.
    [one] 1 thing is left out
   *[other] { $n } things are left out
}
