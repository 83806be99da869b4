# Words of the frame and of the components, used on every page.

product-name = Entente
page-title = { $name } · Entente
skip-to-content = Skip to the content
sample-data-label = About this data
sample-data = Sample data: the companies, people and numbers on this server are made up.

## The rail
nav-label = Main
nav-menu = Menu
nav-inbox = Inbox
nav-partners = Partners
nav-rooms = Rooms
nav-portfolio = Portfolio
nav-settings = Settings
inbox-waiting = { $n ->
    [one] { $n } thing waits for you
   *[other] { $n } things wait for you
}
breadcrumbs-label = Where you are
switch-organisation = Switch to
sign-out = Sign out
theme-label = Colours
theme-device = As this device
theme-light = Light
theme-dark = Dark
greeting-person = Hello { $name }

## Roles
role-owner = Owner
role-manager = Manager
role-reviewer = Reviewer
role-analyst = Analyst
role-leader = Leader

## Counts
count-partners = { $n ->
    [one] { $n } partner
   *[other] { $n } partners
}

## Risk bands, confidence, decisions
band-low = Low
band-moderate = Moderate
band-high = High
band-critical = Critical
band-not-scored = Not scored
confidence-high = High confidence, { $k } of 100
confidence-moderate = Moderate confidence, { $k } of 100
confidence-low = Low confidence, { $k } of 100
decision-approve = Approve
decision-conditions = Approve with conditions
decision-escalate = Escalate
decision-reject = Reject
decision-none = Not decided

## The score
score-range = { $low } to { $high }
score-spoken = Residual risk { $score } of 100, { $band ->
    [Low] low
    [Moderate] moderate
    [High] high
    [Critical] critical
   *[other] not scored
}; it could be { $low } to { $high }.
score-ungated = Hollow mark: { $name } before the gate
score-provisional = Provisional

## Forms
field-optional = (optional)
form-problems = Please look at these again
copy = Copy
copied = Copied
filter-show = Show
filter-go = Filter

## Rooms
step-terms = Terms
step-key = Key
step-audiences = Audiences
step-run = Run
step-closed = Closed
step-done = (done)
step-current = (now)
step-waiting = (later)
step-stopped = (stopped)
budget-text = { $used } of { $total } releases used, { $left } left
released-count = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
released-give-or-take = Give or take { $pm }, rounded to { $r }
released-below = Fewer than { $n } people
released-below-detail = Too few to show. Every number below the minimum group size looks the same, none included.
released-exact-detail = Exact, rounded to { $r }
released-held = Held
released-held-detail = Counted, and waiting for both sides to let it go.
released-denied = Not shown
released-denied-detail = A side refused to show this answer.
released-withheld = Withheld
released-withheld-detail = The total would give a withheld number away.
released-above = At least { $n } people
released-above-detail = Nearly everyone is in both lists, so the exact number is withheld.
