# Words of the respondent's pages.

## Coming in
answering-landing-title = A questionnaire for you
answering-landing-title-from = { $name } has some questions
answering-landing-lead = { $org } would like to work with { $partner } on marketing data, and first wants to know how { $partner } treats the people in it.
answering-fact-why-title = Why
answering-fact-why = { $name } looks at every data partner in the same way. Your answers decide whether and how closely the two companies can work together.
answering-fact-time-title = How long
answering-fact-time = { $questions } questions, about { $minutes } minutes. Everything is saved as you go, so you can stop at any time and come back by the same link.
answering-fact-help-title = Who can answer
answering-fact-help = Whoever knows. You can give the link to colleagues in privacy, security or marketing; all of you work on the same answers. No account is needed.
answering-fact-use-title = What happens with your answers
answering-fact-use = Only the people at { $name } who check partners can read them. A reviewer may ask to see the documents that you name. You get a receipt and can keep a copy.
answering-fact-until-title = Until when
answering-fact-until = The link works until { $name }. Treat it like a password.
answering-begin = Begin
answering-continue = Continue
answering-look = Look at your answers
landing-this-language = Read this page in English
answering-landing-contact = Questions? Ask { $name } at { $org }, { $email }.

answering-unknown-title = This link leads nowhere
answering-unknown = No questionnaire belongs to this link. Perhaps part of it was lost when it was copied.
answering-gone-title = This link has ended
answering-link-next = Ask whoever sent you the link for a new one. Answers that were saved are not lost.
gone-link-revoked = This link was withdrawn by the company that sent it.
gone-link-expired = This link has run out.
gone-assessment-cancelled = The company that asked has called this questionnaire off.
error-link-required = Open the link from your invitation once more to go on. Everything that was saved is still there.

## The overview
answering-overview-title = Your answers
answering-lead-start = { $org } asks { $partner } about its care for data. Begin with any section; the order does not matter.
answering-lead-open = { $org } asks { $partner } about its care for data. Go on where you left off, or choose a section.
answering-lead-ready = Every required question is answered. Look through your answers once more, then submit them to { $org }.
answering-lead-submitted = { $org } has your answers. You can read them here, and no longer change them.
answering-progress-whole = All sections
answering-progress = { $done } of { $of } answered
answering-progress-words = DONE of OF answered
answering-sections = Sections
answering-section-complete = Complete
answering-section-open = { $n ->
    [one] { $n } required question open
   *[other] { $n } required questions open
}
answering-start-first = Start with the first section
answering-next-open = Go on where something is open
answering-what-is-open = What is still open
answering-to-submit = Submit your answers
answering-to-receipt = See the receipt
answering-saved-last = Last saved on { $name }
answering-come-back = You can close this page and come back by the same link.
answering-submitted = Submitted by { $by } on { $date }.

## A section
answering-place = Section { $n } of { $of }
answering-all-sections = All sections
answering-na = It does not apply to us
answering-na-reason = Why does it not apply?
answering-help = What a good answer has
answering-evidence-and-comment = Add evidence or a comment
answering-evidence = Evidence
answering-evidence-hint = Name the document and its date, or give a link; please do not paste personal data.
answering-comment = Comment
answering-save-next = Save and continue
answering-save-overview = Save and pause
answering-saving = Saving
answering-saved-at = Saved at TIME
answering-save-failed = Not saved: there is no connection. It is tried again in a few seconds.
answering-stale = Somebody else changed this answer after you opened the page. Yours is shown, and not saved; save again to put it in place of theirs.
answering-some-not-saved = Some answers were not saved; each says why. All others were.
flash-answers-saved = Saved.
conflict-answer = Somebody else changed this answer meanwhile. Load the page again to see theirs; yours was not saved.
conflict-submitted = These answers were submitted, so they can no longer be changed. If something is wrong, ask here to change them, or write to whoever sent you the link.

fault-answer-option = Choose one of the answers.
fault-answer-na = This question applies to everyone; choose one of the answers.
fault-answer-reason = Say why it does not apply; then it can be saved.
fault-answer-reason-long = Shorten the reason to 2,000 characters.
fault-answer-comment = Shorten the comment to 4,000 characters.
fault-answer-evidence = Shorten the evidence to 1,000 characters; a name, a date or a link is enough.

