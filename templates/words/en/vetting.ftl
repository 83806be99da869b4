# Words of the vetting pages.

## What the audit log calls the acts of vetting
act-partner-add = Added a partner
act-partner-change = Changed a partner
act-partner-archive = Archived a partner
act-partner-restore = Brought a partner back
act-assessment-start = Started an assessment
act-assessment-intake = Described the sharing
act-assessment-send = Sent the questionnaire
act-assessment-reopen = Reopened the answers
act-assessment-cancel = Called an assessment off
act-respondent-link-resend = Made a new link for the respondent
act-respondent-link-revoke = Revoked a respondent's link
act-respondent-link-extend = Extended a respondent's link
act-review-save = Reviewed an answer
act-decision-make = Decided about a partner
act-decision-second = Agreed to a decision as the second person
act-decision-decline = Took a waiting decision back
act-decision-void = A changed input voided a decision
act-partner-trigger = Reported a change at a partner

## Faults of fields, refusals, conflicts
fault-website = Give a web address that starts with https://, or leave this empty.
fault-notes-long = That is longer than we can keep. Shorten it.
fault-partner-name-taken = There is a partner of this name already. Use another name, or open that partner.
fault-intake-data = Tick at least one kind of data.
fault-intake-choice = Choose one.
fault-link-days = A link works for 1 to { $n } days.
fault-review-level = Choose one of the four levels.
fault-review-option = Choose one of the question's own answers.
fault-review-na = The partner has not answered this with "does not apply".
fault-review-seen = A colleague has reviewed this since you opened the page. Yours is shown here and not saved; save again to replace theirs.
fault-review-note = Say in a sentence what you found, so that the partner can follow it.
fault-decision = Choose a decision.
fault-override-until = Say until when this decision stands.
fault-override-reason = The reason has { $has } characters and needs at least { $needs }. Say what makes this decision right although the score says otherwise.
fault-override-past = The day lies in the past. Choose a later one.
fault-override-long = A decision against the score stands for { $n } months at most. Choose an earlier day.
fault-conditions-none = Give at least one condition, with an owner and a day.
fault-condition-title = Say what is to be mended, in at most 300 characters.
fault-condition-owner = Say who sees to it.
fault-condition-due = Give a day from tomorrow on, no later than the decision ends.
fault-date = Give a day such as 2027-03-12.
fault-trigger-kind = Choose what changed.
fault-trigger-note = Say in a sentence or a few what you learned; 2,000 letters at most.

conflict-stale = Somebody else changed this since you opened the page. Nothing of yours was saved. Open the page again to see how it stands now.
conflict-partner-archived = This partner is archived. Bring it back first.
conflict-assessment-open = This partner has an open assessment already. Finish it or call it off first.
conflict-assessment-sent = This assessment was sent already.
conflict-assessment-not-sent = This assessment was not sent yet, or was called off, so there is no link to renew.
conflict-assessment-not-submitted = The partner has not submitted the answers yet.
conflict-assessment-cancelled = This assessment was called off.
conflict-assessment-ended = This assessment has ended already.
conflict-decision-void = An answer, the review or the intake has changed since this was decided, so it does not count any more. Decide again.
conflict-decision-expired = The last day of this decision has passed. Decide again.
conflict-decision-settled = This decision does not wait for a second person.
refused-intake-missing = Describe the sharing first: without it there is no risk to tell.
refused-decision-provisional = Required questions are still unanswered, so the score is provisional. Reopen the answers and ask the partner to finish.
refused-second-is-first = The second person must be somebody else than the first.
refused-second-accepted-na = You accepted "not applicable" for much of a section yourself, so a colleague who did not must agree. Or decide yourself, and let the colleague who decided agree.

