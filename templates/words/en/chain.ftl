# The partner's chain: lists of sub-processors, notices of changes, who depends on whom.

## The list
chain-title = Sub-processors
chain-lead = Who handles data for { $name }, for what, where, and on which ground data may go there.
chain-lead-stated = The list as { $name } gave it with these answers. It stays as it is.
chain-none = Nobody is on the list yet. It fills with the partner's next answers, or by hand.
chain-none-stated = The partner named nobody in this round.
chain-none-partner = Nobody is on the list yet.
chain-none-answer = Nobody is on the list yet. Add the first company below, or send a whole table.
chain-answer-text = Name every company that you hire to handle this data, and everybody else who receives it. What you save here is sent with your answers.
chain-to-list = See the list and announced changes
chain-to-kept = The list as it is kept now
chain-gone = No longer on the list since the last round: { $name }.
chain-since = Since { $name }
chain-flag-no-tool = No transfer tool
chain-flag-outside-eea = Outside the EEA: name the tool
chain-flag-new = New since the last round
chain-flag-carried = From the last round
chain-on-list = { $n ->
    [0] Your list is empty.
    [one] One company is on your list.
   *[other] { $n } companies are on your list.
}
chain-open = Fill in the list
chain-look = See the list
chain-add = Add a company
chain-add-go = Add to the list
chain-add-by-hand = This keeps the list true between two rounds. If the partner announced the company, write that down as a notice instead: then you can object, and the decision is looked at again.
chain-edit = Change
chain-edit-one = Change { $name }
chain-edit-title = Change a company
chain-remove = Take off
chain-remove-one = Take off { $name }
chain-remove-text = { $name } leaves the list, with what is written about it here.
chain-none-sent = Nobody was on the list when the answers were sent.
chain-nobody-text = Does no other company handle this data, and nobody else receive it? Say so: an empty list alone says nothing.
chain-nobody-go = We use none
chain-nobody-said = You have said that you use none.
chain-nobody-back = Take that back
chain-nobody-stated = The partner says that it uses none.
chain-choose = Choose
chain-file = Save the list as a table (CSV)
chain-load = Send a whole table
chain-load-lead = The table takes the place of the list. If any line cannot be taken, nothing changes and every such line is named.
chain-load-go = Replace the list
chain-load-refused = Nothing was changed. Mend these lines and send the table again.
chain-load-line = Line { $n }: { $text }
chain-load-cell = Line { $n }, column { $column }: { $text }
go-chain = Sub-processors as stated
col-company = Company
col-purpose = What for
col-country = Country
col-transfer = Transfer tool
field-chain-name = Legal name
field-chain-name-hint = As it stands in the contract or the register.
field-chain-purpose = What it does with the data
field-chain-data = Which data it receives
field-chain-country = Country
field-chain-transfer = Ground on which data may go there
field-chain-transfer-hint = Outside the European Economic Area every transfer needs one.
field-chain-since = In use since
field-chain-website = Website
field-chain-file = A CSV file
field-chain-table = Or paste the table
field-chain-table-hint = The first line names the columns: { $name }. Several kinds of data in one cell are separated by a semicolon.
transfer-not-needed = None needed, data stays in the EEA
transfer-adequacy = Adequacy decision, or the Data Privacy Framework
transfer-scc-tia = Standard clauses with a transfer assessment
transfer-bcr = Binding corporate rules
transfer-derogation = An exception for a specific situation
transfer-none = None
fault-chain-name = Give the company's legal name, with at most 200 letters.
fault-chain-purpose = Say what the company does with the data, in at most 500 letters.
fault-chain-data = Name at least one kind of data: aggregate, contextual_id, direct_identifiers, purchase_history, precise_location, sensitive or children.
fault-chain-country = Choose a country. A table names it by its two letters, such as DE (ISO 3166-1).
fault-chain-transfer = Choose the ground. A table says not_needed, adequacy, scc_tia, bcr, derogation or none.
fault-chain-since = Give a day as 2027-03-12, or leave this empty.
fault-chain-twice = This company is on the list with that country already. Change the one that is there.
fault-chain-table = This is no table that can be read. Send CSV in UTF-8 of at most 1 MB.
fault-chain-table-empty = The table names no company below its first line. To empty the list, take the companies off one by one.
fault-chain-table-column = The column { $name } is missing in the first line.
fault-chain-table-unknown = The first line names a column that the list does not have, or has it twice: { $name }.
fault-chain-table-cells = Line { $n } has another number of cells than the first line.
fault-chain-table-twice = The same company with the same country stands in line { $n } already.
refused-chain-many = A list holds at most { $n } companies.
list-none = No list
list-sub-processors = Sub-processors: names, purposes, countries, transfer tools
field-list = List beside the answer
field-list-hint = The partner fills it in with the answer, and keeps it up by notices of changes.
flash-chain-added = Added to the list.
flash-chain-changed = Changed.
flash-chain-removed = Taken off the list.
flash-chain-nobody = Noted: you use none.
flash-chain-nobody-back = Taken back.
conflict-chain-somebody = There are companies on the list. Take them off before you say that you use none.
flash-chain-loaded = The table has taken the place of the list.

