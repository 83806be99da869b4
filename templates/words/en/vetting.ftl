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
act-finding-close = Closed a finding

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
fault-finding-note = Say in a sentence what was done.

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
conflict-finding-closed = This finding is closed already.
refused-intake-missing = Describe the sharing first: without it there is no risk to tell.
refused-decision-provisional = Required questions are still unanswered, so the score is provisional. Reopen the answers and ask the partner to finish.
refused-second-is-first = The second person must be somebody else than the first.

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