## Why the number is what it is
why-knockout = Question { $q } is a knock-out and is not met, which puts the risk at { $r }. Met, it would be { $without }.
why-critical = Question { $q } is critical and is not met, which puts the risk at { $r }. Met, it would be { $without }.
why-loss = Question { $q } costs most: with full marks there the risk would be { $without } instead of { $r }.
why-nothing = What is left at { $r } is the sharing itself; no single answer would lower it.

reason-residual-low = Residual risk is { $r }: low.
reason-residual-moderate = Residual risk is { $r }: moderate, so an approval needs conditions.
reason-residual-high = Residual risk is { $r }: high, so somebody higher up must decide.
reason-residual-critical = Residual risk is { $r }: critical.
reason-nothing-applicable = Nothing in the questionnaire applies, so there is no score.
reason-critical-unanswered = { $q } is critical and unanswered.
reason-critical-failed = { $q } is critical and not met.
reason-knockout-unanswered = { $q } is a knock-out and unanswered.
reason-knockout-failed = { $q } is a knock-out and not met.
reason-critical-partly = { $q } is critical and only partly met.
reason-critical-unproven = { $q } is critical and stands on { $has } evidence; this tier needs { $needs }.
reason-critical-unproven-many = { $n } critical questions stand on less evidence than this tier needs: { $questions }. A review of the evidence settles them.
reason-section-weak = Section { $section } stands at { $c }, below { $floor }.
reason-control-weak = Control effectiveness is { $c }, below { $floor }.
reason-confidence-short = Confidence is { $k }, below { $floor }.
reason-provisional = { $n ->
    [one] A required question is unanswered: the result is provisional.
   *[other] { $n } required questions are unanswered: the result is provisional.
}
reason-many-na = More than { $share } % of section { $section } does not apply: a second reviewer must look.

## Why a room stays closed
vetting-closed-no-score = Nothing in the questionnaire applies, so there is no score.
vetting-closed-knockout = { $q } is a knock-out and is not met. No override opens the room.
vetting-closed-residual = Residual risk is { $r }; a room needs less than { $limit }.
vetting-closed-confidence = Confidence is { $k }; a room needs at least { $limit }.
vetting-closed-section = Section { $section } stands at { $c }; a room needs at least { $limit }.
vetting-closed-no-decision = There is no decision about this partner that counts.
vetting-closed-rejected = The decision is to reject.
vetting-closed-escalated = The decision waits for somebody higher up.
vetting-closed-expired = The decision has expired.
vetting-closed-overdue = { $n ->
    [one] A condition of the approval is overdue.
   *[other] { $n } conditions of the approval are overdue.
}

## Partners
partner-add = Add a partner
partner-add-lead = A partner is your own record of another company. You can send the questionnaire as soon as it is here.
partner-edit = Change the record
partners-find = Find a partner or a contact
partners-of = { $shown } of { $all ->
    [one] { $all } partner
   *[other] { $all } partners
}
partners-none = No partners yet
partners-none-text = Add the first company you share data with; the questionnaire goes out in two minutes.
partners-none-found = No partner matches
partners-none-found-text = Try fewer letters, or show all partners.
partners-show-all = Show all partners
show-all = All partners
show-ours = Waiting for us
show-archived = Archived
col-partner-name = Partner
col-residual = Residual risk
col-decision = Decision
col-awaits = Waits for
col-finding = What is to be mended
col-owner = Owner
col-due = Due
col-made = Made
col-opened = First opened
col-fix = If this were met and proven
col-cost = Points of risk
col-question = Question
col-given = Answer
col-evidence = Evidence
col-earned = Earned of its weight
col-adds = Points of the section
col-weight = Weight
cancel = Cancel

field-company = Company
field-website = Website
field-website-hint = For example https://meridian.example
field-contact-name = Contact
field-contact-name-hint = The person who will answer, or who passes the link on.
field-contact-email = Contact's e-mail
field-contact-email-hint = Filled in for you when you send the questionnaire. Nothing goes to this address before that.
field-notes = Notes
field-notes-hint = Only your own organisation reads them.