## Notices
notices-title = Announced changes
notices-text = The partner announces who joins or leaves its chain, and you may object until the day that is named. Silence until then counts as acceptance. A company that joins ends the decision when the notice takes effect: assess again before it starts.
notices-none = No change has been announced.
notices-none-answer = You have announced no change.
notices-lead = Tell { $name } before a company joins or leaves your chain. They may object until the day that is shown here, and their answer appears on this page.
notices-overview = Is a company joining your chain, or leaving it, between two rounds of questions? Say so here before it happens.
notices-go = Announce a change
notices-open = { $n ->
    [one] One announced change waits for an answer.
   *[other] { $n } announced changes wait for an answer.
}
notice-joins = { $name } joins on { $on }
notice-leaves = { $name } leaves on { $on }
notice-state-open = Waits for an answer
notice-state-accepted = Accepted
notice-state-tacit = Accepted by silence
notice-state-objected = Objected to
notice-state-withdrawn = Withdrawn
notice-state-proceeding = Goes on against the objection
notice-flag-early = Starts before the period to object ends
notice-announced = Announced on { $name }.
notice-recorded = Written down by { $by } on { $on }.
notice-silence = One may object until { $name }. Silence until then counts as acceptance.
notice-tacit-on = Nobody objected until { $name }, which counts as acceptance.
notice-accepted = Accepted on { $name }.
notice-accepted-by = Accepted by { $by } on { $on }.
notice-objected = Objected to on { $name }:
notice-objected-by = Objected to by { $by } on { $on }:
notice-withdrawn-on = The partner withdrew the change on { $name }.
notice-proceeds-since = The partner goes on with the change, as of { $name }.
notice-listed-from = The list changes on { $name }.
notice-accept = Accept
notice-accept-text = The company enters the list on its day. Accepting ends the decision about the partner at once and closes open rooms with it, because the decision did not know of this company. Assess again, and a new room can be opened.
notice-accept-remove = Accept
notice-accept-remove-text = The company leaves the list on its day. The decision about the partner stands.
notice-object = Object
notice-object-lead = { $name } reads your objection and its reason, and says whether it withdraws the change or goes on.
notice-withdraw = Withdraw the change
notice-withdraw-text = Nothing changes, and the notice stays here as withdrawn.
notice-withdraw-record = The partner withdraws it
notice-withdraw-record-text = Write down that the partner told you so. Nothing changes, and the notice stays here as withdrawn.
notice-proceed = The partner goes on
notice-proceed-text = Write down that the partner told you so. The decision about it ends at once and open rooms with it close; the company enters the list on its day.
notice-proceed-remove = The partner goes on
notice-proceed-remove-text = Write down that the partner told you so. The company leaves the list on its day.
notice-proceed-own = Go on with the change
notice-proceed-own-text = The change happens although they objected. They are told at once, and their approval of your company may end with it.
notice-record-add = A company joins
notice-record-remove = A company leaves
notice-write-add = Write down that a company joins
notice-write-remove = Write down that a company leaves
notice-record-lead = Write down what { $name } announced. The period to object begins today.
notice-record-go = Write it down
notice-announce-go = Announce it
field-notice-starts = Starts on
field-notice-leaves = Which company
field-notice-ends = Leaves on
field-notice-days = Days to object
field-notice-days-hint = As your terms with this partner say.
field-objection-reason = Why you object
field-objection-reason-hint = { $name } reads this.
fault-notice-change = Say whether a company joins (add) or leaves (remove).
fault-notice-leaves = Choose a company that is on the list.
fault-notice-starts = Give the day, from one year ago to two years ahead, as 2027-03-12.
fault-notice-outcome = Say whether the change was withdrawn (withdrawn) or goes on (proceeding).
fault-objection-reason = Give a reason of { $n } to 2,000 letters: the partner has to understand it to answer.
fault-objection-days = Give a number of days from 1 to { $n }.
conflict-notice-twice = This change has been announced already. Answer the notice that is there.
conflict-notice-settled = This notice has been answered meanwhile. Open the page again to see how.
conflict-objection-late = The period to object has ended, so the change counts as accepted.
refused-notices-many = { $n } announced changes wait for an answer already. Answer some first, or ask for a new list.
flash-notice-recorded = Written down. The period to object has begun.
flash-notice-announced = Announced. You can read their answer here.
flash-notice-accepted = Accepted.
flash-notice-objected = Objected. The partner reads your reason on its page.
flash-notice-outcome = Noted.