## Submitting
answering-submit-title = Submit your answers
answering-submit-open = { $n ->
    [one] { $n } required question is still open.
   *[other] { $n } required questions are still open.
}
answering-submit-lead = Every required question is answered. After this step { $name } can read the answers, and they can no longer be changed.
answering-submit-name = Your name
answering-submit-name-hint = You confirm for your company that the answers are true to the best of your knowledge.
answering-submit-what = You get a receipt with a fingerprint of what was submitted.
answering-submit-offers = { $n ->
    [one] { $n } document of your last round is not confirmed; it will not be sent.
   *[other] { $n } documents of your last round are not confirmed; they will not be sent.
}
answering-submit-go = Submit
answering-submit-look = Look through the answers first
refused-questions-open = { $n ->
    [one] { $n } required question is still open. Answer it, then submit.
   *[other] { $n } required questions are still open. Answer them, then submit.
}
flash-answers-submitted = Thank you. Your answers have arrived.

## The receipt
answering-receipt-title = Receipt
answering-receipt-lead = Keep the file with your records. You can come back to this page as long as the link works.
answering-receipt-to = Sent to
answering-receipt-for = On behalf of
answering-receipt-by = Submitted by
answering-receipt-at = When
answering-receipt-answers = Answers
answering-receipt-check-title = Which answers were submitted
answering-receipt-check = This is the SHA-256 fingerprint of the file with your answers. If anybody changed a single letter, it would be another one.
answering-receipt-file = Save the file with your answers
receipt-earlier = Earlier submissions
receipt-earlier-text = Each stays what it was, with a fingerprint of its own.
receipt-earlier-one = Submitted by { $by } on { $on }
receipt-earlier-file = The file

## Asking to change answers
reopen-title = Something to correct?
reopen-lead = Ask { $name } to open your answers again. The receipt that you have stays true for what you submitted.
reopen-reason = What do you want to change, and why?
reopen-ask-go = Ask to change them
reopen-waits = On { $on } you asked to change your answers; { $org } has not answered yet.
reopen-declined = { $org } leaves your answers as they were submitted: { $word }
reopen-granted = { $org } has opened your answers again. Change what needs it, then submit them once more.
reopen-granted-word = { $org } has opened your answers again: { $word } Submit them once more afterwards.
fault-reopen-reason = Say what you want to change, in 1 to { $n } characters.
conflict-reopen-open = Your answers are open; change them directly.
conflict-reopen-waits = A request is waiting for an answer already.
flash-reopen-asked = Your request is sent. You will see the answer here.
act-reopen-ask = A partner asked to change what it submitted

## The audit log
act-respondent-begin = Came in by the respondent's link
act-answers-save = Saved answers
act-answers-load = Loaded answers from a file
act-assessment-submit = Submitted the answers

## A colleague, one section
delegate-title = Give this section to a colleague
delegate-text = You get a link that reaches this section and nothing else. Your colleague needs no account, and you can take the link back.
delegate-go = Make a link for this section
delegate-lead = With this link a colleague can read and answer section { $name }, and no other. Submitting stays with you.
delegate-link = Link for your colleague
delegate-link-hint = It is shown this once. It ends when your own link ends.
delegate-back = Back to section { $name }
delegate-look = Look at the section
delegate-lead-open = { $org } asks { $partner } about its care for data. A colleague gave you this section to answer.
delegate-lead-done = Every required question of this section is answered. Tell your colleague, who will submit all of it to { $org }.
delegate-fact = A colleague gave you section { $name }. You see and answer that section; the rest stays with your colleague.
delegated-link = Link made on { $made }, { $opened }
delegated-opened = first opened on { $name }
delegated-not-opened = not opened yet
delegated-revoke = Take it back
flash-delegated-revoked = The link does not work any more.
refused-delegate = This link is for one section. Whoever gave it to you can do this.
refused-delegates-many = There are { $n } links for colleagues already. Take one back first.
act-respondent-link-delegate = A respondent gave a section to a colleague

## Answers of the last round
carried-badge = From your last round
carried-hint = Check whether it still holds, and change it if not.

## Remarks
remark-you = Your side
remarks-title = { $n ->
    [0] Ask or say something about this question
    [one] { $n } remark about this question
   *[other] { $n } remarks about this question
}
remark-add = Your remark
remark-send = Send
flash-remark-sent = Sent. The other side sees it beside the question.
fault-remark = Write 1 to { $n } characters.
refused-remarks-many = There are { $n } remarks already. Talk to each other.