awaits-second = A second person
awaits-second-text = A decision against the score waits for a second person. It does not count before.
awaits-review = Our review
awaits-review-text = The answers are in. Check them against the evidence, then decide.
awaits-conditions = Overdue conditions
awaits-conditions-text = A condition of the approval is overdue. Rooms with this partner are closed until it is met.
awaits-reassessment = A new decision
awaits-reassessment-text = There is no decision that counts any more. Start another assessment.
awaits-sending = Sending
awaits-sending-text = Describe the sharing, then send the questionnaire.
awaits-assessment = An assessment
awaits-assessment-text = Nothing is known about this partner yet. Start with five questions about the sharing itself.
awaits-answers = Their answers
awaits-answers-text = The partner has the link. You will see the answers here when they are submitted.
awaits-nothing = Nobody
go-room = Open a room
awaits-nothing-text = Nothing waits. The decision stands until it expires or something changes.
partner-is-archived = This partner is archived. Nothing can be started, and rooms with it stay closed.
partner-linked = Yes, their people have an organisation here
partner-not-linked = Not yet
partner-here = On this server
partner-since = Added
partner-invite = Invite their people
partner-invite-hint = Makes a link by which they start an organisation of their own here. A room needs one.
partner-invitation-link = Link for the people of { $name }
partner-invitation-hint = Shown once. Whoever has it can start the partner's organisation here. It works for seven days.
partner-archive = Archive this partner
partner-archive-text = No assessment can be started and rooms with this partner close. Nothing is deleted, and you can bring it back.
partner-archive-go = Archive it
partner-restore = Bring it back
record-title = Record
record-email = E-mail
timeline-title = What happened
room-title = A room with this partner
room-may-open = May be open: groups of at least { $k } people, { $releases } releases.
decisions-title = Decisions
decisions-none = Nothing has been decided.
decided-by = Decided by { $by } on { $on }.
seconded-by = { $name } agreed as the second person.
decision-score-said = The score said: { $name }.
decision-awaits-second = Waits for a second person
decision-expired = Expired
decision-until = Until { $name }
decision-superseded = Superseded
decision-void = Void: an input changed
decision-approve-hint = The partner may be worked with; a room may open.
decision-conditions-hint = The same, while the conditions below are met in time.
decision-escalate-hint = Somebody higher up decides; a room stays closed until then.
decision-reject-hint = The partner is not worked with; a room stays closed.

event-added = Added
event-started = Assessment started
event-sent = Questionnaire sent
event-opened = Link opened by a respondent
event-link-revoked = Link revoked
event-submitted = Answers submitted
event-decided = Decided: { $name }
event-seconded = Second person agreed: { $name }
event-trigger = Reported: { $name }
event-finding-closed = Finding closed: { $name }
event-by = { $what }, by { $by }

## Ways on
go-start = Start an assessment
go-intake = Describe the sharing
go-send = Send the questionnaire
go-links = Links for the respondent
go-load = Load answers that the partner sent
go-review = Review the answers
go-score = Score in full
go-decide = Decide
go-second = Answer as the second person
go-findings = See the findings
go-assessment = Assessment