## The partner's own link
change-links-title = Link for the partner to announce changes
change-links-lead = By this link { $name } tells you who joins or leaves its chain, after the questionnaire's own link has ended.
change-links-text = It needs no account and reaches the announcements alone: no answers, no documents. A new link takes the place of the earlier one. A questionnaire's link announces changes too, as long as it works.
change-links-new = Make a link
change-links-again = Make another link
change-links-go = Make the link
change-links-email-hint = The link is mailed to this address. Leave it empty to pass the link on yourself.
change-link = Link for announcing changes
change-link-hint = Shown once: copy it now. Whoever has it can announce changes of the chain. It works until { $name }.
change-link-extend = Let it work for a year from now
flash-change-link-extended = The link works for a year from now.
refused-change-link = Send the partner a questionnaire first. Until then, write down what it announces.
refused-link-changes = This link is for announcing changes alone. Use the questionnaire's own link for the answers.
announcing-title = Announce a change
announcing-title-to = Announce a change to { $name }
changes-lead = { $org } asks { $partner } to say before another company joins or leaves those that handle the data.
changes-fact-why-title = Why
changes-fact-why = A company that handles data for { $name } tells it before it engages another one, so that { $name } can object (GDPR, article 28(2)).
changes-fact-then-title = What happens then
changes-fact-then = { $name } sees what you announce and may object until a day that is shown to you. You read its answer on the same page.
announcing-go = Announce a change
inbox-notice = Changes of a partner's chain to answer
inbox-object-until = object until { $name }

event-announced = Announced a change of sub-processors: { $name }

## Who depends on whom
companies-title = Who depends on whom
companies-sentence = { $n } of { $of } partners depend on { $name }.
companies-sentence-none = { $companies ->
    [one] One company handles data for your { $of } partners, and one partner depends on it.
   *[other] { $companies } companies handle data for your { $of } partners, and no two partners share one.
}
companies-without = { $n ->
    [one] One partner has no list yet, so this may be more.
   *[other] { $n } partners have no list yet, so these may be more.
}
companies-share = { $n } of { $of ->
    [one] { $of } partner
   *[other] { $of } partners
}
companies-also = Also { $name }
companies-split = Keep apart
companies-split-one = Keep apart: { $name }
companies-empty-title = No list yet
companies-empty-text = Once partners have named their sub-processors, you see here who depends on the same company.
companies-merge-title = The same company under two names
companies-merge-text = Names that differ only in case, accents and signs are one company already. Say here that two others are, and take it back at any time.
companies-merge-go = Count them as one
companies-merge-refused = Nothing was changed. See below the list what to mend.
field-company-name = This name
field-company-same-as = counts as
col-depends = How many depend on it
col-used-by = Used by
fault-company-unknown = Choose a company that is on a partner's list.
fault-company-same = These two count as one already. Choose another name.
flash-company-merged = They count as one company now.
flash-company-split = They are two companies again.

## Settings
settings-objections = Objections to new sub-processors
settings-objections-text = How many days you take to object when a partner announces a change.
objections-lead = When a partner announces that a company joins or leaves its chain, you may object for so many days. Silence until then counts as acceptance. The law asks for an opportunity to object and names no number.
field-objection-days = Days to object
field-objection-days-hint = For notices to come; those that run keep their day. Thirty is usual.
flash-objections = Kept, for notices to come.

## The audit log
act-sub-processor-add = Added a sub-processor to a list
act-sub-processor-change = Changed a sub-processor on a list
act-sub-processor-remove = Took a sub-processor off a list
act-sub-processor-load = Replaced a list of sub-processors
act-sub-processor-none = Said that there are no sub-processors
act-sub-processor-none-back = Took back that there are no sub-processors
act-change-link-make = Made a link for announcing changes
act-change-link-begin = Opened the announcements by link
act-change-link-extend = Let a link for changes work for longer
act-change-link-revoke = Ended a link for changes
act-notice-announce = Announced a change of sub-processors
act-notice-accept = Accepted a change of sub-processors
act-notice-object = Objected to a change of sub-processors
act-notice-withdraw = Withdrew a change of sub-processors
act-notice-proceed = Went on with a change of sub-processors
act-notice-lapse = The period to object ended in silence
act-notice-list = A list of sub-processors changed as announced
act-company-merge = Counted two names as one company
act-company-split = Kept two names apart again
act-organisation-objection-period = Changed the days to object