# Documents
evidence-title = Documents
evidence-documents = Documents
evidence-none = No document is attached to this question.
evidence-attach = Attach a document
evidence-attach-go = Attach
evidence-change = Change the documents
evidence-back = Back to { $name }
evidence-remove = Remove
evidence-remove-one = Remove { $name }
evidence-look = Look at the picture
evidence-file = File
evidence-file-hint = PDF, picture, office document, text or CSV, up to { $name }. Take names and addresses of people out first.
evidence-kind = What it is
evidence-kind-policy = Policy
evidence-kind-certificate = Certificate
evidence-kind-report = Report
evidence-kind-contract = Contract
evidence-kind-record = Record
evidence-kind-other = Other
evidence-effective = In force since
evidence-effective-hint = The date on the document, not today’s.
evidence-expires = Valid until
evidence-expires-hint = Leave it empty if the document names no end.
evidence-about = { $kind }, in force since { $from }, { $size }
evidence-about-until = { $kind }, in force since { $from }, until { $to }, { $size }
evidence-expired = Expired on { $name }
flash-evidence-added = The document is attached. Only people who ask you these questions can read it.
flash-evidence-removed = The document is gone.
fault-evidence-empty = Choose a file that has something in it.
fault-evidence-large = The file is larger than { $n } MB. Send a shorter extract, or give a link beside the answer.
fault-evidence-ending = Files of this type are not taken. Send a PDF, a PNG, JPEG or WebP picture, a Word, Excel, PowerPoint or OpenDocument file, text or CSV.
fault-evidence-locked = A password protects this file. Take the password off in the program it comes from, or export it as PDF, and send that.
fault-evidence-encoding = This text is not saved as UTF-8, so its accents cannot be told. Save it again as “CSV UTF-8” or as text in UTF-8.
fault-evidence-content = What is in the file is not what its name says. Save it again in the program it comes from, or export it as PDF.
fault-evidence-kind = Say what the document is.
fault-evidence-effective = Give the date since when the document holds.
fault-evidence-not-yet = This date is in the future. A document counts once it is in force.
fault-evidence-expires = Give the last day as a date, or leave it empty.
fault-evidence-backwards = The last day is before the first. Swap them, or mend one.
refused-evidence-many = { $n } documents are attached already. Remove one that is not needed.
act-evidence-add = Attached a document
act-evidence-remove = Removed a document
act-evidence-read = Read a document
act-evidence-keep = Took a document over from the last round
act-evidence-drop = Left a document of the last round out

## Documents of the last round
offers-title = From your last round
offers-text = These documents stood beside your answer last time. Nothing is sent before you say that they still hold.
offers-keep = Still holds, attach it
offers-drop = Do not use it
offers-dropped = Not used this time
offers-back = Attach it after all
offers-expired = It cannot be taken over; attach the new document if there is one.
offers-waiting = { $n ->
    [one] { $n } document of your last round to confirm
   *[other] { $n } documents of your last round to confirm
}
evidence-carried = From the last round
flash-offer-kept = The document is attached, with the dates it always had.
flash-offer-dropped = The document is not used this time.
refused-offer-expired = This document holds no longer; it cannot be taken over.

## Offline, in a workbook
load-title = Load answers from a file
load-offline = Offline
load-offline-text = You can also fill in the answers in a workbook and load it here, load what another tool has saved, or print the questions to gather the answers first.
load-blank = Workbook to fill in (.xlsx)
load-lead = Choose the file with your answers. First you see what it would change. It is loaded only if every entry fits; otherwise nothing changes, and you see which entries do not.
load-lead-member = Choose the file that { $name } sent back. First you see what it would change. It is loaded only if every entry fits; otherwise nothing changes. The audit log says that you loaded it.
load-kinds = The workbook from here, Entente’s own JSON, answers that VSAQ saved, an answered CAIQ or HECVAT, or an audit that CISO Assistant exported to Excel. What the questionnaire does not ask is listed, never guessed.
load-pick = The file
load-pick-hint = At most { $name }.
load-look = See what would change
load-look-lead = Nothing has been loaded yet.
load-count-new = { $n ->
    [one] 1 answer is new
   *[other] { $n } answers are new
}
load-count-different = { $n ->
    [one] 1 answer differs from the one that is here
   *[other] { $n } answers differ from those that are here
}
load-count-same = { $n ->
    [one] 1 answer is the same already
   *[other] { $n } answers are the same already
}
load-notes = { $n ->
    [one] 1 thing in the file has no place here; look at it yourself
   *[other] { $n } things in the file have no place here; look at them yourself
}
load-nothing = There is nothing in this file to load.
load-different = Different from what is here
load-different-lead = These stay as they are, unless you tick them.
load-fresh = New
load-col-question = Question
load-col-now = Here now
load-col-file = In the file
load-col-over = Overwrite?
load-over = Overwrite
load-empty = No answer
load-go = Load the answers
load-back = Back to the assessment
load-back-respondent = Back to all sections
load-done = { $n ->
    [0] Nothing was changed.
    [one] 1 answer was loaded.
   *[other] { $n } answers were loaded.
}
load-kept = Not overwritten, because they were not ticked: { $name }.
load-undo = Put the old answers back
load-undo-text = As long as nobody changes these answers, you can put back what was here before.
load-faults = { $n ->
    [one] Nothing was loaded: 1 entry does not fit
   *[other] Nothing was loaded: { $n } entries do not fit
}
flash-answers-undone = The answers are as they were before.
answers-as-workbook = Workbook to fill in (.xlsx)
answers-as-own = Answers as JSON (Entente)
answers-as-vsaq = Answers as VSAQ saves them (JSON)
answers-as-caiq = Answered CAIQ (.xlsx)
answers-as-hecvat = HECVAT answers (JSON)
answers-as-hecvat-xlsx = HECVAT answers (Excel workbook)
answers-as-ciso-assistant = CISO Assistant audit (.xlsx)
fault-answers-format = The answers to this questionnaire cannot be written in this format.
fault-answer-changed-since = { $cell }: the answer to { $question } was changed here after the file was made; look at both and export it anew
fault-workbook-cell = { $cell }: { $what }
fault-workbook-missing = Choose the file first.