## Assessment
assessment-title = Assessment
assessment-step-intake = Sharing described
assessment-step-sent = Sent
assessment-step-answered = Answered
assessment-step-reviewed = Reviewed
assessment-step-decided = Decided
assessment-submitted-by = By { $by } on { $on }
reviewed-of = { $done } of { $all } reviewed
answered-of = { $done } of { $of } answered
progress-title = Answers so far
ways-on-title = Go to
reopen-ask = Reopen the answers
reopen-text = The partner can change the answers again by the same link. A decision on them becomes void.
reopen-go = Reopen them
reopen-asks = { $name } asks to change what it submitted
reopen-asked-on = Asked on { $on }
reopen-word = A word to the partner
reopen-word-hint = Needed if you decline.
reopen-grant = Open the answers again
reopen-grant-text = A decision on the present answers becomes void. What was submitted, and its receipt, is kept.
reopen-decline = Decline
reopen-answered-granted = Granted by { $by } on { $on }
reopen-answered-declined = Declined by { $by } on { $on }
reopen-history = Requests to change answers
fault-reopen-word = Say why you decline, in at most { $n } characters; the partner reads it.
conflict-reopen-answered = This request has been answered already. Open the page again to see how.
flash-reopen-granted = The answers are open again; the partner sees it on its page.
flash-reopen-declined = Declined; the partner sees your words on its page.
act-reopen-grant = Opened the answers at the partner's request
act-reopen-decline = Declined to open the answers again
submissions-title = What was submitted
submission-line = { $n } answers, by { $by } on { $on }
submission-file = The file
show-score-ask = Let the partner see its score
show-score-text = The partner sees the residual risk, the sentence why, and what fixing an answer would change. It sees neither your description of the sharing nor the words of the review.
show-score-go = Show it
hide-score-ask = Hide the score from the partner
hide-score-text = The partner no longer sees its score on its page.
hide-score-go = Hide it
act-score-show = Let the partner see its score
act-score-hide = Hid the score from the partner
flash-score-shown = The partner sees its score on its page.
flash-score-hidden = The partner no longer sees its score.
cancel-ask = Call the assessment off
cancel-text = The respondent's links stop working. Answers stay, but cannot be decided on.
cancel-go = Call it off

## Intake
intake-title = Describe the sharing
intake-lead = Five questions about the sharing with { $name }, answered by you. They set the inherent risk: what could go wrong before any control.
intake-save = Save and go on
intake-voids-decision = A decision stands on this description. Changing it makes that decision void.
inherent-line = Inherent risk { $risk } of 100: { $tier }.
tier-1 = tier 1, looked at every 6 months
tier-2 = tier 2, looked at every 12 months
tier-3 = tier 3, looked at every 18 months
tier-4 = tier 4, looked at every 24 months
intake-data = Which data is in the sharing?
intake-data-aggregate = Group counts only
intake-data-contextual-id = Contextual or pseudonymous ids
intake-data-contextual-id-hint = A cookie or device id without a name behind it.
intake-data-direct-identifiers = Direct identifiers, hashed or not
intake-data-direct-identifiers-hint = E-mail, phone, name, address. A keyed hash of one counts.
intake-data-purchase-history = What people bought or did
intake-data-precise-location = Precise location, or an inferred profile
intake-data-sensitive = Special or sensitive data
intake-data-sensitive-hint = Health, belief, sex life, politics, origin, biometrics; also when only inferred.
intake-data-children = Data of children
intake-people = How many people is it about?
intake-people-lt-10k = Fewer than 10,000
intake-people-10k-100k = 10,000 to 99,999
intake-people-100k-1m = 100,000 to 999,999
intake-people-ge-1m = A million or more
intake-purpose = What is it for?
intake-purpose-aggregate-measurement = Measuring groups
intake-purpose-first-party = Contextual or first-party marketing
intake-purpose-lookalike = Look-alikes or other advertising across contexts
intake-purpose-enrichment = Enriching profiles, or deciding about people automatically
intake-access = What does the partner get to touch?
intake-access-clean-room = Thresholded counts from a clean room
intake-access-clean-room-hint = What a room of this product returns.
intake-access-pseudonymous-file = A file of pseudonymous rows
intake-access-identifiers-api = Identifiers, through an interface
intake-access-raw-copy = A raw copy, or the right to pass it on
intake-geography = On what ground does data cross borders?
intake-geography-adequate = It stays in the same country, or goes to one with an adequacy decision
intake-geography-scc-tia = Standard contractual clauses with a transfer impact assessment
intake-geography-mixed = Several grounds, not all of them documented
intake-geography-none = No transfer mechanism

