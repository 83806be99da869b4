# Words about findings: what is to be mended, by whom, until when, and what became of it.

## What the audit log calls the acts
act-finding-open = Opened a finding
act-finding-change = Changed a finding
act-finding-report = Reported a finding as mended
act-finding-retest = Tested a finding again
act-finding-accept = Accepted the risk of a finding
act-finding-reopen = Opened a finding again

## Faults and conflicts
fault-finding-note = Say in a sentence or a few what was done or found; 2,000 letters at most.
fault-finding-severity = Choose how bad it is.
fault-finding-due = Give a day from tomorrow on, within three years.
fault-finding-question = The questionnaire has no such question.
fault-finding-evidence = That document is not one that the partner sent for this.
fault-finding-retest = Say whether it is mended.
fault-condition-fixed = The words of a condition stay as they were decided. Add what else you ask to the description.
fault-condition-later = The day of a condition can only be moved nearer. Accept its risk for a time, or decide again.
fault-accept-reason = The reason has { $has } characters and needs { $needs } to 2,000. Say why the risk can be lived with.
fault-accept-until = Give a day from tomorrow on, { $n } months ahead at most.
conflict-finding-closed = This finding is closed already.
conflict-finding-reported = This finding was reported as mended already. It waits for a re-test.
conflict-finding-not-reported = Nobody has reported this finding as mended yet, so there is nothing to test again.
conflict-finding-accepted = The risk of this finding is accepted. Take that back first.
conflict-finding-open = This finding is open already.
conflict-finding-no-assessment = Start an assessment of this partner first: a finding belongs to one.

## The list
findings-title = Findings
findings-none = No findings yet
findings-none-text = A finding is something the partner should mend. Open one beside a weak answer in the review, or here.
findings-none-open = Nothing waits to be mended.
findings-none-found = No finding matches
findings-none-found-text = Choose another state or severity, or show all findings.
findings-show-all = Show all findings
findings-of = { $shown } of { $all ->
    [one] { $all } finding
   *[other] { $all } findings
}
findings-all = All findings
findings-accepted = Risk accepted
findings-closed = Closed
col-severity = Severity
severity-all = Every severity
severity-critical = Critical
severity-high = High
severity-medium = Medium
severity-days = Suggested: mended within { $n } days.
finding-condition = Condition
finding-plan = Planned control
finding-review = From review
finding-open = Open
finding-overdue = Overdue
finding-reported = Waits for a re-test
finding-reported-late = Overdue, waits for a re-test
finding-accepted = Risk accepted until { $name }
finding-closed = Closed on { $name }

## Opening and changing one
finding-new = Open a finding
finding-edit = Change the finding
finding-open-go = Open the finding
finding-form-lead = Say what is to be mended, by whom, until when. What is filled in comes from the answer; change what you like.
finding-edit-condition = This is a condition of an approval: its words stay, and its day can only be moved nearer.
finding-description = What is asked
finding-description-hint = What would show that it is mended: a document, a setting, a test.
finding-owner-member = Who sees to it
finding-owner-other = Somebody else, named below
finding-owner-name = Name of somebody else
finding-owner-hint = For example the partner's contact.
finding-due-hint = Left empty, it is the day that the severity suggests: 30, 60 or 90 days from now.
finding-share = The partner reads this finding
finding-share-hint = Their respondent sees what is asked and until when, and can report what was done, with a document. Severity and owner stay here.

## One finding
finding-facts = At a glance
finding-from = From
finding-partner-reads = The partner
finding-partner-reads-yes = Reads it and can report what was done
finding-partner-reads-no = Does not see it
finding-closing-note = Closed because
finding-to-answer = See the answer to { $name } under review
finding-steps = What next
finding-overdue-condition = This condition is past its date, so rooms with this partner are closed. A re-test that passes or an accepted risk opens them again.
finding-accepted-text = The risk is accepted for now. When that is over, the finding is open and overdue.
finding-report = Report what was done
finding-report-text = For what the partner told you, or for work on your side. It waits for a re-test then.
finding-report-note = What was done
finding-report-go = Report it
finding-evidence = Document that shows it
finding-evidence-none = No document
finding-retest = Test it again
finding-retest-text = Passed closes the finding. Failed sends it back with what you found.
finding-retest-found = What the re-test found
finding-passed = Passed: it is mended
finding-failed = Failed: it is not mended yet
finding-retest-note = What you looked at and found
finding-retest-go = Record the re-test
finding-accept = Accept the risk
finding-accept-text = For a time, with a reason. When the time is over, the finding is open and overdue.
finding-accept-reason = Why the risk can be lived with
finding-accept-reason-hint = At least 40 characters. It stays in the finding's history.
finding-accept-until = Until
finding-accept-until-hint = Six months ahead at most.
finding-accept-go = Accept the risk
finding-reopen = Open it again
finding-reopen-text = Takes the closing or the acceptance back. The day that was set counts again.
finding-reopen-text-condition = Takes the closing back. If the day of this condition has passed, rooms with the partner close at once.
finding-reopen-note = Why it is open again
finding-reopen-go = Open it again

## What happened
finding-by = { $by }, { $at }
finding-did-opened = Opened
finding-did-changed = Changed
finding-did-shared = Shared with the partner
finding-did-hidden = No longer shared with the partner
finding-did-reported = Reported as mended
finding-did-passed = Re-test passed: closed
finding-did-failed = Re-test failed: open again
finding-did-accepted = Risk accepted until { $name }
finding-did-reopened = Opened again
finding-did-withdrawn = Closed: the decision it belonged to was taken back

## What was just done
flash-finding-opened = The finding is open.
flash-finding-changed = The finding is changed.
flash-finding-reported = Reported. It waits for a re-test.
flash-finding-closed = The re-test passed. The finding is closed.
flash-finding-failed = The re-test failed. The finding is open again.
flash-finding-accepted = The risk is accepted for now.
flash-finding-reopened = The finding is open again.

## What the partner reads
shared-findings-title = Findings
shared-findings-lead = { $name } asks you to mend this. Report what was done, with a document if you have one; they look at it again and tell you here.
shared-findings-none = Nothing was shared with you.
shared-findings-waiting = { $n ->
    [0] Findings shared with you: none waits for you now
    [one] { $n } finding waits for you
   *[other] { $n } findings wait for you
}
shared-finding-due = To be mended by { $name }.
shared-finding-closed = Closed
shared-finding-rests = Nothing to do for now
shared-finding-report-text = Say what was done. A document is welcome; without one, leave its fields as they are.
flash-shared-finding-reported = Thank you. What you reported is with them now.

## This round beside the last
round-lead = Beside the answers of { $name }.
round-show-changed = Show only what changed
round-show-all = Show everything
round-changed-count = { $n ->
    [0] nothing changed
   *[other] { $n } changed
}
round-new = Not asked last round
round-changed = Changed since last round
round-unchanged = Unchanged since last round
round-before = Last round
round-level = Evidence seen: { $name }
round-not-reviewed = Not reviewed
round-corrected = Corrected to "{ $answer }": { $note }
round-none = Nothing in this section changed since last round.
review-findings = Findings
review-finding-new = Open a finding

## Much of a section accepted as not applicable
excused-title = A second person must agree to the decision
excused-section = More than { $share } % of the weight of section { $section } is accepted as not applicable.