## In the workbook
book-sheet = Answers
book-title = Questionnaire
book-how-answers = Choose one of the answers that the cell offers; add words and name documents beside it.
book-how-empty = A line that you leave empty changes nothing. Questions that do not apply need a reason.
book-how-back = Send the workbook back, or load it yourself on the page that your link opens. Please do not change the other columns.
book-column-id = No.
book-column-section = Section
book-column-question = Question
book-column-help = What a good answer has
book-column-when = Asked
book-column-answer = Answer
book-column-reason = Why it does not apply
book-column-comment = Comment
book-column-evidence = Evidence
book-not-applicable = Does not apply
book-only-if = Only if
book-list-sheet = Sub-processors
book-list-how = Name every company that you hire to handle this data, and everybody else who receives it: one in a line. The sheet takes the place of the list, whole or not at all.
book-list-data = Several kinds of data in one cell are separated by a semicolon. A day is written as 2027-03-12.
book-list-nobody = We use no other company
book-list-yes = yes

## The language
language-title = Language
language-page = Language of the page
language-questions = Language of the questions
language-go = Change the language
language-saved-first = What you typed is saved first.
language-name-en = English
language-name-fr = français
language-name-de = Deutsch
language-name-es = español
language-name-it = italiano
language-name-nl = Nederlands
language-name-pt = português
language-name-pl = polski
fault-language = Choose one of the languages in the list.
flash-language-changed = The language is changed.

## Printing
print-title = Questions and answers of { $name }
print-title-blank = Questions of { $name }
print-copy = A copy to print, with your answers
print-blank = The questions to print, without answers
print-lead = Print this page, or save it as a PDF with your browser's print command.
print-open = Not submitted yet: this is how it stood on { $name }.
print-none = No answer
print-asked-if = Asked depending on an earlier answer.
print-answer-line = Answer:
print-fingerprint = SHA-256
print-receipt = Fingerprint of the submission
print-document = SHA-256 { $name }

## The partner's own score
partner-score-title = Your score
partner-score-lead = { $name } lets you see what your answers mean as a risk. The lower the number, the better.
partner-score-claimed = By your answers; nobody has checked them yet.
partner-score-reviewed = With what { $name } has checked.
partner-score-change = Tick what you could mend, and see the score with it met and proven.
partner-score-link = See your score

# Looking at a document without downloading it
document-preview = Preview
document-preview-of = Preview of { $name }
document-download = Download the file
document-question = What it is to show
document-about = The document
document-to-finding = Back to the finding
document-note = This is text taken out of the file. Layout, pictures, fonts, comments and the drawings on a sheet are left out: download the file to see them.
document-cut = This is an excerpt. A preview shows the first { $n } characters, up to 200 pages and 60 columns, as far as they can be read; the file has more.
document-unread = Some letters are drawn in a font that does not say which letters they are: these words are missing here. Download the file to read them.
document-page = Page { $n }
document-slide = Slide { $n }
document-sheet = Sheet { $name }
document-page-empty = There is no text here.
document-none-locked = A password protects this file, so nothing of it can be shown here.
document-none-locked-do = Download it and open it with its password, or ask the partner for a copy without one.
document-none-locked-own = Whoever reviews your answers cannot read it here either. Attach a copy without a password.
document-none-damaged = This file cannot be read here: it seems to be damaged.
document-none-damaged-do = Download it and try its own program, or ask the partner to send it again.
document-none-damaged-own = Whoever reviews your answers cannot read it here either. Open it in its own program, save it anew and attach that.
document-none-empty = No text was found in this file. It may be a scan: pictures of pages.
document-none-empty-do = Download it to look at it.
document-none-letters = The fonts in this file do not say which letters they draw, so its text cannot be shown here.
document-none-much = This file took more time or memory than a preview may, so reading it was given up.
document-none-much-do = Download it, and open it with care.