## Sending
send-title = Send the questionnaire
send-lead = You get a link for the people at { $name }. Whoever has it can answer, without an account.
send-lead-sent = The people at { $name } answer by link. A link is shown once, when it is made.
send-days = The link works for
days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
send-go = Make the link
send-again-title = Make another link
send-again-go = Make another link and revoke the earlier ones
respondent-link = Link for the respondent
respondent-link-hint = Shown once: copy it now. Whoever has it can answer. It works until { $name }.
links-title = Links
link-works = Works
link-revoked = Revoked
link-expired = Run out
link-not-opened = Not opened yet
link-extend = Let it work for 30 days from now
link-revoke = Revoke
link-revoke-text = The link stops working at once, and so do the sessions started from it. Saved answers stay.
link-revoke-go = Revoke it

## Review
review-title = Review
review-answer = The partner's answer
review-comment = Comment
review-evidence = What would show it
review-level = Evidence seen
review-expired = The document has expired
review-na = "Does not apply"
na-accept = Accept: it leaves the score
na-refuse = Refuse: it counts as unanswered
review-more = Correct the answer, or note something
review-corrected = What is true instead
corrected-none = As answered
review-note = Note
review-save = Save section
review-save-next = Save and continue
review-save-hint = One save keeps the whole section.
review-not-saved = Nothing of this section was saved yet. What you entered is still here: mend what is marked, then save again.
review-rest = Answers you have not judged
review-rest-open = Leave them open
flash-review-saved = The section is saved.
review-open = Not reviewed
review-done = Reviewed on { $name }
review-not-scored = This question only sets which others are asked.
review-sections = Sections
review-keys = Keys j and k move between questions.
level-e0 = E0 · the bare answer
level-e1 = E1 · described in words
level-e2 = E2 · a current document
level-e3 = E3 · independent proof, or verified by us
evidence-expected = Expected: { $level }. { $hint }
answer-none = Unanswered
answer-na = Does not apply: { $name }
flag-critical = Critical
flag-knockout = Knock-out

## Score
score-title = Score in full
numbers-title = The numbers
number-inherent = Inherent risk
number-control = Control effectiveness
number-claimed = Controls as claimed
number-residual = Residual risk
number-ungated = Residual risk before gates
number-confidence = Confidence
score-judgement = Every constant behind these numbers is judgement, not statistics. They are kept with this assessment.
change-title = What would change it
change-lead = Tick what the partner could mend, and see the score with it met and proven.
change-go = Show the score with these
change-clear = Clear
simulated-with = With { $name } met and proven:
breakdown-title = What it is made of
breakdown-lead = Section by section: what each answer earns, and what it adds to the section's 100 points.
met-to = Met to { $name } %
evidence-of = { $has } of { $expected }
earned-of = { $got } of { $of }
standing-na = Does not apply
standing-na-waiting = Does not apply, not accepted yet
standing-hidden = Not asked

## Deciding
decide-title = Decide
decide-decision = Your decision
decide-go = Record the decision
decide-reason = Reason
decide-reason-hint = Needed when you decide otherwise than the score: at least 40 characters.
decide-until = Stands until
decide-until-hint = For a decision against the score: six months at most. Otherwise the tier sets it.
computed-title = What the score says
conditions-title = Conditions
conditions-lead = For an approval with conditions: what is to be mended, by whom, until when. Empty rows are left out.
condition-number = Condition { $n }
condition-title = What is to be mended
condition-owner = Owner
condition-due = Due
condition-unproven = { $q }: show the evidence. { $hint }
condition-meet = { $q }: meet in full. { $text }
condition-section = Raise section "{ $name }"
condition-unsure = Provide the evidence that is missing
condition-weak = Raise the controls as a whole
override-title = If you decide otherwise than the score
override-lead = You can decide otherwise; the numbers stay. Anything kinder than the score waits for a second person.
waiting-text = { $by } wants to decide "{ $decision }" until { $until }, otherwise than the score.
waiting-text-na = { $by } decided "{ $decision }" until { $until }. Much of a section is accepted as not applicable, so a second person must agree.
waiting-own = You made this decision; somebody else must agree.
waiting-agree = Agree as the second person
waiting-decline = Take it back
waiting-decline-text = The decision never counts. Its conditions are closed.
waiting-decline-go = Take it back

