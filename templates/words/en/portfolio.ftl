# Words of the start page and of the leadership page.

## The inbox
inbox-title = Inbox
inbox-second = Decisions that need a second person
inbox-overdue = Findings past their date
inbox-retest = Reported as mended: test again
inbox-review = Answers to review
inbox-reopen = Partners that ask to change their answers
inbox-reassess = Partners without a decision that counts
inbox-ends-soon = Decisions that end soon
inbox-send = Questionnaires to send
inbox-start = Partners without an assessment
inbox-rooms = Rooms that wait for us
inbox-since = Since { $name }
inbox-was-due = due { $name }
inbox-ended = Ended { $name }
inbox-ends = Ends { $name }
inbox-room-terms = With { $name }: propose terms
inbox-room-signature = With { $name }: terms to sign
inbox-room-key = With { $name }: a key to make
inbox-room-key-check = With { $name }: the key to check
inbox-room-approval = With { $name }: an answer to let go or refuse
inbox-room-audience = With { $name }: an audience to upload
inbox-room-other = With { $name }
inbox-empty-title = Nothing waits for you
inbox-empty-text = What needs you will stand here: answers to review, decisions to second, rooms to sign.
inbox-empty-portfolio = See the portfolio
inbox-empty-rooms = See the rooms
inbox-empty-first-title = Begin with a partner
inbox-empty-first = Add a company you would share marketing data with, describe the sharing, and send the questionnaire. It takes two minutes.
inbox-empty-first-action = Add a partner

## The leadership page
portfolio-title = Portfolio
portfolio-print = Print or save as PDF
portfolio-needs = { $n } of { $of } partners { $n ->
    [one] needs you
   *[other] need you
}
portfolio-calm = { $n ->
    [0] No partners yet
    [one] Nothing needs you: 1 partner is in order
   *[other] Nothing needs you: all { $n } partners are in order
}
portfolio-as-of = As of { $name }
portfolio-tile-risky = High or critical risk
portfolio-tile-approved = Approved and in force
portfolio-tile-overdue = Overdue findings
portfolio-tile-rooms = Rooms that count now
portfolio-of-partners = of { $of } { $of ->
    [one] partner
   *[other] partners
}
portfolio-of-conditions = of { $of } open
portfolio-of-rooms = of { $of } open { $of ->
    [one] room
   *[other] rooms
}
portfolio-of-partners-full = { $n } of { $of } scored partners
portfolio-of-conditions-full = { $n } of { $of } open findings
portfolio-matrix-title = Where the partners stand
portfolio-matrix-text = The higher, the more could go wrong with the data shared; the further right, the better the partner guards it. Shape and colour show the residual risk with gates applied; the same numbers are in the table.
portfolio-matrix-none = No partner is scored yet. The first scores appear once answers are submitted.
portfolio-axis-control = Control effectiveness
portfolio-axis-inherent = Inherent risk
portfolio-table-title = Partners by residual risk
portfolio-col-partner = Partner
portfolio-col-residual = Residual risk
portfolio-col-inherent = Inherent
portfolio-col-control = Control
portfolio-col-decision = Decision
portfolio-col-awaits = Waits for
portfolio-col-rooms = Rooms
portfolio-until = until { $name }
portfolio-room-none = None
portfolio-room-closed = Closed
portfolio-room-counts = Counts
portfolio-room-waits = Does not count
portfolio-room-open = { $of ->
    [one] { $n ->
        [0] Open, does not count
       *[other] Open, counts
    }
   *[other] { $n } of { $of } open ones count
}
portfolio-room-with = with { $name }
portfolio-overdue-title = Overdue
portfolio-overdue-none = No finding is past its date.
portfolio-was-due = due { $name }
portfolio-changes-title = Changed in the last 30 days
portfolio-changes-none = Nothing changed.
portfolio-change-submitted = sent its answers
portfolio-change-decided = was decided: { $name }
portfolio-change-ended = has no decision any more: it ended
portfolio-rooms-title = Rooms
portfolio-rooms-none = No room has been opened.
portfolio-trust-title = Trust
portfolio-trust-text = Signs of a healthy relation with people and partners, beside the risk.
portfolio-trust-opt-outs = Every opt-out obeyed
portfolio-trust-days = From question to answer
portfolio-trust-overdue = Findings past their date
portfolio-trust-rooms = Closed, with the tokens deleted
portfolio-not-known = Not known yet
portfolio-days = { $n ->
    [one] { $n } day, the middle one of all partners
   *[other] { $n } days, the middle one of all partners
}
portfolio-rooms = { $n ->
    [one] { $n } room
   *[other] { $n } rooms
}
portfolio-empty-title = No partners yet
portfolio-empty-text = Once partners are added and assessed, this page says how risky the portfolio is, what changed and what is overdue.
portfolio-empty-action = Add a partner