## What was just done
flash-partner-added = The partner is added.
flash-partner-changed = The record is changed.
flash-partner-archived = The partner is archived.
flash-partner-restored = The partner is back.
flash-assessment-started = The assessment is started. Describe the sharing first.
flash-assessment-reopened = The answers are open again.
flash-assessment-cancelled = The assessment is called off.
flash-intake-saved = The description of the sharing is saved.
flash-link-revoked = The link is revoked.
flash-link-extended = The link works for 30 more days.
flash-decision-made = The decision is recorded.
flash-decision-waits = The decision waits for a second person.
flash-decision-declined = The decision is taken back.

## Remarks, answers of the last round
remarks-heading = Remarks
remarks-none = Nothing has been said about a question yet. The partner sees what you write here, beside the question.
remark-write = Say something about a question
remark-question = Question
remark-to-partner = Remark
remark-to-partner-hint = The partner sees it beside the question. It does not change the score.
conflict-assessment-not-with-partner = The partner cannot see this assessment now.
act-remark-add = Made a remark about a question
act-assessment-carry = Brought the answers of the last round along
carried-review = The partner has not changed it since. Neither review nor evidence came with it.
send-carry = Bring the partner's answers of { $name } along
send-carry-hint = They are marked until the partner changes them. Only answers to questions that read the same come along; reviews and evidence do not.
conflict-answers-there = There are answers already, so those of the last round are not brought along.
link-of-colleague = { $on }, section { $section }, for a colleague of the partner

# What is learned about a partner between two assessments.
trigger-title = Report a change
trigger-lead = Write down what you learned about { $name } that your last decision did not know.
trigger-means = The decision is void at once, and open rooms with this partner close for good. Their keys and lists are destroyed. Decide again, and a new room can be opened.
trigger-kind = What changed
trigger-breach = A breach or incident
trigger-breach-hint = Personal data was lost, seen or taken by somebody who should not have it.
trigger-new-sub-processor = A new sub-processor
trigger-new-sub-processor-hint = Another company handles the data for them.
trigger-new-data-category = A new kind of data
trigger-new-data-category-hint = They handle something that the intake does not name.
trigger-note = What you learned
trigger-note-hint = From whom, since when, whose data. The partner does not read it.
trigger-go = Report it and end the decision
trigger-alarm = Reported since the last decision
trigger-said = { $what }, reported by { $by } on { $on }: { $note }
flash-trigger = Reported. The decision is void and open rooms with this partner are closed.

# Coverage by law
coverage-title = Coverage by law
go-coverage = Coverage by law
coverage-lead = Which articles, sections and controls the answers reach. Of several questions about one of them, the worst counts.
coverage-none = The questions of this assessment name no law or framework.
coverage-reviewed = The references were last looked over in { $name }.
coverage-never-reviewed = Nobody has said when the references were last looked over.
coverage-no-advice = They show where to look, and are no legal advice.
col-framework = Law or framework
col-reference = Reference
col-cover = Covered
cover-not-applicable = Not applicable
cover-met = Met
cover-answered = Answered, not proven
cover-open = Open
cover-weak = Weak
cover-unasked = Not asked
portfolio-coverage-title = Coverage by law
portfolio-coverage-lead = How many partners cover each article, section and control: those that have sent their answers, by their latest round.
portfolio-coverage-none = No partner has sent answers yet. Once one has, this page says which duties are covered.
col-weak-partners = Weak at
